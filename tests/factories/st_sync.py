"""An organisation that is connected to a twin of ServiceTitan, and the twin's ledger against its typed rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import models

from aiop.loading.kind import Kind, Setting, kind_named
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.running import run_job
from aiop.sandbox.hostile import Hostile
from aiop.sandbox.twin import Twin
from aiop.sources.budget import Rate
from aiop.sources.models import Connection
from aiop.sources.paths import path_of
from aiop.sources.retrying import Patience
from aiop.sources.syncing import Days, Outcome, find_sync, read_connections
from aiop.sources.systems import Typed
from servicetitan.clean.pay import known_by
from servicetitan.clean.streams import DELETED_WHEN_INACTIVE, STREAMS
from servicetitan.sandbox.service import Service
from servicetitan.sandbox.world import TenantWorld
from tests.factories.st_twin import service_of

AS_OF = datetime(2026, 11, 20, 8, tzinfo=UTC)
QUICK = Patience(attempts=5, first_wait=0.005, longest_wait=0.02, unsaid_wait=0.01, longest_asked=1, exchange=20)


def tenant(seed: int = 3, scale: str = "tiny", **options: Any) -> Service:
    """Give a tenant's API without the limits that a test would wait for."""
    return service_of(TenantWorld(seed, scale, AS_OF, **options))


def in_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let calls be made as fast as they can."""
    monkeypatch.setattr("servicetitan.client.RATE", Rate(per_second=100_000, burst=100_000))


def read_only(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Let some streams alone be read."""
    monkeypatch.setattr("servicetitan.tasks.STREAMS", [spec for spec in STREAMS if spec.name in names])


def hostile(seed: int) -> Hostile:
    """Give a way of misbehaving that loses no time."""
    return Hostile(seed, retry_after=0, drip_seconds=0.01)


@contextmanager
def connected(org: Org, service: Service, trouble: Hostile | None = None, **settings: str) -> Iterator[Twin]:
    """Serve a tenant and let the organisation be connected to it."""
    with service.twin(hostile=trouble) as twin:
        connect(org, service, twin.url, **settings)
        yield twin


def connect(org: Org, service: Service, url: str, **settings: str) -> None:
    """Connect an organisation to a tenant that is served at an address."""
    known = service.access.credentials
    with org_context(org, actor="maya"):
        connection = Connection.objects.for_org(org).filter(system="servicetitan").first() or Connection(
            org=org, system="servicetitan", name="Main account"
        )
        connection.base_url, connection.auth_url = url, f"{url}/connect/token"
        connection.settings = {"tenant": str(known.tenant), "client_id": known.client_id, **settings}
        connection.keep_secrets({"client_secret": known.client_secret, "app_key": known.app_key})
        connection.save()


def sync(org: Org, name: str = "servicetitan", days: Days | None = None, *, by: str = "maya") -> Outcome:
    """Sync the organisation's one connection by name, or fill some days."""
    job = find_sync(name)
    with run_job(org, job.backfill_job if days else job.job, by=by) as run:
        (outcome,) = read_connections(run, org, job, days, patience=QUICK)
    return outcome


def differences(org: Org, service: Service) -> dict[str, list[Any]]:
    """Give, by kind, every row that the ledger and the typed rows do not have in common: missing, stale, left over."""
    found = {}
    for spec in STREAMS:
        truth = list(service.truth()[spec.name]())
        for typed in spec.typed:
            wrong = _compared(org, spec.name, typed, truth)
            if wrong:
                found[typed.kind] = wrong
    return found


def _compared(org: Org, stream: str, typed: Typed, truth: list[dict[str, Any]]) -> list[Any]:
    kind = kind_named(typed.kind)
    wanted = {}
    for record in truth:
        for item in _at(record, typed.each) or [] if typed.each else [record]:
            row = _expected(kind, typed, stream, record, item)
            wanted[tuple(row[name] for name in kind.key if name != "ordinal")] = row
    manager: Any = kind.model._default_manager
    with org_context(org, actor="maya"):
        rows = list(manager.for_org(org))
    wrong: list[Any] = []
    for row in rows:
        expected = wanted.pop(tuple(_plain(getattr(row, name)) for name in kind.key if name != "ordinal"), None)
        wrong += _row_wrong(row, expected)
    return wrong + [("missing", key) for key in wanted]


def _row_wrong(row: models.Model, expected: dict[str, Any] | None) -> list[Any]:
    if expected is None:
        return [] if getattr(row, "deleted_at") else [("left over", str(row))]  # noqa: B009  (every row of the source has it)
    if bool(getattr(row, "deleted_at")) != expected.pop("deleted_at"):  # noqa: B009
        return [("tombstone", str(row))]
    stale = {name: (_plain(getattr(row, name)), value) for name, value in expected.items()}
    return [("stale", str(row), name, *pair) for name, pair in stale.items() if pair[0] != pair[1]]


def _expected(kind: Kind, typed: Typed, stream: str, record: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    """Read what a row should say from the ledger, by the kind's own parsers and none of the way through raw pages."""
    row: dict[str, Any] = {}
    for field in kind.fields:
        if field.column in {"deleted_at", "ordinal", "date_has_time", *typed.untold}:
            continue
        path = path_of(typed, field)
        if path == "@source_id":
            text = str(record["id"]) if record["id"] is not None else known_by(record)
        else:
            text = _text(_at(record if path.startswith("^.") else item, path.removeprefix("^.")))
        row[field.column] = _plain(field.parser(Setting(_ZONE, "YMD"))(text))
    return {**row, "deleted_at": stream in DELETED_WHEN_INACTIVE and record.get("active") is False}


_ZONE = Org(time_zone="America/Phoenix").zone


def _at(value: Any, path: str) -> Any:
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def _plain(value: Any) -> Any:
    """Give a value as both sides have it: lists of ids and lines of orders are texts on their way in."""
    if isinstance(value, str) and value[:1] == "{" and value[-1:] == "}":
        return [int(part) for part in value[1:-1].split(",")]
    if isinstance(value, str) and value[:2] == "[{":
        return json.loads(value)
    return value
