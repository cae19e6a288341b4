"""QuickBooks Online on the wire: the token that rotates, faults in either status, reports and the company's name."""

from __future__ import annotations

import base64
import datetime as dt
import time
from collections.abc import Callable
from typing import Any, TypeVar

from aiop.sources.answers import Answer
from aiop.sources.budget import Rate
from aiop.sources.errors import FixConnection, GiveUp, SourceFailed, TryAgain
from aiop.sources.http import Call, HttpClient, Login
from aiop.sources.models import Connection
from aiop.sources.retrying import Patience, retry_after
from aiop.sources.tokens import Granted
from marts.sources.quickbooks.records import Report, decode_accounts, decode_company, decode_report, fault_of
from marts.sources.reading import decoded
from marts.sources.told import need_count, need_text

T = TypeVar("T")
# 500 a minute for each company; every report call is sent with the newest minor version.
RATE = Rate(per_second=8, burst=8)
MINOR_VERSION = 75
THROTTLED_SECONDS = 60.0
_THROTTLED, _AUTHENTICATION = "3001", "AUTHENTICATION"


def log_in(http: HttpClient, refresh: str) -> Granted:
    """Ask for an access token with the newest refresh token: the stored one, or at first the one that was filled in."""
    secrets = http.connection.secrets()
    pair = f"{http.connection.setting('client_id')}:{secrets['client_secret']}"
    form = {"grant_type": "refresh_token", "refresh_token": refresh or secrets["refresh_token"]}
    headers = {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}
    call = Call("POST", http.connection.auth_url, form=form, headers=headers, signed=False)
    return http.send(call, read=decoded(_granted))


def _granted(told: Any) -> Granted:
    where = "The token"
    lives = told.get("x_refresh_token_expires_in") if isinstance(told, dict) else None
    return Granted(
        need_text(told, "access_token", where),
        need_count(told, "expires_in", where),
        need_text(told, "refresh_token", where),
        refresh_expires_in=need_count(told, "x_refresh_token_expires_in", where) if lives else None,
    )


def judge(answer: Answer) -> SourceFailed | None:
    """Read what QuickBooks says in its own way."""
    if answer.status == 400 and "invalid_grant" in answer.said():
        return FixConnection("QuickBooks takes the refresh token no more: the connection must be made again.")
    if answer.status == 400 and "invalid_client" in answer.said():
        return FixConnection("Client ID and secret were refused.")
    try:
        fault = fault_of(answer.json())
    except TryAgain:
        return None
    return _of_fault(answer, *fault) if fault else None


def _of_fault(answer: Answer, kind: str, code: str, words: str) -> SourceFailed:
    said = f"QuickBooks answered {answer.status}, fault {code or kind}: {words}"
    if code == "3100":
        return FixConnection(f"{said}. The company belongs to another environment or has not consented.")
    if code == _THROTTLED or answer.status == 429:
        asked = retry_after(answer.headers.get("retry-after"), answer.at)
        return TryAgain(said, after=THROTTLED_SECONDS if asked is None else asked, status=429)
    if kind.upper() == _AUTHENTICATION or answer.status in {401, 403}:
        return FixConnection(said)
    if answer.status >= 500 or (answer.status == 200 and "validation" not in kind.lower()):
        return TryAgain(said, status=answer.status)
    return GiveUp(said)


class QuickBooks(HttpClient):
    """Calls on behalf of one company."""

    @property
    def _company(self) -> str:
        return f"v3/company/{self.connection.setting('realm_id')}"

    def company(self) -> str:
        """Give the company's name."""
        return self._ask("companyinfo/" + str(self.connection.setting("realm_id")), {}, decode_company)

    def report(self, name: str, starts: dt.date, ends: dt.date) -> Report:
        """Give a report by month; GiveUp when it is struck on another basis than the connection's."""
        method = self.connection.setting("accounting_method") or "Accrual"
        params = {
            "start_date": starts.isoformat(),
            "end_date": ends.isoformat(),
            "summarize_column_by": "Month",
            "accounting_method": method,
        }
        report = self._ask(f"reports/{name}", params, decode_report)
        if report.basis and report.basis != method:
            raise GiveUp(f"{name} was struck on the basis {report.basis}, not {method}.")
        return report

    def undeposited(self) -> frozenset[str]:
        """Give the ids of the accounts that hold payments on their way to the bank; they go by no group of their own."""
        asked = "select Id from Account where AccountSubType = 'UndepositedFunds'"
        return self._ask("query", {"query": asked}, decode_accounts)

    def _ask(self, path: str, params: dict[str, Any], decode: Callable[[Any], T]) -> T:
        return self.get(
            f"{self._company}/{path}", {**params, "minorversion": MINOR_VERSION}, read=without_fault(decode)
        )


def without_fault(decode: Callable[[Any], T]) -> Callable[[Answer], T]:
    """Make a reader that sees a fault though the status says success, as some proxies pass it on."""
    read = decoded(decode)

    def seen(answer: Answer) -> T:
        if fault := fault_of(answer.json()):
            raise _of_fault(answer, *fault)
        return read(answer)

    return seen


def client_of(
    connection: Connection, patience: Patience | None = None, pause: Callable[[float], None] = time.sleep
) -> QuickBooks:
    """Give a client of a connection; close it."""
    return QuickBooks(connection, login=Login(ask=log_in), rate=RATE, patience=patience, judge=judge, pause=pause)
