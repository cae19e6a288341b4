"""What the twins of QuickBooks, HubSpot and Zoom know to be true is in the marts, to the cent, over 120 days of restated books.

One small world each by default; MARTS_SEEDS says how many the night tries.
"""

from __future__ import annotations

import datetime as dt
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from aiop.orgs.models import Org
from aiop.sandbox.clock import SimulatedClock
from aiop.sandbox.hostile import Fault, Hostile
from aiop.sandbox.twin import Twin
from aiop.sources.models import Connection
from marts.sources.hubspot.sandbox import service as hubspot
from marts.sources.hubspot.sandbox.world import Crm
from marts.sources.quickbooks.sandbox import service as quickbooks
from marts.sources.quickbooks.sandbox.world import Books
from marts.sources.zoom.sandbox import service as zoom
from marts.sources.zoom.sandbox.world import Account
from tests.factories.etl_turns import connect, rows, shown, turn, unthrottled

ZONE = ZoneInfo("America/Chicago")
BEGINS = dt.date(2026, 8, 17)  # the clocks go back within
DAYS = 120
SEEDS = range(1, 1 + int(os.environ.get("MARTS_SEEDS", "50")))


@dataclass(frozen=True)
class Source:
    """A system: how its twin is made, what a connection is told, its jobs, which faults it knows."""

    make: Callable[[int, SimulatedClock], Any]
    known: Callable[[str], dict[str, str]]
    jobs: tuple[str, ...]
    faults: tuple[Fault, ...]


SOURCES = {
    "quickbooks": Source(
        lambda seed, clock: quickbooks.Service(Books(seed, BEGINS), clock),
        quickbooks.known_of, ("etl_quickbooks_financial",), quickbooks.FAULTS,
    ),
    "hubspot": Source(
        lambda seed, clock: hubspot.Service(Crm(seed, BEGINS, contacts=90, deals=60), clock, page=20),
        lambda url: {"access_token": hubspot.TOKEN}, ("etl_hubspot_contacts", "etl_hubspot_deals"), hubspot.FAULTS,
    ),
    "zoom": Source(
        lambda seed, clock: zoom.Service(Account(seed, calls_a_day=8), clock, largest_page=20),
        zoom.known_of, ("etl_zoom_metrics",), zoom.FAULTS,
    ),
}  # fmt: skip


def mornings(seed: int, *, skip: float) -> Iterator[dt.datetime]:
    """Give mornings on which jobs run; after some of them nobody runs anything for up to five days."""
    rng, day = random.Random(seed), 0
    while day < DAYS:
        at = dt.datetime.combine(BEGINS + dt.timedelta(days=day), dt.time(4, 5), ZONE)
        yield at.astimezone(dt.UTC)
        day += rng.randint(2, 6) if rng.random() < skip else 1


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
    "months": ("etl_quickbooks_financial", ("year", "month")),
    "contacts": ("etl_hubspot_contacts", ("snapshot_date",)),
    "deals": ("etl_hubspot_deals", ("snapshot_date",)),
    "days": ("etl_zoom_metrics", ("metric_date",)),
}


def live_through(org: Org, name: str, seed: int, *, skip: float, share: float) -> tuple[Connection, int]:
    """Run a system's jobs through 120 days and hold the ledger against the marts after each morning."""
    source = SOURCES[name]
    clock = SimulatedClock(dt.datetime.combine(BEGINS, dt.time(), ZONE))
    hostile = Hostile(seed, share=share, faults=source.faults, retry_after=0, drip_seconds=0.01)
    held = 0
    with source.make(seed, clock).twin(hostile=hostile) as twin:
        connection = connect(org, name, twin.url, source.known(twin.url))
        for moment in mornings(seed, skip=skip):
            clock.advance(moment)
            for job in source.jobs:
                turn(connection, job, moment)
            held += agree(org, twin)
    assert sum(hostile.met.values()) > 0
    return connection, held


@pytest.fixture
def clinics(db: None, monkeypatch: pytest.MonkeyPatch) -> Org:
    """Give an organisation in the zone of the twins."""
    unthrottled(monkeypatch)
    return Org.objects.create(slug="clinics", name="Clinics", time_zone="America/Chicago")


@pytest.mark.slow
@pytest.mark.parametrize("name", SOURCES)
def test_the_ledger_is_in_the_marts_though_days_were_missed(clinics: Org, name: str) -> None:
    _, held = live_through(clinics, name, 1, skip=0.9, share=0.1)
    assert held > 50


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", SOURCES)
def test_the_ledger_of_many_worlds_is_in_the_marts(clinics: Org, name: str, seed: int) -> None:
    _, held = live_through(clinics, name, seed, skip=0.1, share=0.25 if seed % 2 else 0.02)
    assert held > 100
