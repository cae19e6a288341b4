"""Turns of an ETL job at a moment that a test chooses: a connection to a twin, and what its mart holds afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.running import run_job
from aiop.sources import syncing, systems
from aiop.sources.budget import Rate
from aiop.sources.models import Connection
from aiop.sources.retrying import Patience
from marts.etl import declared
from marts.etl.running import perform
from marts.etl.windows import Days
from marts.sources.hubspot import client as hubspot
from marts.sources.quickbooks import client as quickbooks
from marts.sources.zoom import client as zoom

# Everything as in production but the seconds.
QUICK = Patience(
    attempts=8, first_wait=0.002, longest_wait=0.01, unsaid_wait=0.005, longest_asked=2, connect=5, read=5, exchange=10
)
FAST = Rate(per_second=100_000, burst=10_000)


def unthrottled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the limits of the real systems off the clients."""
    monkeypatch.setattr(quickbooks, "RATE", FAST)
    monkeypatch.setattr(hubspot, "RATE", FAST)
    monkeypatch.setattr(hubspot, "SEARCH_RATE", FAST)
    for label in ("LIGHT", "MEDIUM", "HEAVY"):
        monkeypatch.setattr(zoom, label, (label.lower(), FAST))


def connect(org: Org, system: str, url: str, known: Mapping[str, str]) -> Connection:
    """Make a connection from what a twin tells of itself."""
    declared_as = systems.find(system)
    assert declared_as is not None
    secret = {field.name for field in declared_as.fields if field.secret}
    named = {field.name for field in declared_as.fields}
    with org_context(org, actor="maya"):
        connection = Connection(
            org=org, system=system, name=f"{declared_as.label} of {org}", base_url=known.get("base_url", url),
            auth_url=known.get("auth_url", ""), settings={n: known[n] for n in named - secret if n in known},
        )  # fmt: skip
        connection.keep_secrets({name: known[name] for name in secret})
        connection.save()
    return connection


def turn(connection: Connection, job: str, now: dt.datetime, days: Days | None = None) -> dict[str, int]:
    """Do a job through a connection as if it were `now`, and give what it counted."""
    found = declared.find(job)
    assert found is not None
    with run_job(connection.org, f"{job}.sync", by="test") as run:
        perform(syncing.Reading(run, connection.org, connection, QUICK), found, days, now=now)
        return dict(run.counts)


def rows(org: Org, job: str) -> list[dict[str, Any]]:
    """Give what a job's mart shows of an organisation, in order."""
    found = declared.find(job)
    assert found is not None
    with org_context(org, actor="test"):
        told: Any = found.mart._default_manager.filter(org=org).order_by(*found.key).values()
        return list(told)


def shown(row: Mapping[str, Any], like: Mapping[str, Any]) -> dict[str, Any]:
    """Give the columns of a row that a ledger tells, written as the ledger writes them."""
    return {name: _written(row[name], value) for name, value in like.items() if name in row}


def _written(value: Any, like: Any) -> Any:
    return value if value is None or isinstance(like, int | dict) else str(value)
