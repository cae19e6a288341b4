"""Killed at any statement, COPY or commit, and run again: load, link, decide and undo end where an unkilled run ends.

The default visits a sample of the points; KILL_EVERY_POINT=1 visits them all, which takes half an hour.
"""

from __future__ import annotations

import itertools
import os
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, connection, connections

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.asking import reap
from aiop.runs.models import Run
from tests.factories.pool_state import State, pool_state
from tests.factories.tiny_company import write_exports
from tests.faults.kill_points import DROP_ALL, Copies, after_commits, copies, count_points, die_at, digest, in_process
from tests.faults.pool_works import WORKS, Work, org

pytestmark = [pytest.mark.faults, pytest.mark.slow]
SAMPLED = 2
OTHER_ROOMS = ("hvac", "marts", "servicetitan")
EVERY_POINT = os.environ.get("KILL_EVERY_POINT") == "1"


@pytest.fixture
def databases(django_db_setup: None, django_db_blocker: Any) -> Iterator[Copies]:
    """Give copies of the empty test database."""
    with django_db_blocker.unblock(), copies() as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the exports of a tiny company."""
    return write_exports(tmp_path / "exports", rows=8)


def prepared(databases: Copies, work: Work, folder: Path) -> str:
    """Give a database in which the work can begin."""
    template = databases.of(databases.original)
    if work.in_room:
        databases.shed(template, OTHER_ROOMS)
    in_process(template, lambda: prepare(work, folder))
    return template


def prepare(work: Work, folder: Path) -> None:
    Org.objects.create(slug="tiny", name="Tiny", time_zone="America/Toronto")
    for step in work.before:
        step(folder)


def unkilled(work: Work, folder: Path) -> tuple[int, list[str], State]:
    """Do the work; give its number of points, every state that others saw on the way, and the last."""
    known = org().pk
    seen = [digest(pool_state(known, using="owner"))]
    points = 0

    def count(number: int) -> None:
        nonlocal points
        points = number

    count_points(count)
    after_commits(lambda alias: seen.append(digest(pool_state(known, using="owner"))) if alias == "default" else None)
    work.do(folder)
    total = points
    return total, seen, pool_state(known, using="owner")


def killed(work: Work, folder: Path, point: int) -> bool:
    """Do the work and be killed at a point; True when there is no such point."""
    die_at(point)
    work.do(folder)
    return True


def again(work: Work, folder: Path) -> tuple[str, State, list[str]]:
    """Look at what the dead process left, do the work to its end, and let the clock see to the dead run."""
    left = digest(pool_state(org()))
    work.do(folder)
    with org_context(org(), actor="test"), connection.cursor() as cursor:
        cursor.execute("UPDATE runs_run SET lease_until = now() - interval '1 hour' WHERE state = 'running'")
        dead = list(Run.objects.filter(state="running").values_list("pk", flat=True))
    reap(org())
    with org_context(org(), actor="test"):
        return left, pool_state(org()), list(Run.objects.filter(pk__in=dead).values_list("state", flat=True))


def points_to_visit(total: int) -> Iterator[int]:
    """Give the points, up to one that is surely beyond the last: two lanes pass a few more or fewer each time."""
    if EVERY_POINT:
        return itertools.count(1)
    return iter(sorted({*range(1, total, max(1, total // SAMPLED)), total - 1, 2 * total}))


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.nightly] * work.nightly) for name, work in WORKS.items()]
)
def test_killed_anywhere_and_run_again_it_ends_in_the_same_state(
    databases: Copies, folder: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    work = WORKS[name]
    template = prepared(databases, work, folder)
    reference = databases.of(template)
    total, legal, wanted = in_process(reference, lambda: unkilled(work, folder))
    databases.drop(reference)
    kills = 0

    for point in points_to_visit(total):
        copy = databases.of(template)
        ended = in_process(copy, partial(killed, work, folder, point))
        left, state, dead = in_process(copy, lambda: again(work, folder))
        databases.drop(copy)
        assert left in legal, f"half a piece of work was seen after point {point}"
        assert differences(state, wanted) == {}, f"after point {point}"
        assert set(dead) <= set(work.dead_run_becomes), f"after point {point}"
        if ended:
            break
        kills += 1

    assert ended
    with capsys.disabled():
        print(f"\n{name}: killed at {kills} of {total} points")  # noqa: T201  (the number that acceptance asks for)


def differences(state: State, wanted: State) -> dict[str, Any]:
    """Give, for each table that differs, the rows that only one of two states has."""
    return {
        table: sorted((Counter(rows) - Counter(wanted[table])) + (Counter(wanted[table]) - Counter(rows)))
        for table, rows in state.items()
        if rows != wanted[table]
    }


def dropped(work: Work, folder: Path, point: int) -> str:
    """Do the work while the server drops all its sessions at a point; tells how it went."""
    known = connections["default"].get_connection_params()
    options = {key: known[key] for key in ("dbname", "user", "password", "host", "port") if known.get(key)}

    def drop(number: int) -> None:
        if number == point:
            with psycopg.connect(**options, autocommit=True) as administrator:
                administrator.execute(DROP_ALL)

    count_points(drop)
    try:
        work.do(folder)
    except (InterfaceError, OperationalError):
        return "broke off"
    return "ended"


@pytest.mark.nightly
@pytest.mark.parametrize("name", ["load", "link", "undo"])
def test_dropped_by_the_server_and_run_again_it_ends_in_the_same_state(
    databases: Copies, folder: Path, name: str
) -> None:
    work = WORKS[name]
    template = prepared(databases, work, folder)
    reference = databases.of(template)
    total, legal, wanted = in_process(reference, lambda: unkilled(work, folder))
    databases.drop(reference)

    for point in range(total // 5, total, total // 4):
        copy = databases.of(template)
        assert in_process(copy, partial(dropped, work, folder, point)) in {"broke off", "ended"}
        left, state, _ = in_process(copy, lambda: again(work, folder))
        databases.drop(copy)
        assert left in legal, f"half a piece of work was seen after point {point}"
        assert differences(state, wanted) == {}, f"after point {point}"
