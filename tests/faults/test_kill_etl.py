"""ETL jobs killed at any statement, commit or HTTP call, and run again: nothing half is ever seen, and all ends as if unkilled.

The default visits a sample of the points; KILL_ETL_EVERY=1 visits them all, which takes hours, 10 every tenth.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.sources.models import Connection
from marts.etl import declared
from marts.models import MartStanding
from tests.factories.etl_turns import connect, turn, unthrottled
from tests.factories.rest_twins import SOURCES, SYSTEM_OF, served
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


def prepare(name: str, url: str) -> None:
    """Make the organisation with its connection."""
    start = dt.date(2026, 8, 1)
    made = Org.objects.create(slug="clinics", name="Clinics", time_zone="America/Chicago", data_start_date=start)
    connect(made, name, url, SOURCES[name].known(url))


def points(total: int) -> list[int]:
    """Give the points to visit, and one that lies beyond the last."""
    return [*range(1, total, EVERY or max(1, total // SAMPLED)), total - 1, 2 * total]


@pytest.mark.nightly
@pytest.mark.parametrize("job", SYSTEM_OF)
def test_killed_anywhere_and_run_again_it_ends_in_the_same_state(
    databases: Copies, monkeypatch: pytest.MonkeyPatch, job: str, capsys: pytest.CaptureFixture[str]
) -> None:
    unthrottled(monkeypatch)
    template = databases.of(databases.original)
    kills = 0
    name = SYSTEM_OF[job]
    with served(name, MORNING) as (_, twin):
        in_process(template, partial(prepare, name, twin.url))
        reference = databases.of(template)
        total, legal, wanted = in_process(reference, partial(unkilled, job))
        databases.drop(reference)
        for point in points(total):
            copy = databases.of(template)
            ended = in_process(copy, partial(killed, job, point))
            left, after = in_process(copy, partial(again, job))
            databases.drop(copy)
            assert left in legal, f"half a piece of work was seen after point {point}"
            assert after == wanted, f"after point {point}"
            kills += not ended
    with capsys.disabled():
        print(f"\n{job}: killed at {kills} of {total} points")  # noqa: T201  (the number that acceptance asks for)
