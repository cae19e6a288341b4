"""The twins of QuickBooks, HubSpot and Zoom with an organisation's connection to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

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
from tests.factories.etl_turns import connect

BOOKS, CONTACTS, DEALS, CALLS = (
    "etl_quickbooks_financial", "etl_hubspot_contacts", "etl_hubspot_deals", "etl_zoom_metrics",
)  # fmt: skip
BEGINS = dt.date(2026, 8, 17)  # the clocks go back within the next 120 days


@dataclass(frozen=True)
class Source:
    """A system: how its service is made, what a connection is told, its jobs, which faults it knows."""

    make: Callable[..., Any]
    known: Callable[[str], dict[str, str]]
    jobs: tuple[str, ...]
    faults: tuple[Fault, ...]


SOURCES = {
    "quickbooks": Source(
        lambda seed, clock, **more: quickbooks.Service(Books(seed, BEGINS), clock, **more),
        quickbooks.known_of, (BOOKS,), quickbooks.FAULTS,
    ),
    "hubspot": Source(
        lambda seed, clock, **more: hubspot.Service(Crm(seed, BEGINS, contacts=90, deals=60), clock, page=20, **more),
        lambda url: {"access_token": hubspot.TOKEN}, (CONTACTS, DEALS), hubspot.FAULTS,
    ),
    "zoom": Source(
        lambda seed, clock, **more: zoom.Service(Account(seed, calls_a_day=8), clock, largest_page=20, **more),
        zoom.known_of, (CALLS,), zoom.FAULTS,
    ),
}  # fmt: skip
SYSTEM_OF = {job: name for name, source in SOURCES.items() for job in source.jobs}


@dataclass(frozen=True)
class Stand:
    """A twin that answers, and a connection to it."""

    service: Any
    twin: Twin
    connection: Connection


@contextmanager
def served(
    name: str, at: dt.datetime, *, seed: int = 3, hostile: Hostile | None = None, **more: Any
) -> Iterator[tuple[Any, Twin]]:
    """Serve a system as of a moment."""
    service = SOURCES[name].make(seed, SimulatedClock(at), **more)
    with service.twin(hostile=hostile) as twin:
        yield service, twin


@contextmanager
def stand(org: Org, name: str, at: dt.datetime, **more: Any) -> Iterator[Stand]:
    """Serve a system as of a moment, with a connection of the organisation to it."""
    with served(name, at, **more) as (service, twin):
        yield Stand(service, twin, connect(org, name, twin.url, SOURCES[name].known(twin.url)))
