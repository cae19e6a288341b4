"""All records of an entity in the order of their ids with their moments, so that a page of a hundred thousand is found without telling every case."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from servicetitan.sandbox.records import Record

NEVER = -1
# The business date of each entity that lists can be asked by.
BUSINESS_DATE = {
    "jobs": "completed", "appointments": "start", "estimates": "sold", "invoices": "day", "payments": "day", "gross_pay_items": "day",
    "purchase_orders": "day", "returns": "day",
}  # fmt: skip


@dataclass(frozen=True)
class View:
    """An entity as of a moment: per record when it was last seen changed and what it says of that; NEVER where it does not show."""

    seen: array[int]
    stamp: array[int]
    active: bytearray
    positions: array[int]  # of what shows, in the order of ids


class Shelf:
    """Ids and moments of an entity's records; the records themselves stay with their cases."""

    def __init__(self) -> None:
        """Start empty."""
        self.ids = array("q")
        self.created = array("q")
        self._offset = array("l")
        self._seen = array("q")
        self._stamp = array("q")
        self._active = bytearray()  # after each moment
        self._gone: set[int] = set()  # positions of moments at which a record vanishes
        # The latest that a record's own business date will ever be, so that a bound on it need not tell every case.
        self.date = array("q")
        self._order: array[int] | None = None
        self._events: array[int] | None = None
        self._view: tuple[int, View] | None = None

    def put(self, record: Record) -> None:
        """Remember a record's moments."""
        self.ids.append(record.id)
        self.created.append(record.created)
        self._offset.append(len(self._seen))
        active, dated = True, NEVER
        fact = BUSINESS_DATE.get(record.entity, "")
        for seen, stamp, facts in record.versions:
            active = facts.get("active", active)
            dated = max(dated, facts.get(fact) or NEVER)
            self._active.append(active)
            if "gone" in facts:
                self._gone.add(len(self._seen))
            self._seen.append(seen)
            self._stamp.append(stamp)
        self.date.append(dated)
        self._order = self._events = self._view = None

    def order(self) -> array[int]:
        """Give the positions of all records in the order of their ids."""
        if self._order is None:
            self._order = array("l", sorted(range(len(self.ids)), key=self.ids.__getitem__))
        return self._order

    def position(self, id: int) -> int | None:  # noqa: A002 - the API's name
        """Find a record by id."""
        order = self.order()
        at = bisect_left(order, id, key=self.ids.__getitem__)
        return order[at] if at < len(order) and self.ids[order[at]] == id else None

    def epoch(self, at: int) -> int:
        """Give a number that is the same for two moments between which nothing of the entity changes."""
        if self._events is None:
            self._events = array("q", sorted(self._seen))
        return bisect_right(self._events, at)

    def view(self, at: int) -> View:
        """Give the entity as of a moment; the latest view is kept."""
        epoch = self.epoch(at)
        if self._view is None or self._view[0] != epoch:
            self._view = (epoch, self._as_of(at))
        return self._view[1]

    def _as_of(self, at: int) -> View:
        count = len(self.ids)
        seen, stamp = array("q", [NEVER]) * count, array("q", [NEVER]) * count
        active = bytearray(count)
        ends = [*self._offset[1:], len(self._seen)] if count else []
        for position, (first, end) in enumerate(zip(self._offset, ends, strict=True)):
            if self._seen[first] > at:
                continue
            latest = bisect_right(self._seen, at, first, end) - 1
            if latest in self._gone:
                continue
            seen[position], stamp[position] = self._seen[latest], self._stamp[latest]
            active[position] = self._active[latest]
        return View(seen, stamp, active, array("l", (position for position in self.order() if seen[position] != NEVER)))
