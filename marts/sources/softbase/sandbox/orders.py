"""Work orders of the invented dealer: opened, completed, closed, sometimes entered late; quotes and deleted ones among them. Pure."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from decimal import Decimal

from marts.sources.softbase.sandbox.known import Known, Span, noon

_KINDS = ("S", "SH", "PM", "P", "I", None)
RATES = {"SHOP": Decimal(140), "ROAD": Decimal(160)}
STANDARD = Decimal(189)  # where an order names no rate
INTERNAL = "900006"


@dataclass(frozen=True)
class Work:
    """What was done on an order: hours, what labor, parts and the rest sell for, and the hours quoted; None: no quote."""

    hours: Decimal
    labor: Decimal
    parts: Decimal
    misc: Decimal
    quoted: Decimal | None


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
    bill_to: str = ""
    rate: Decimal = Decimal(0)
    work: Work | None = None

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
        for code, rate in RATES.items():
            self.known.add("LaborRate", {"Code": code, "Rate": rate})
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
        self.write_one(one, ship_to=INTERNAL if self.rng.random() < 0.1 else "C100")
        self._work(one)

    def write_one(self, one: Happened, *, ship_to: str = "C100", unit: str = "", serial: str = "") -> str:
        """Write an order in all its states, and give its number."""
        self.number += 1
        one.number = f"9{self.number}" if one.is_quote else str(self.number)
        one.bill_to, code = ship_to, self.rng.choice([*RATES, None])
        discount = self.rng.choice([None, Decimal(0), Decimal(10)])
        one.rate = RATES.get(code or "", STANDARD) * (1 - (discount or 0) / Decimal(100) if code else 1)
        self.happened.append(one)
        row = {
            "WONo": one.number, "Type": one.kind, "BillTo": ship_to.ljust(10), "ShipTo": ship_to.ljust(10), "UnitNo": unit or None,
            "LaborRate": code, "LaborDiscount": discount if code else None, "SerialNo": serial or None, "OpenDate": _moment(one.opened), "CompletedDate": None, "ClosedDate": None, "DeletionTime": None,
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

    def _work(self, one: Happened) -> None:
        """Write what is done on an order, in lines, and for some what was quoted before: a draft, and the quote that stands."""
        hours = [Decimal(self.rng.randint(1, 32)) / 4 for _ in range(self.rng.randint(0, 3))]
        sells = [Decimal(self.rng.randint(2_000, 40_000)).scaleb(-2) for _ in hours]
        pieces = [
            (Decimal(self.rng.randint(1, 5)), Decimal(self.rng.randint(500, 9_000)).scaleb(-2))
            for _ in range(self.rng.randint(0, 3))
        ]
        freight = Decimal(self.rng.randint(0, 900)).scaleb(-2)
        at = noon(one.opened)
        for spent, sell in zip(hours, sells, strict=True):
            self.known.add("WOLabor", {"WONo": one.number, "Hours": spent, "Sell": sell}, at)
        for quantity, price in pieces:
            self.known.add("WOParts", {"WONo": one.number, "Qty": quantity, "Sell": price}, at)
        if freight:
            self.known.add("WOMisc", {"WONo": one.number, "Sell": freight}, at)
        quoted = Decimal(self.rng.randint(4, 40)) / 4 if one.kind == "SH" and self.rng.random() < 0.7 else None
        if quoted is not None:
            self._quote(one, quoted)
        parts = sum((quantity * price for quantity, price in pieces), Decimal(0))
        one.work = Work(sum(hours, Decimal(0)), sum(sells, Decimal(0)), parts, freight, quoted)

    def _quote(self, one: Happened, hours: Decimal) -> None:
        day = one.opened - dt.timedelta(days=3)
        half = (hours * one.rate / 2).quantize(Decimal("0.01"))
        lines = [
            (day, "L", half * 5),
            (one.opened, "L", half),
            (one.opened, "L", hours * one.rate - half),
            (one.opened, "P", half),
        ]
        for written, kind, amount in lines:
            row = {"WONo": one.number, "Type": kind, "Amount": amount, "CreationTime": _moment(written)}
            self.known.add("WOQuote", row, noon(one.opened))


def _moment(day: dt.date | None) -> dt.datetime | None:
    return None if day is None else dt.datetime.combine(day, dt.time(8, 30))
