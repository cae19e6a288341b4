"""Work orders by day and type: what `mart_work_order_daily` holds. Pure."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from marts.build.worked import Worked, cents, quotient
from marts.sources.softbase.records import ZERO, Lines, Quoted, WorkOrder

LABELS = {
    "S": "Service", "SH": "Shop", "PM": "Preventive Maintenance", "P": "Parts", "R": "Rental", "E": "Equipment", "I": "Internal",
    "": "Unspecified",
}  # fmt: skip
SHOP = "SH"
_MAINTAINS = frozenset({"S", "SH", "PM"})
# What an hour costs where an order names no rate.
STANDARD_RATE = Decimal(189)
# From which share of the quoted hours on an order is of a level, in percent.
_LEVELS = ((100, "CRITICAL"), (90, "RED"), (80, "YELLOW"), (0, "GREEN"))
NO_QUOTE = "NO_QUOTE"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of open orders as they stand: their lines, quotes, rates of an hour, and whose accounts are the company's own."""

    lines: Mapping[str, Lines] = field(default_factory=dict)
    quotes: Sequence[Quoted] = ()
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    internal: Collection[str] = ()
    of_rental: Collection[str] = ()  # accounts of the rental department


def label_of(kind: str) -> str:
    """Give what a type of order is called; one that nobody knows is its own name."""
    return LABELS.get(kind, kind)


def order_days(
    days: Iterable[dt.date], orders: Sequence[WorkOrder], standing: Standing, *, today: dt.date
) -> list[Worked]:
    """Give a row for each day and each type that occurs; worth and hours of past days are not known any more."""
    by_kind: dict[str, list[WorkOrder]] = defaultdict(list)
    for order in orders:
        by_kind[order.kind].append(order)
    return [
        Worked(_row(day, kind, some, standing, is_live=day >= today))
        for day in days
        for kind, some in sorted(by_kind.items())
    ]


def _row(day: dt.date, kind: str, orders: Sequence[WorkOrder], standing: Standing, *, is_live: bool) -> dict[str, Any]:
    there = [one for one in orders if one.opened <= day]
    opened = [one for one in there if one.closed is None or one.closed > day]
    waiting = [(one, one.completed) for one in opened if one.completed is not None and one.completed <= day]
    waited = [(day - completed).days for _, completed in waiting]
    row: dict[str, Any] = {
        "metric_date": day,
        "wo_type": label_of(kind)[:20],
        "opened": sum(one.opened == day for one in there),
        "completed": sum(one.completed == day for one in there),
        "closed": sum(one.closed == day for one in there),
        "open_total": len(opened),
        "in_progress": len(opened) - len(waited),
        "awaiting_invoice": len(waited),
        "awaiting_over_3d": sum(days > 3 for days in waited),
        "awaiting_over_5d": sum(days > 5 for days in waited),
        "is_provisional": is_live,
    }
    if waited:
        row["awaiting_avg_days"] = quotient(sum(waited), len(waited))
    return {**row, **_worth(opened, [one for one, _ in waiting], standing)} if is_live else row


def _worth(opened: Sequence[WorkOrder], waiting: Sequence[WorkOrder], standing: Standing) -> dict[str, Any]:
    """Give what open orders are worth, and of shop orders how their hours stand against what was quoted."""
    lines = [(one, standing.lines.get(one.number, Lines())) for one in opened]
    told: dict[str, Any] = {
        f"open_value_{name}": cents(sum((getattr(line, name) for _, line in lines), ZERO))
        for name in ("labor", "parts", "misc")
    }
    awaiting = [standing.lines.get(one.number, Lines()) for one in waiting]
    told["awaiting_value"] = cents(sum((line.labor + line.parts + line.misc for line in awaiting), ZERO))
    if standing.of_rental:
        told["internal_rental_open"] = sum(
            one.kind in _MAINTAINS and one.bill_to in standing.of_rental for one in opened
        )
    shop = [(one, line) for one, line in lines if one.kind == SHOP and one.bill_to not in standing.internal]
    return {**told, **_hours(shop, standing)} if shop else told


def _hours(shop: Sequence[tuple[WorkOrder, Lines]], standing: Standing) -> dict[str, Any]:
    quoted = _labor_quoted(standing.quotes)
    hours = [(line.hours, quoted.get(one.number, ZERO), rate_of(one, standing.rates)) for one, line in shop]
    allowed = [(spent, amount / rate if amount else None, rate) for spent, amount, rate in hours]
    over = [(max(ZERO, spent - may), rate) for spent, may, rate in allowed if may is not None]
    return {
        "quoted_hours": cents(sum((may for _, may, _ in allowed if may is not None), ZERO)),
        "actual_hours": cents(sum((spent for spent, _, _ in allowed), ZERO)),
        "overrun_hours": cents(sum((more for more, _ in over), ZERO)),
        "overrun_value": cents(sum((more * rate for more, rate in over), ZERO)),
        "alert_levels": dict(Counter(level_of(spent, may) for spent, may, _ in allowed)),
    }


def rate_of(order: WorkOrder, rates: Mapping[str, Decimal]) -> Decimal:
    """Give the rate of an hour that applies: that of the order's code less its discount, else the standard one."""
    return rates.get(order.rate, ZERO) * (1 - order.discount / 100) or STANDARD_RATE


def level_of(spent: Decimal, allowed: Decimal | None) -> str:
    """Say how far hours have used up what was quoted."""
    if allowed is None:
        return NO_QUOTE
    return next(level for share, level in _LEVELS if spent * 100 >= allowed * share)


def _labor_quoted(quotes: Iterable[Quoted]) -> dict[str, Decimal]:
    """Give the labor of each order's newest revision: the lines of its latest day."""
    by_order: dict[str, list[Quoted]] = defaultdict(list)
    for line in quotes:
        by_order[line.order].append(line)
    newest = {order: max(line.day for line in lines) for order, lines in by_order.items()}
    return {
        order: sum((line.amount for line in lines if line.kind == "L" and line.day == newest[order]), ZERO)
        for order, lines in by_order.items()
    }
