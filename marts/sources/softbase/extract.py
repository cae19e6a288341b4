"""What the marts ask of Softbase, as values. Imported by workers alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from aiop.sources.models import Connection
from aiop.sources.retrying import Patience
from aiop.sources.sql import SqlClient
from marts.sources.softbase import queries
from marts.sources.softbase.records import (
    ZERO,
    Balance,
    Bought,
    Customer,
    Invoice,
    Lines,
    Quoted,
    Rental,
    Unit,
    WorkOrder,
)
from marts.sources.softbase.tables import Views
from marts.sources.sql_fields import SQL_HOSTS
from marts.sources.told import ShapeError

# What Softbase calls the departments.
_NAMED = {"service": "Labor", "parts": "Parts", "rental": "Rental", "sales": "Equipment", "misc": "Misc"}


class Softbase(SqlClient):
    """One log-in at a tenant's views; use it as a context."""

    def __init__(self, connection: Connection, patience: Patience | None = None) -> None:
        """Take a connection of Softbase."""
        super().__init__(connection, SQL_HOSTS, patience=patience)
        self._accounts: Mapping[str, str] | None = None
        self._views = Views(str(connection.setting("schema") or ""))

    def invoices(self, start: dt.date, end: dt.date) -> list[Invoice]:
        """Give the invoices of these days."""
        return [_invoice(row._mapping) for row in self.rows(queries.invoices(self._views, start, end))]

    def rental_invoices(self, start: dt.date, end: dt.date) -> list[Invoice]:
        """Give the invoices of these days that bill rental."""
        return [_invoice(row._mapping) for row in self.rows(queries.rental_invoices(self._views, start, end))]

    def work_orders(self, start: dt.date, end: dt.date) -> list[WorkOrder]:
        """Give the work orders that were open at any time in these days or closed in them."""
        return [_order(row._mapping) for row in self.rows(queries.work_orders(self._views, start, end))]

    def customers(self, day: dt.date, internal: Collection[str]) -> list[Customer]:
        """Give what each customer bought up to a day, without the company's own accounts."""
        return [_customer(row._mapping) for row in self.rows(queries.customers(self._views, day, internal))]

    def lines(self) -> dict[str, Lines]:
        """Give what the lines of each open work order come to."""
        labor, parts, misc = (
            {_text(row.WONo): row for row in self.rows(query(self._views))}
            for query in (queries.labor, queries.parts, queries.misc)
        )
        return {
            order: Lines(
                labor=_money(labor[order].Sell) if order in labor else ZERO,
                hours=_money(labor[order].Hours) if order in labor else ZERO,
                parts=_money(parts[order].Sell) if order in parts else ZERO,
                misc=_money(misc[order].Sell) if order in misc else ZERO,
            )
            for order in {*labor, *parts, *misc}
        }

    def quotes(self) -> list[Quoted]:
        """Give the lines of quotes of open shop orders, in all their revisions."""
        return [
            Quoted(_text(row.WONo), _text(row.Type), _money(row.Amount), _needed(row._mapping, "CreationTime"))
            for row in self.rows(queries.quotes(self._views))
        ]

    def rates(self) -> dict[str, Decimal]:
        """Give the rates of an hour by their code."""
        return {_text(row.Code): _money(row.Rate) for row in self.rows(queries.rates(self._views))}

    def rentals(self, start: dt.date) -> list[Rental]:
        """Give the units on rental orders since a day, those booked ahead too."""
        return [_rental(row._mapping) for row in self.rows(queries.rentals(self._views, start))]

    def units(self, department: int) -> list[Unit]:
        """Give the company's own units of the rental department."""
        return [_unit(row._mapping) for row in self.rows(queries.units(self._views, department))]

    def months(self, start: dt.date, end: dt.date) -> dict[tuple[int, int], list[Balance]]:
        """Give what each account moved by month, as the ledger's summary has it."""
        described = self._described()
        found: dict[tuple[int, int], list[Balance]] = {}
        for row in self.rows(queries.months(self._views, start, end)):
            told = row._mapping
            account = _text(told["AccountNo"])
            balance = Balance(account, described.get(account, ""), _money(told["MTD"]), _money(told["YTD"]))
            found.setdefault((told["Year"], told["Month"]), []).append(balance)
        return found

    def postings(self, start: dt.date, end: dt.date) -> list[Balance]:
        """Give what each account moved in these days, as posted entries have it; where it stands is not known of them."""
        described = self._described()
        rows = self.rows(queries.postings(self._views, start, end))
        named = [(_text(row.AccountNo), _money(row.Amount)) for row in rows]
        return [Balance(account, described.get(account, ""), moved, None) for account, moved in named]

    def _described(self) -> Mapping[str, str]:
        if self._accounts is None:
            rows = self.rows(queries.accounts(self._views))
            self._accounts = {_text(row.AccountNo): _text(row.Description) for row in rows}
        return self._accounts


def _invoice(told: Mapping[str, Any]) -> Invoice:
    return Invoice(
        number=told["InvoiceNo"],
        day=_needed(told, "InvoiceDate"),
        revenue={ours: _money(told[f"{name}Taxable"]) + _money(told[f"{name}NonTax"]) for ours, name in _NAMED.items()},
        cost={ours: _money(told[f"{name}Cost"]) for ours, name in _NAMED.items()},
        tax=_money(told["TotalTax"]),
        grand=_money(told["GrandTotal"]),
        bill_to=_text(told["BillTo"]),
        ship_to=_text(told["ShipTo"]),
        serial=_text(told["SerialNo"]),
        order=_text(told["WONo"]),
    )


def _order(told: Mapping[str, Any]) -> WorkOrder:
    return WorkOrder(
        number=_text(told["WONo"]),
        kind=_text(told["Type"]),
        opened=_needed(told, "OpenDate"),
        completed=_day(told["CompletedDate"]),
        closed=_day(told["ClosedDate"]),
        unit=_text(told["UnitNo"]),
        serial=_text(told["SerialNo"]),
        bill_to=_text(told["BillTo"]),
        rate=_text(told["LaborRate"]),
        discount=_money(told["LaborDiscount"]),
    )


def _customer(told: Mapping[str, Any]) -> Customer:
    ever, recent, previous = (_bought(told, name) for name in ("lifetime", "recent", "previous"))
    return Customer(_text(told["BillTo"]), _text(told["BillToName"]), ever, recent, previous)


def _bought(told: Mapping[str, Any], name: str) -> Bought:
    revenue = {ours: _money(told[f"{name}_{theirs}"]) for ours, theirs in _NAMED.items()}
    return Bought(told[f"{name}_count"], revenue, _day(told[f"{name}_first"]), _day(told[f"{name}_last"]))


def _rental(told: Mapping[str, Any]) -> Rental:
    return Rental(
        order=_text(told["WONo"]),
        serial=_text(told["SerialNo"]),
        unit=_text(told["UnitNo"]),
        opened=_needed(told, "OpenDate"),
        closed=_day(told["ClosedDate"]),
        customer=_text(told["ShipTo"]) or _text(told["BillTo"]),
    )


def _unit(told: Mapping[str, Any]) -> Unit:
    return Unit(
        serial=_text(told["SerialNo"]),
        unit=_text(told["UnitNo"]),
        make=_text(told["Make"]),
        model=_text(told["Model"]),
        group=_text(told["ModelGroup"]),
        status=_text(told["RentalStatus"]),
    )


def _needed(told: Mapping[str, Any], name: str) -> dt.date:
    day = _day(told[name])
    if day is None:
        raise ShapeError(f"A row of Softbase has no “{name}”.")
    return day


def _day(moment: dt.datetime | None) -> dt.date | None:
    return None if moment is None else moment.date()


def _money(amount: Decimal | None) -> Decimal:
    return ZERO if amount is None else amount


def _text(value: str | None) -> str:
    return "" if value is None else value.strip()
