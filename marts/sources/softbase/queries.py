"""The queries that Softbase is asked, written once; tests pin what SQL Server gets of each. Imported by workers alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

import sqlalchemy as sa

from marts.sources.softbase.tables import Views

_DAY = dt.timedelta(days=1)
_NOTHING: Any = sa.literal_column("0")
_PARTIES = ("BillTo", "ShipTo")
Query = sa.Select[Any]


def invoices(views: Views, start: dt.date, end: dt.date) -> Query:
    """Ask for the invoices of these days, both included, whatever the time of day."""
    table = views["InvoiceReg"]
    return sa.select(table).where(*_within(table.c.InvoiceDate, start, end))


def rental_invoices(views: Views, start: dt.date, end: dt.date) -> Query:
    """Ask for the invoices of these days that bill rental."""
    table = views["InvoiceReg"]
    billed = [_or_nothing(table.c[name]) != _NOTHING for name in ("RentalTaxable", "RentalNonTax")]
    return sa.select(table).where(*_within(table.c.InvoiceDate, start, end), sa.or_(*billed))


def work_orders(views: Views, start: dt.date, end: dt.date) -> Query:
    """Ask for the work orders that were open at any time in these days or closed in them; quotes and deleted ones are none."""
    table = views["WO"]
    return sa.select(table).where(*_orders(table), *_alive(table, start, end))


def rentals(views: Views, start: dt.date) -> Query:
    """Ask for the units on rental orders that are open or were closed since `start`; those booked ahead tell it by their day."""
    order, unit = views["WO"], views["WORental"]
    days = (order.c.OpenDate, order.c.ClosedDate, order.c.BillTo, order.c.ShipTo)
    columns = (unit.c.WONo, unit.c.UnitNo, unit.c.SerialNo, *days)
    joined = unit.join(order, order.c.WONo == unit.c.WONo)
    kept = (order.c.Type == "R", *_orders(order), _not_closed_before(order, start))
    return sa.select(*columns).select_from(joined).where(*kept)


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


def customers(views: Views, day: dt.date, internal: Collection[str]) -> Query:
    """Ask what each customer was invoiced up to a day: ever, in the 90 days that end with it, and in the 90 before."""
    table = views["InvoiceReg"]
    recent, previous = (
        _within(table.c.InvoiceDate, day - number * _DAY, day - (number - 89) * _DAY) for number in (89, 179)
    )
    sums = [
        column
        for name, kept in (("lifetime", ()), ("recent", recent), ("previous", previous))
        for column in _bought(table, name, sa.and_(*kept) if kept else None)
    ]
    outside = [
        sa.or_(table.c[name].is_(None), sa.func.rtrim(table.c[name]).not_in(sorted(internal))) for name in _PARTIES
    ]
    return (
        sa.select(table.c.BillTo, sa.func.max(table.c.BillToName).label("BillToName"), *sums)
        .where(table.c.InvoiceDate < _day(day + _DAY), table.c.BillTo.is_not(None), *(outside if internal else ()))
        .group_by(table.c.BillTo)
    )


def _bought(table: sa.TableClause, name: str, kept: Any) -> Iterator[Any]:
    """Give invoices, revenue by department and the first and last day of the rows that are kept; None keeps all."""

    def of(value: Any) -> Any:
        return value if kept is None else sa.case((kept, value))

    yield sa.func.count(of(table.c.InvoiceNo)).label(f"{name}_count")
    yield sa.func.min(of(table.c.InvoiceDate)).label(f"{name}_first")
    yield sa.func.max(of(table.c.InvoiceDate)).label(f"{name}_last")
    for part in ("Labor", "Parts", "Rental", "Equipment", "Misc"):
        amount = sum((_or_nothing(table.c[f"{part}{kind}"]) for kind in ("Taxable", "NonTax")), _NOTHING)
        yield sa.func.sum(of(amount)).label(f"{name}_{part}")


def labor(views: Views) -> Query:
    """Ask what labor on open work orders comes to, and its hours."""
    lines = views["WOLabor"]
    return _on_open(views, lines, sa.func.sum(lines.c.Sell).label("Sell"), sa.func.sum(lines.c.Hours).label("Hours"))


def parts(views: Views) -> Query:
    """Ask what parts on open work orders come to; a line's price is that of one piece."""
    lines = views["WOParts"]
    return _on_open(views, lines, sa.func.sum(lines.c.Sell * lines.c.Qty).label("Sell"))


def misc(views: Views) -> Query:
    """Ask what else on open work orders comes to."""
    lines = views["WOMisc"]
    return _on_open(views, lines, sa.func.sum(lines.c.Sell).label("Sell"))


def quotes(views: Views) -> Query:
    """Ask for the quotes of open shop orders, revision by revision."""
    lines, order = views["WOQuote"], views["WO"]
    columns = (lines.c.WONo, lines.c.Type, lines.c.Amount, lines.c.CreationTime)
    joined = lines.join(order, order.c.WONo == lines.c.WONo)
    kept = (order.c.Type == "SH", *_orders(order), order.c.ClosedDate.is_(None))
    return sa.select(*columns).select_from(joined).where(*kept)


def rates(views: Views) -> Query:
    """Ask for the rates of an hour by their code."""
    return sa.select(views["LaborRate"])


def _on_open(views: Views, lines: sa.TableClause, *sums: Any) -> Query:
    """Sum the lines of each open work order by itself, so that no join multiplies them."""
    order = views["WO"]
    joined = lines.join(order, order.c.WONo == lines.c.WONo)
    return (
        sa.select(lines.c.WONo, *sums)
        .select_from(joined)
        .where(*_orders(order), order.c.ClosedDate.is_(None))
        .group_by(lines.c.WONo)
    )


def accounts(views: Views) -> Query:
    """Ask for the chart of accounts."""
    return sa.select(views["ChartOfAccounts"])


def _or_nothing(column: Any) -> Any:
    return sa.func.coalesce(column, _NOTHING)


def _within(column: Any, start: dt.date, end: dt.date) -> tuple[Any, ...]:
    return column >= _day(start), column < _day(end + _DAY)


def _orders(table: sa.TableClause) -> tuple[Any, ...]:
    return table.c.WONo.not_like("9%"), table.c.DeletionTime.is_(None)


def _alive(table: sa.TableClause, start: dt.date, end: dt.date) -> tuple[Any, ...]:
    return table.c.OpenDate < _day(end + _DAY), _not_closed_before(table, start)


def _not_closed_before(table: sa.TableClause, start: dt.date) -> Any:
    return sa.or_(table.c.ClosedDate.is_(None), table.c.ClosedDate >= _day(start))


def _day(day: dt.date) -> Any:
    # As a DATE: the server reads it alike whatever the log-in's language, unlike a DATETIME.
    return sa.cast(sa.literal(day.isoformat(), sa.String()), sa.Date())
