"""How customers buy: what `mart_customer_activity` holds. Pure."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from marts.build.worked import Worked, cents, quotient
from marts.sources.softbase.records import ZERO, Bought, Customer

# Whoever was never invoiced for more is left out.
LEAST = Decimal(100)
FRESH = dt.timedelta(days=90)
AT_RISK = Decimal(-50)
_DEPARTMENTS = ("service", "parts", "rental")
_WIDEST = Decimal("999999.99")


def customers_of(day: dt.date, told: Iterable[Customer]) -> list[Worked]:
    """Give a row for each customer; numbers that differ in padding alone are one."""
    found: dict[str, list[Customer]] = defaultdict(list)
    for one in told:
        if one.number:
            found[one.number].append(one)
    rows = (_row(day, number, some) for number, some in sorted(found.items()))
    return [Worked(row) for row in rows if row["lifetime_revenue"] > LEAST]


def _row(day: dt.date, number: str, some: Sequence[Customer]) -> dict[str, Any]:
    ever, recent, previous = (
        _together([getattr(one, name) for one in some]) for name in ("ever", "recent", "previous")
    )
    first, last = ever.first or day, ever.last or day
    change = change_of(_total(recent), _total(previous))
    return {
        "snapshot_date": day,
        "bill_to": number,
        "customer_name": some[0].name[:255],
        **_bought("recent", recent),
        **_bought("previous", previous),
        "recent_first_invoice": recent.first,
        "recent_last_invoice": recent.last,
        "lifetime_invoice_count": ever.invoices,
        "lifetime_revenue": cents(_total(ever)),
        "first_invoice_date": first,
        "last_invoice_date": last,
        "days_since_last_invoice": (day - last).days,
        "activity_status": status_of(day, first, recent.invoices, previous.invoices, change),
        "revenue_change_percent": change if abs(change) <= _WIDEST else None,
    }


def change_of(recent: Decimal, previous: Decimal) -> Decimal:
    """Give the change in percent; from nothing it is 100 where there is something now."""
    if previous <= 0:
        return Decimal("100.00") if recent > 0 else Decimal("0.00")
    return quotient((recent - previous) * 100, previous)


def status_of(day: dt.date, first: dt.date, recent: int, previous: int, change: Decimal) -> str:
    """Say how a customer buys, by its invoices of the recent and the previous 90 days."""
    if not recent:
        return "churned" if previous else "dormant"
    if first > day - FRESH:
        return "new"
    if not previous:
        return "reactivated"
    return "at_risk" if change <= AT_RISK else "active"


def _together(some: Sequence[Bought]) -> Bought:
    days = [one for bought in some for one in (bought.first, bought.last) if one is not None]
    revenue: dict[str, Decimal] = defaultdict(Decimal)
    for bought in some:
        for name, amount in bought.revenue.items():
            revenue[name] += amount
    return Bought(sum(one.invoices for one in some), dict(revenue), min(days, default=None), max(days, default=None))


def _bought(when: str, bought: Bought) -> dict[str, Any]:
    by_department = {f"{when}_{name}_revenue": cents(bought.revenue.get(name, ZERO)) for name in _DEPARTMENTS}
    return {f"{when}_invoice_count": bought.invoices, f"{when}_revenue": cents(_total(bought)), **by_department}


def _total(bought: Bought) -> Decimal:
    return sum(bought.revenue.values(), ZERO)
