"""ETL jobs killed at any statement, commit or HTTP call, and run again: nothing half is ever seen, and all ends as if unkilled.

The default visits a sample of the points; KILL_ETL_EVERY=1 visits them all, 10 every tenth.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from typing import Any

import pytest

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.sources.models import Connection
from marts.etl import declared
from marts.models import AccountRule, MartStanding
from marts.sandbox.connected import CHART
from tests.factories.etl_turns import connect, turn, unthrottled
from tests.factories.rest_twins import SOURCES, SYSTEM_OF, served
from tests.factories.sql_twins import JOBS as SQL_JOBS
from tests.factories.sql_twins import serving
from tests.faults.kill_points import (
    Copies,
    after_commits,
    copies,
    count_points_and_calls,
    die_at,
    digest,
    in_process,
)

pytestmark = [pytest.mark.faults, pytest.mark.slow]
EVERY = int(os.environ.get("KILL_ETL_EVERY", "0"))
SAMPLED = 2
MORNING = dt.datetime(2026, 11, 17, 11, 5, tzinfo=dt.UTC)
WRITTEN = frozenset({"id", "created_at", "updated_at", "built_at", "built_in"})


@pytest.fixture
def databases(django_db_setup: None, django_db_blocker: Any) -> Iterator[Copies]:
    """Give copies of the empty test database."""
    with django_db_blocker.unblock(), copies() as made:
        yield made


def org() -> Org:
    """Give the organisation of the process's database."""
    return Org.objects.get(slug="clinics")


def do(job: str, day: int = 0) -> None:
    """Do a job through the only connection."""
    with org_context(org(), actor="test"):
        connection = Connection.objects.get()
    turn(connection, job, MORNING + dt.timedelta(days=day))


def state(job: str, using: str = "default") -> dict[str, list[str]]:
    """Give what readers see of a job: its mart's rows, and how it says that it stands."""
    found = declared.find(job)
    assert found is not None
    known = Org.objects.using(using).get(slug="clinics")
    with org_context(known, actor="test", using=using):
        rows = found.mart._default_manager.using(using).order_by(*found.key).values()
        stands = MartStanding.objects.using(using).values("published_at", "complete_through", "failing_since", "reason")
        return {
            "rows": [str({name: value for name, value in row.items() if name not in WRITTEN}) for row in rows],
            "standing": [str(row) for row in stands],
        }


def unkilled(job: str) -> tuple[int, list[str], dict[str, list[str]]]:
    """Do a job; give its number of points, every state that others saw on the way, and the last."""
    seen, reached = [digest(state(job, "owner"))], 0

    def note(number: int) -> None:
        nonlocal reached
        reached = number

    count_points_and_calls(note)
    after_commits(lambda alias: seen.append(digest(state(job, "owner"))) if alias == "default" else None)
    do(job)
    return reached, seen, state(job, "owner")


def killed(job: str, point: int) -> bool:
    """Do a job and be killed at a point; True when there is no such point."""
    die_at(point, count_points_and_calls)
    do(job)
    return True


def again(job: str) -> tuple[str, dict[str, list[str]]]:
    """Look at what the dead process left, and do the job to its end."""
    left = digest(state(job))
    do(job)
    return left, state(job)


def prepare(name: str, url: str, known: dict[str, str]) -> None:
    """Make the organisation with its connection, and a dealer's chart of accounts."""
    start = dt.date(2026, 8, 1)
    made = Org.objects.create(slug="clinics", name="Clinics", time_zone="America/Chicago", data_start_date=start)
    connect(made, name, url, known)
    if name == "softbase":
        with org_context(made, actor="test"):
            AccountRule.objects.bulk_create(
                [AccountRule(org=made, starts_with=text, group=group) for text, group in CHART.items()]
            )


@contextmanager
def stood(job: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Serve the system of a job, the smallest that there is, and give its name, its address and what a connection is told."""
    if job in SQL_JOBS:
        with serving(SQL_JOBS[job], MORNING) as (url, known):
            yield SQL_JOBS[job], url, known
        return
    name = SYSTEM_OF[job]
    with served(name, MORNING) as (_, twin):
        yield name, twin.url, SOURCES[name].known(twin.url)


def points(total: int) -> list[int]:
    """Give the points to visit, and one that lies beyond the last."""
    return [*range(1, total, EVERY or max(1, total // SAMPLED)), total - 1, 2 * total]


@pytest.mark.nightly
@pytest.mark.parametrize("job", [*SYSTEM_OF, *SQL_JOBS])
def test_killed_anywhere_and_run_again_it_ends_in_the_same_state(
    databases: Copies, monkeypatch: pytest.MonkeyPatch, job: str, capsys: pytest.CaptureFixture[str]
) -> None:
    unthrottled(monkeypatch)
    # Loaded here, once, and not by each of the processes that die.
    for driver in ("aiop.sources.sql", "marts.sources.bigquery.client", "marts.sources.softbase.extract"):
        import_module(driver)
    copy = databases.of(databases.original)
    kills = 0
    with stood(job) as (name, url, known):
        in_process(copy, partial(prepare, name, url, known))
        prepared = databases.held(copy)
        total, legal, wanted = in_process(copy, partial(unkilled, job))
        for point in points(total):
            databases.empty(copy, prepared)
            ended = in_process(copy, partial(killed, job, point))
            left, after = in_process(copy, partial(again, job))
            assert left in legal, f"half a piece of work was seen after point {point}"
            assert after == wanted, f"after point {point}"
            kills += not ended
    with capsys.disabled():
        print(f"\n{job}: killed at {kills} of {total} points")  # noqa: T201  (the number that acceptance asks for)
