"""The seeded tenant through time: the same seed, scale and moment give the same records, and it edits its own history as its clock moves."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime

from aiop.sandbox.clock import SimulatedClock
from servicetitan.sandbox.archive import Archive
from servicetitan.sandbox.moments import moment
from servicetitan.sandbox.plan import fill_up, make_plan
from servicetitan.sandbox.records import ENTITIES, Facts, Numbers, Record
from servicetitan.sandbox.shelves import Shelf
from servicetitan.sandbox.staff import Tenant
from servicetitan.sandbox.stories import told

EXACT = ("jobs", "estimates", "invoices", "payments")


class TenantWorld:
    """One invented company on ServiceTitan; whatever is asked is answered as of its clock."""

    def __init__(
        self,
        seed: int,
        scale: str,
        as_of: datetime,
        *,
        days_ahead: int = 380,
        harsh: bool = False,
        clock: SimulatedClock | None = None,
    ) -> None:
        """Lay the world out up to a moment, at which its counts are those of its scale, and some days beyond.

        With `harsh`, one record in three hundred shows up to half a year after it says it was made.
        """
        self.seed, self.scale = seed, scale
        self.plan = make_plan(seed, scale, as_of, days_ahead=days_ahead, harsh=harsh)
        self.clock = clock or SimulatedClock(as_of)
        # No more can be missing at the world's moment than its scale wants.
        room = max(getattr(self.plan.scale, name) for name in EXACT)
        self.tenant = Tenant(self.plan, Numbers(self.plan.cases + room))
        self.archive = Archive()
        self.lock = threading.RLock()
        self.shelves: dict[str, Shelf] = {name: Shelf() for name in ENTITIES}
        self._shelve()

    def now(self) -> int:
        """Give the moment of the world's clock, in microseconds."""
        return moment(self.clock.now())

    def advance(self, to: datetime) -> None:
        """Let time pass up to a moment, with all that happens in it."""
        self.clock.advance(to)

    def record(self, entity: str, id: int) -> Record:  # noqa: A002 - the API's name
        """Give a record by its id, which must exist."""
        if known := self.tenant.reference.get(entity):
            return known[id - known[0].id]
        told = self.archive.get(self.tenant.numbers.case_of(id), entity)
        return next(record for record in told if record.id == id)

    def epoch(self) -> int:
        """Give a number that is the same for two moments of the clock between which nothing changes."""
        at = self.now()
        return sum(shelf.epoch(at) for shelf in self.shelves.values())

    def states(self, entity: str, at: int | None = None) -> Iterator[Facts]:
        """Give what is known of every record of an entity at a moment, the clock's by default, in the order of ids."""
        when = self.now() if at is None else at
        shelf = self.shelves[entity]
        for position in shelf.view(when).positions:
            state = self.record(entity, shelf.ids[position]).state(when)
            if state is not None:
                yield state

    def cases(self) -> Iterator[dict[str, list[Record]]]:
        """Give the records of all cases one after the other, for what must see a case as a whole; none is held."""
        for number in range(len(self.plan.starts)):
            yield self.archive.whole(number)

    def _shelve(self) -> None:
        for name, records in self.tenant.reference.items():
            for record in records:
                self.shelves[name].put(record)
        for number in range(self.plan.cases):
            self._put(number)
        counts = {name: len(self.shelves[name].view(self.plan.as_of).positions) for name in EXACT}
        # A small world of a lucky seed may have a handful more than its scale says; a full one never comes near.
        self.tenant.missing = {name: max(0, getattr(self.plan.scale, name) - counts[name]) for name in EXACT}
        fill_up(self.plan, max(self.tenant.missing.values()))
        for number in range(self.plan.cases, len(self.plan.starts)):
            self._put(number)

    def _put(self, number: int) -> None:
        case = told(self.tenant, number)
        self.archive.put(case.records)
        for name, records in case.records.items():
            for record in records:
                self.shelves[name].put(record)
