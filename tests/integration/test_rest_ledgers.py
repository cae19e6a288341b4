"""What the twins of QuickBooks, HubSpot and Zoom know to be true is in the marts, to the cent, over 120 days of restated books.

One small world each by default; MARTS_SEEDS says how many the night tries.
"""

from __future__ import annotations

import datetime as dt
import os
import random
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest

from aiop.orgs.models import Org
from aiop.sandbox.hostile import Hostile
from aiop.sandbox.twin import Twin
from tests.factories.etl_turns import rows, shown, turn, unthrottled
from tests.factories.rest_twins import BEGINS, BOOKS, CALLS, CONTACTS, DEALS, SOURCES, stand

ZONE = ZoneInfo("America/Chicago")
DAYS = 120
SEEDS = range(1, 1 + int(os.environ.get("MARTS_SEEDS", "50")))


def mornings(seed: int, *, skip: float, gap: tuple[int, int]) -> Iterator[dt.datetime]:
    """Give mornings on which jobs run; after a share of them the next one is some days off."""
    rng, day = random.Random(seed), 0
    while day < DAYS:
        at = dt.datetime.combine(BEGINS + dt.timedelta(days=day), dt.time(4, 5), ZONE)
        yield at.astimezone(dt.UTC)
        day += rng.randint(*gap) if rng.random() < skip else 1


def agree(org: Org, twin: Twin) -> int:
    """Hold what a twin says against the marts; gives how many rows were held."""
    held = 0
    for name, told in twin.truth.items():
        job, key = LEDGERS[name]
        there = {tuple(str(row[column]) for column in key): row for row in rows(org, job)}
        for true in told():
            row = there.get(tuple(str(true[column]) for column in key))
            if row is None:
                continue
            held += 1
            like = {column: value for column, value in true.items() if column != "counts"}
            assert shown(row, like) == {n: v for n, v in like.items() if n in row}, f"{name} of {key}"
            if counts := true.get("counts"):
                assert {stage: one["count"] for stage, one in row["deals_by_stage"].items() if one["count"]} == counts
    return held


LEDGERS = {
    "months": (BOOKS, ("year", "month")),
    "contacts": (CONTACTS, ("snapshot_date",)),
    "deals": (DEALS, ("snapshot_date",)),
    "days": (CALLS, ("metric_date",)),
}


def live_through(org: Org, name: str, seed: int, *, share: float, skip: float, gap: tuple[int, int]) -> int:
    """Run a system's jobs through 120 days and hold the ledger against the marts after each morning; gives how many rows."""
    hostile = Hostile(seed, share=share, faults=SOURCES[name].faults, retry_after=0, drip_seconds=0.01)
    held = 0
    with stand(org, name, dt.datetime.combine(BEGINS, dt.time(), ZONE), seed=seed, hostile=hostile) as at:
        for moment in mornings(seed, skip=skip, gap=gap):
            at.service.clock.advance(moment)
            for job in SOURCES[name].jobs:
                turn(at.connection, job, moment)
            held += agree(org, at.twin)
    assert sum(hostile.met.values()) > 0
    return held


@pytest.fixture
def clinics(db: None, monkeypatch: pytest.MonkeyPatch) -> Org:
    """Give an organisation in the zone of the twins."""
    unthrottled(monkeypatch)
    return Org.objects.create(slug="clinics", name="Clinics", time_zone="America/Chicago")


@pytest.mark.slow
@pytest.mark.parametrize("name", SOURCES)
def test_the_ledger_is_in_the_marts_though_days_were_missed(clinics: Org, name: str) -> None:
    assert live_through(clinics, name, 1, share=0.1, skip=1, gap=(6, 12)) > 10


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", SOURCES)
def test_the_ledger_of_many_worlds_is_in_the_marts(clinics: Org, name: str, seed: int) -> None:
    assert live_through(clinics, name, seed, share=0.25 if seed % 2 else 0.02, skip=0.1, gap=(2, 6)) > 80
