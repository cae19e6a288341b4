"""Sales and work orders by day: what `mart_sales_daily` holds. Pure."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from marts.build.worked import Worked, cents
from marts.sources.softbase.records import DEPARTMENTS, ZERO, Invoice, WorkOrder

# What an invoice's tax and revenue may leave of its total without being told.
TAX_TOLERANCE = Decimal("0.05")
_PARTS = (*DEPARTMENTS, "misc")


def sales_days(
    days: Iterable[dt.date],
    invoices: Iterable[Invoice],
    orders: Sequence[WorkOrder],
    *,
    internal: Collection[str] = (),
    today: dt.date,
    with_tax: bool = False,
) -> list[Worked]:
    """Give a row for each day, zeros where nothing was invoiced.

    `internal` are the company's own accounts; `with_tax` has the total as invoiced, though profit is of what is left of it.
    """
    by_day: dict[dt.date, list[Invoice]] = defaultdict(list)
    for invoice in invoices:
        by_day[invoice.day].append(invoice)
    worked = [_day(day, by_day[day], orders, internal, today) for day in days]
    return (
        [Worked({**one.row, "total_revenue": one.row["grand_total"]}, one.warnings) for one in worked]
        if with_tax
        else worked
    )


def _day(
    day: dt.date, invoices: Sequence[Invoice], orders: Sequence[WorkOrder], internal: Collection[str], today: dt.date
) -> Worked:
    outside = [one for one in invoices if not is_internal(one, internal)]
    worked = Worked({
        "sales_date": day,
        "year": day.year,
        "month": day.month,
        "day_of_week": day.isoweekday() % 7,
        **_amounts(invoices),
        **{f"{name}_invoices": sum(one.revenue[name] != 0 for one in invoices) for name in DEPARTMENTS},
        "total_invoices": len(invoices),
        "credit_memo_count": sum(one.grand < 0 for one in invoices),
        "external_revenue": cents(sum((_revenue(one) for one in outside), ZERO)),
        "external_invoices": len(outside),
        **work_orders(day, orders),
        "is_provisional": day >= today,
    })  # fmt: skip
    worked.warnings += [
        f"Invoice {one.number}: {_revenue(one):,} and {one.tax:,} tax do not make {one.grand:,}."
        for one in invoices
        if abs(_revenue(one) + one.tax - one.grand) > TAX_TOLERANCE
    ]
    return worked


def _amounts(invoices: Sequence[Invoice]) -> dict[str, Decimal]:
    """Sum revenue and cost by department, tax and totals."""
    revenue, cost = _sums(invoices, "revenue"), _sums(invoices, "cost")
    total, total_cost = sum(revenue.values(), ZERO), sum(cost.values(), ZERO)
    found = {f"{name}_revenue": revenue[name] for name in _PARTS} | {f"{name}_cost": cost[name] for name in _PARTS}
    found |= {"total_revenue": total, "total_cost": total_cost, "gross_profit": total - total_cost}
    found["tax_amount"] = sum((one.tax for one in invoices), ZERO)
    found["grand_total"] = sum((one.grand for one in invoices), ZERO)
    return {name: cents(amount) for name, amount in found.items()}


def work_orders(day: dt.date, orders: Iterable[WorkOrder]) -> Mapping[str, Any]:
    """Count the work orders of a day: those open at its end, completed or not, and those opened and closed on it."""
    counts = dict.fromkeys(("open", "in_progress", "awaiting_invoice", "opened", "closed"), 0)
    for order in orders:
        if order.opened > day:
            continue
        counts["opened"] += order.opened == day
        counts["closed"] += order.closed == day
        if order.closed is None or order.closed > day:
            counts["open"] += 1
            done = order.completed is not None and order.completed <= day
            counts["awaiting_invoice" if done else "in_progress"] += 1
    return {f"{name}_work_orders": number for name, number in counts.items()}


def is_internal(invoice: Invoice, internal: Collection[str]) -> bool:
    """Tell whether an invoice is billed or shipped to one of the company's own accounts."""
    return invoice.bill_to in internal or invoice.ship_to in internal


def _revenue(invoice: Invoice) -> Decimal:
    return sum(invoice.revenue.values(), ZERO)


def _sums(invoices: Sequence[Invoice], what: str) -> dict[str, Decimal]:
    return {name: sum((getattr(one, what).get(name, ZERO) for one in invoices), ZERO) for name in _PARTS}
