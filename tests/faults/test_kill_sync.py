"""Killed at any statement, COPY, commit or HTTP call and run again: sync, sweep and backfill end where an unkilled run ends.

The default visits a sample of the points; KILL_SYNC_EVERY=1 visits them all, which takes hours, 25 every twenty-fifth.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.db import connections

from aiop.loading.kind import kind_named
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.sources import alone
from aiop.sources.models import RawRecord, Stream, Window
from aiop.sources.syncing import Days
from servicetitan.clean.streams import STREAMS
from servicetitan.sandbox.service import Service
from tests.factories.st_sync import connect, in_no_time, read_only, sync, tenant
from tests.faults.kill_points import Copies, copies, count_points_and_calls, die_at, in_process

pytestmark = [pytest.mark.faults, pytest.mark.slow]
EVERY = int(os.environ.get("KILL_SYNC_EVERY", "0"))
SAMPLED = 3
READ = ("business_units", "job_types", "invoices", "purchase_orders")
SPRING = Days(dt.date(2026, 2, 1), dt.date(2026, 3, 31))
State = dict[str, str]


def org() -> Org:
    """Give the organisation of the process's database."""
    return Org.objects.get(slug="painters")


def do_sync() -> None:
    sync(org())


def do_sweep() -> None:
    sync(org(), "servicetitan_sweep")


def do_backfill() -> None:
    sync(org(), days=SPRING)


WORKS = {"sync": (do_sync, False), "sync again": (do_sync, True), "sweep": (do_sweep, True), "backfill": (do_backfill, False)}  # fmt: skip
# The others are swept at night: each point of any costs seconds.
BEFORE_LANDING = {"sync", "backfill"}


@pytest.fixture
def databases(django_db_setup: None, django_db_blocker: Any) -> Iterator[Copies]:
    """Give copies of the empty test database."""
    with django_db_blocker.unblock(), copies() as made:
        yield made


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    """Give a tenant, four of whose streams are read without waiting."""
    in_no_time(monkeypatch)
    read_only(monkeypatch, *READ)
    monkeypatch.setattr(alone, "PATIENCE_SECONDS", 20)
    return tenant(9, days_ahead=90)


def state(using: str = "default") -> State:
    """Give a digest of every typed table, of what is stored raw, and of how far streams and windows are."""
    found = {}
    with org_context(org(), actor="test", using=using), connections[using].cursor() as cursor:
        for spec in (spec for spec in STREAMS if spec.name in READ):
            for typed in spec.typed:
                kind = kind_named(typed.kind)
                columns = ", ".join(f'"{column}"' for column in [*kind.columns, "deleted_at"])
                cursor.execute(f'SELECT ({columns})::text FROM "{kind.table}" ORDER BY 1')
                found[kind.name] = _digest(cursor)
        cursor.execute(
            f"SELECT (source_id, payload, modified_at, deleted_at IS NULL)::text FROM {RawRecord._meta.db_table} ORDER BY 1"
        )
        found["raw"] = _digest(cursor)
        cursor.execute(f"SELECT (name, cursor, pass_started_at IS NULL)::text FROM {Stream._meta.db_table} ORDER BY 1")
        found["streams"] = _digest(cursor)
        cursor.execute(
            f"SELECT (stream_id, starts, finished_at IS NULL)::text FROM {Window._meta.db_table} WHERE purpose = 'backfill' ORDER BY 1"
        )
        found["windows"] = _digest(cursor)
    return found


def _digest(cursor: Any) -> str:
    return hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()[:12]


def unkilled(do: Callable[[], None]) -> tuple[int, State]:
    """Do the work; give its number of points and the state after it."""
    reached = 0

    def note(number: int) -> None:
        nonlocal reached
        reached = number

    count_points_and_calls(note)
    do()
    total = reached
    return total, state("owner")


def killed(do: Callable[[], None], point: int) -> bool:
    """Do the work and be killed at a point; True when there is no such point."""
    die_at(point, count_points_and_calls)
    do()
    return True


def again(do: Callable[[], None]) -> State:
    """Do the work to its end; a backfill that had ended already begins anew, which changes nothing."""
    do()
    return state()


def prepare(service: Service, url: str, *, before: bool) -> None:
    """Make the organisation and its connection, read once before where the work is a later one."""
    made = Org.objects.create(slug="painters", name="Painters", time_zone="America/Phoenix")
    connect(made, service, url)
    if before:
        do_sync()


def points(total: int) -> list[int]:
    """Give the points to visit, and one that lies beyond the last."""
    step = EVERY or max(1, total // SAMPLED)
    return [*range(1, total, step), total - 1, 2 * total]


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.nightly] * (name not in BEFORE_LANDING)) for name in WORKS]
)
def test_killed_anywhere_and_run_again_it_ends_in_the_same_state(
    databases: Copies, service: Service, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    do, later = WORKS[name]
    template = databases.of(databases.original)
    kills = 0
    with service.twin() as twin:
        in_process(template, partial(prepare, service, twin.url, before=later))
        if later:
            service.world.advance(service.world.clock.now() + dt.timedelta(days=80))
        reference = databases.of(template)
        total, wanted = in_process(reference, partial(unkilled, do))
        databases.drop(reference)
        for point in points(total):
            copy = databases.of(template)
            ended = in_process(copy, partial(killed, do, point))
            assert in_process(copy, partial(again, do)) == wanted, f"after point {point}"
            databases.drop(copy)
            kills += not ended
    with capsys.disabled():
        print(f"\n{name}: killed at {kills} of {total} points")  # noqa: T201  (the number that acceptance asks for)
