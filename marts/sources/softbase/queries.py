"""The queries that Softbase is asked, written once; tests pin what SQL Server gets of each. Imported by workers alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

from marts.sources.softbase.tables import Views

_DAY = dt.timedelta(days=1)
Query = sa.Select[Any]


def invoices(views: Views, start: dt.date, end: dt.date) -> Query:
    """Ask for the invoices of these days, both included, whatever the time of day."""
    table = views["InvoiceReg"]
    return sa.select(table).where(*_within(table.c.InvoiceDate, start, end))


def rental_invoices(views: Views, start: dt.date, end: dt.date) -> Query:
    """Ask for the invoices of these days that bill rental."""
    table = views["InvoiceReg"]
    billed = [
        sa.func.coalesce(table.c[name], sa.literal_column("0")) != sa.literal_column("0")
        for name in ("RentalTaxable", "RentalNonTax")
    ]
    return sa.select(table).where(*_within(table.c.InvoiceDate, start, end), sa.or_(*billed))


def work_orders(views: Views, start: dt.date, end: dt.date) -> Query:
    """Ask for the work orders that were open at any time in these days or closed in them; quotes and deleted ones are none."""
    table = views["WO"]
    return sa.select(table).where(*_orders(table), *_alive(table, start, end))


def rentals(views: Views, start: dt.date, end: dt.date) -> Query:
    """Ask for the units on rental orders that were open at any time in these days, with those booked ahead of their end."""
    order, unit = views["WO"], views["WORental"]
    columns = (
        unit.c.WONo,
        unit.c.UnitNo,
        unit.c.SerialNo,
        order.c.OpenDate,
        order.c.ClosedDate,
        order.c.BillTo,
        order.c.ShipTo,
    )
    joined = unit.join(order, order.c.WONo == unit.c.WONo)
    asked = (
        sa.select(*columns).select_from(joined).where(order.c.Type == "R", *_orders(order), *_alive(order, start, end))
    )
    # Also those booked ahead: they are told apart by their day.
    return asked


def units(views: Views, department: int) -> Query:
    """Ask for the company's own units of the rental department; most have no status at all."""
    table = views["Equipment"]
    return sa.select(table).where(
        table.c.InventoryDept == department,
        sa.or_(table.c.Customer.is_(None), table.c.Customer == sa.literal_column("0")),
        table.c.DeletionTime.is_(None),
        sa.or_(table.c.RentalStatus.is_(None), table.c.RentalStatus.not_in(["Sold", "Disposed", "Transferred"])),
    )


def months(views: Views, start: dt.date, end: dt.date) -> Query:
    """Ask for what each account moved in the months from that of `start` to that of `end`."""
    table = views["GL"]
    number = table.c.Year * 12 + table.c.Month
    return sa.select(table).where(number >= start.year * 12 + start.month, number <= end.year * 12 + end.month)


def postings(views: Views, start: dt.date, end: dt.date) -> Query:
    """Ask for what each account moved in these days, by posted entries."""
    table = views["GLDetail"]
    moved = sa.func.sum(table.c.Amount).label("Amount")
    return (
        sa.select(table.c.AccountNo, moved)
        .where(table.c.Posted == sa.literal_column("1"), *_within(table.c.EffectiveDate, start, end))
        .group_by(table.c.AccountNo)
    )


def accounts(views: Views) -> Query:
    """Ask for the chart of accounts."""
    return sa.select(views["ChartOfAccounts"])


def _within(column: Any, start: dt.date, end: dt.date) -> tuple[Any, ...]:
    return column >= _day(start), column < _day(end + _DAY)


def _orders(table: sa.TableClause) -> tuple[Any, ...]:
    return table.c.WONo.not_like("9%"), table.c.DeletionTime.is_(None)


def _alive(table: sa.TableClause, start: dt.date, end: dt.date) -> tuple[Any, ...]:
    return (
        table.c.OpenDate < _day(end + _DAY),
        sa.or_(table.c.ClosedDate.is_(None), table.c.ClosedDate >= _day(start)),
    )


def _day(day: dt.date) -> Any:
    # As a DATE: the server reads it alike whatever the log-in's language, unlike a DATETIME.
    return sa.cast(sa.literal(day.isoformat(), sa.String()), sa.Date())
