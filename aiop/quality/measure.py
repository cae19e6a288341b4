"""Asks the database a check's question: bounded in time, and unable to spoil the transaction that it runs in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from psycopg.errors import QueryCanceled

from aiop.orgs.models import Org
from aiop.quality.checks import Check
from aiop.quality.verdict import Measured

SECONDS_PER_CHECK = 60


class CheckBroke(Exception):  # noqa: N818  (says what happened to the check, in a sentence for people)
    """The database could not answer a check's question."""


def measure(check: Check, org: Org) -> Measured:
    """Count the failing rows of `check` in one query; raises CheckBroke. Call inside `org_context` and `time_limit`."""
    with savepoint(), connection.cursor() as cursor:
        cursor.execute(check.measure, parameters(check, org))
        row = cursor.fetchone()
    assert row is not None  # noqa: S101  (an aggregate gives one row)
    return Measured(*row)


@contextmanager
def savepoint() -> Iterator[None]:
    """Roll back to here when the database refuses, and say why in one sentence as CheckBroke."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as error:
        raise CheckBroke(_reason(error)) from error


@contextmanager
def time_limit(seconds: float = SECONDS_PER_CHECK) -> Iterator[None]:
    """Let each statement of this block take at most so long; what held before holds again afterwards."""
    before = _set_limit(_milliseconds(seconds))
    try:
        yield
    finally:
        if not connection.needs_rollback:
            _set_limit(before)


def limit_transaction(seconds: float = SECONDS_PER_CHECK) -> None:
    """Let each statement of the rest of this transaction take at most so long."""
    _set_limit(_milliseconds(seconds))


def parameters(check: Check, org: Org, day: date | None = None) -> dict[str, Any]:
    """Give what a check's SQL may name: the organisation, its time zone, its day, and what is the check's own.

    Raises CheckBroke where the check looks something up that cannot be found out.
    """
    today = day or local_today(org)
    looked_up = check.lookup.find(org, today) if check.lookup else {}
    return {"org": org.pk, "zone": org.time_zone, "today": today, **dict(check.bound), **looked_up}


def local_today(org: Org) -> date:
    """Give the organisation's day."""
    return timezone.localdate(timezone=org.zone)


def _milliseconds(seconds: float) -> str:
    return f"{int(seconds * 1000)}ms"


def _set_limit(value: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH was AS MATERIALIZED (SELECT current_setting('statement_timeout') AS value) "
            "SELECT value, set_config('statement_timeout', %s, true) FROM was",
            [value],
        )
        row = cursor.fetchone()
    assert row is not None  # noqa: S101  (a SELECT without WHERE gives one row)
    return str(row[0])


def _reason(error: DatabaseError) -> str:
    if isinstance(error.__cause__, QueryCanceled):
        return "It took longer than it may."
    lines = str(error).splitlines()
    return lines[0] if lines else type(error).__name__
