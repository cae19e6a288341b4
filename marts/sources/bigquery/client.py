"""The official client, told off to one endpoint and one account; what it meets is told by what to do. Imported by workers alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

import requests
from google.api_core import exceptions as refusals
from google.api_core.client_options import ClientOptions
from google.auth import exceptions as auth_refusals
from google.cloud import bigquery
from google.oauth2 import service_account

from aiop.sources.allowed import check_address
from aiop.sources.errors import FixConnection, GiveUp, SourceFailed, TryAgain
from aiop.sources.models import Connection
from aiop.sources.retrying import Patience

T = TypeVar("T")

SCOPE = "https://www.googleapis.com/auth/bigquery.readonly"
# What one question may read at most; more would cost more than a mart is worth.
MOST_BYTES = 20 * 2**30
_PASSING = {"rateLimitExceeded", "quotaExceeded", "backendError", "jobRateLimitExceeded"}


class _Account(service_account.Credentials):
    """A service account that asks for tokens and for nothing else."""

    def _is_regional_access_boundary_lookup_required(self) -> bool:
        # The library would call a host of its own choice besides, from a thread that nobody waits for.
        return False


class BigQuery:
    """Questions to BigQuery through one connection; use it as a context."""

    def __init__(self, connection: Connection, hosts: list[str], patience: Patience | None = None) -> None:
        """Take the secret `service_account` (JSON) and the setting `project`; FixConnection for what is none."""
        self._name = str(connection)
        self._secrets = connection.secrets()
        self._seconds = (patience or Patience()).exchange
        check_address(connection.base_url, hosts)
        project = str(connection.setting("project") or "")
        endpoint = ClientOptions(api_endpoint=connection.base_url)
        self._client: Any = bigquery.Client(
            project, credentials=_account(self._secrets.get("service_account", ""), hosts), client_options=endpoint
        )

    def __enter__(self) -> BigQuery:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close what was opened."""
        self._client.close()

    def tables(self, dataset: str) -> list[str]:
        """Give the names of a dataset's tables."""
        return self._told(
            lambda: [table.table_id for table in self._client.list_tables(dataset, retry=None, timeout=self._seconds)]
        )

    def rows(self, sql: str) -> list[Any]:
        """Give the rows of a question."""
        config = bigquery.QueryJobConfig(maximum_bytes_billed=MOST_BYTES, use_legacy_sql=False)
        return self._told(
            lambda: list(
                self._client.query_and_wait(
                    sql,
                    job_config=config,
                    retry=None,
                    job_retry=None,
                    api_timeout=self._seconds,
                    wait_timeout=self._seconds,
                )
            )
        )

    def _told(self, ask: Callable[[], T]) -> T:
        """Ask once, and turn what was refused into what to do about it: who asks again is the job."""
        try:
            return ask()
        except auth_refusals.RefreshError as error:
            # The library calls some gateways' errors final; only what Google says of the account is.
            if "invalid_" not in str(error) and "unauthorized" not in str(error):
                raise TryAgain(f"{self._name}: Google gives no token just now: {self._said(error)}") from None
            raise FixConnection(f"{self._name}: Google refuses the service account: {self._said(error)}") from None
        except (
            refusals.GoogleAPICallError,
            auth_refusals.TransportError,
            requests.RequestException,
            refusals.RetryError,
        ) as error:
            raise self._refused(error) from None

    def _refused(self, error: Exception) -> SourceFailed:
        reasons = {
            str(detail.get("reason")) for detail in getattr(error, "errors", None) or () if isinstance(detail, dict)
        }
        said = f"{self._name}: {self._said(error)}"
        if isinstance(error, refusals.Forbidden) and not reasons & _PASSING:
            return FixConnection(said)
        if isinstance(error, refusals.NotFound | refusals.BadRequest):
            return GiveUp(said)
        return TryAgain(said, status=getattr(error, "code", None))

    def _said(self, error: Exception) -> str:
        text = getattr(error, "message", None) or str(error)
        return self._secrets.hide(str(text)).splitlines()[0][:300]


def _account(text: str, hosts: list[str]) -> Any:
    try:
        told = json.loads(text)
        check_address(told["token_uri"], hosts)
        return _Account.from_service_account_info(told, scopes=[SCOPE])  # type: ignore[no-untyped-call]
    except (ValueError, KeyError, TypeError):
        raise FixConnection("The service account is not the JSON that Google gives for one.") from None
