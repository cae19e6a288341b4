"""Work orders of the invented dealer: opened, completed, closed, sometimes entered late; quotes and deleted ones among them. Pure."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

from marts.sources.softbase.sandbox.known import Known, Span, noon

_KINDS = ("S", "SH", "PM", "P", "I", None)


@dataclass
class Happened:
    """A work order: days, and when each of them became known; the ledger is read of these."""

    opened: dt.date
    completed: dt.date | None
    closed: dt.date | None
    closed_known: dt.datetime | None
    deleted: dt.datetime | None = None
    is_quote: bool = False
    kind: str | None = None
    number: str = ""

    def seen(self, at: dt.datetime) -> bool:
        """Tell whether the order counts as a work order at a moment."""
        opened = noon(self.opened) <= at
        return opened and not self.is_quote and not (self.deleted and self.deleted <= at)

    def completed_by(self, day: dt.date, at: dt.datetime) -> bool:
        """Tell whether, as known at a moment, it was completed by a day."""
        return self.completed is not None and noon(self.completed) <= at and self.completed <= day

    def closed_on(self, at: dt.datetime) -> dt.date | None:
        """Give the day on which it was closed, as far as a moment knows."""
        return self.closed if self.closed_known is not None and self.closed_known <= at else None


@dataclass
class Orders:
    """All work orders."""

    known: Known
    rng: random.Random
    happened: list[Happened] = field(default_factory=list)
    number: int = 140_000

    def write(self, span: Span) -> None:
        """Open some orders on each working day."""
        for day in span.days:
            for _ in range(self.rng.randint(0, 6) if day.weekday() < 5 else 0):
                self._open(day)

    def _open(self, day: dt.date) -> None:
        completed = day + dt.timedelta(days=self.rng.randint(0, 12)) if self.rng.random() < 0.9 else None
        closed = (
            completed + dt.timedelta(days=self.rng.randint(0, 9)) if completed and self.rng.random() < 0.9 else None
        )
        late = self.rng.choice([0, 0, 0, 0, 1, 3, 14])
        one = Happened(
            opened=day,
            completed=completed,
            closed=closed,
            closed_known=noon(closed + dt.timedelta(days=late)) if closed else None,
            deleted=noon(day + dt.timedelta(days=self.rng.randint(1, 20))) if self.rng.random() < 0.04 else None,
            is_quote=self.rng.random() < 0.15,
            kind=self.rng.choice(_KINDS),
        )
        self.write_one(one)

    def write_one(self, one: Happened, *, ship_to: str = "C100", unit: str = "", serial: str = "") -> str:
        """Write an order in all its states, and give its number."""
        self.number += 1
        one.number = f"9{self.number}" if one.is_quote else str(self.number)
        self.happened.append(one)
        row = {
            "WONo": one.number, "Type": one.kind, "BillTo": ship_to.ljust(10), "ShipTo": ship_to.ljust(10), "UnitNo": unit or None,
            "SerialNo": serial or None, "OpenDate": _moment(one.opened), "CompletedDate": None, "ClosedDate": None, "DeletionTime": None,
        }  # fmt: skip
        steps = [(noon(one.opened), row)]
        changes = [
            (noon(one.completed) if one.completed else None, {"CompletedDate": _moment(one.completed)}),
            (one.closed_known, {"ClosedDate": _moment(one.closed)}),
            (one.deleted, {"DeletionTime": one.deleted and one.deleted.replace(tzinfo=None)}),
        ]
        for moment, change in sorted(((m, c) for m, c in changes if m), key=lambda pair: pair[0]):
            steps.append((max(moment, steps[-1][0]), {**steps[-1][1], **change}))
        self.known.states("WO", steps)
        return one.number


def _moment(day: dt.date | None) -> dt.datetime | None:
    return None if day is None else dt.datetime.combine(day, dt.time(8, 30))
