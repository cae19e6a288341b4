"""Reports of QuickBooks Online, read by `group` and by the dates of their columns, never by position or by a name in words. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from marts.sources.told import (
    ShapeError,
    amount,
    day,
    list_in,
    need,
    need_list,
    need_object,
    need_text,
    text_in,
    ungrouped,
)

TOTAL = "total"
NO_AMOUNT = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of amounts: where it stands in a row, and the days that it covers, where the report says so."""

    at: int
    key: str
    starts: dt.date | None
    ends: dt.date | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row or section: its own cells or its summary's, the rows within, and the id of the account that it is of."""

    group: str
    cells: tuple[str, ...] | None
    rows: tuple[Row, ...] = ()
    account: str = ""

    def walk(self) -> Iterator[Row]:
        """Give this row and all within, from the top."""
        yield self
        for row in self.rows:
            yield from row.walk()


@dataclass(frozen=True, slots=True)
class Report:
    """A report as received; `has_data` is false where the source says that there is nothing to report."""

    name: str
    basis: str
    currency: str
    starts: dt.date | None
    ends: dt.date | None
    has_data: bool
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def size(self) -> int:
        """How many rows it has, sections included."""
        return sum(1 for _ in self.walk())

    def of_month(self, month: dt.date) -> Amounts | None:
        """Give the amounts of the month that begins on `month`; None where the report has no column for it.

        A report of a single month may come with its total alone.
        """
        for column in self.columns:
            if column.key != TOTAL and column.starts is not None and _same_month(column.starts, month):
                return Amounts(self, column)
        if len(self.columns) == 1 and self._is_of(month):
            return Amounts(self, self.columns[0])
        return None

    def _is_of(self, month: dt.date) -> bool:
        """Tell whether the report is of this month alone; a balance is of the month in which it was struck."""
        if self.ends is None or not _same_month(self.ends, month):
            return False
        return self.name == "BalanceSheet" or (self.starts is not None and _same_month(self.starts, month))

    def walk(self) -> Iterator[Row]:
        """Give every row, sections before what is within them."""
        for row in self.rows:
            yield from row.walk()


@dataclass(frozen=True, slots=True)
class Amounts:
    """One column of a report, asked by group."""

    report: Report
    column: Column

    def find(self, group: str, within: str = "") -> Decimal | None:
        """Give the amount of the first row or summary of a group, below the section `within` if one is named; None: no such group."""
        outer = [row for row in self.report.walk() if row.group == within] if within else self.report.rows
        for row in (found for top in outer for found in top.walk()):
            if row.group == group:
                return self._read(row)
        return None

    def of(self, group: str, within: str = "") -> Decimal:
        """Give the amount of a group; a section without postings is left out of a report, and is 0."""
        return self.find(group, within) or NO_AMOUNT

    def required(self, group: str) -> Decimal:
        """Give the amount of a group that every report with data has."""
        found = self.find(group)
        if found is None:
            raise ShapeError(f"{self.report.name} has no group “{group}”.")
        return found

    def of_accounts(self, ids: Collection[str]) -> Decimal:
        """Give what some accounts come to, each with the accounts under it; one without postings has no row, and is 0."""
        return sum((self._read(row) for top in self.report.rows for row in _of_accounts(top, ids)), NO_AMOUNT)

    def _read(self, row: Row) -> Decimal:
        if row.cells is None:
            raise ShapeError(f"Group “{row.group}” of {self.report.name} has neither Summary nor ColData.")
        if self.column.at >= len(row.cells):
            raise ShapeError(f"Group “{row.group}” of {self.report.name} has no amount in column {self.column.at}.")
        text = row.cells[self.column.at]
        number = amount(ungrouped(text)) if text.strip() else NO_AMOUNT
        if number is None:
            raise ShapeError(f"Group “{row.group}” of {self.report.name} holds an amount that is no number.")
        return number


def _of_accounts(row: Row, ids: Collection[str]) -> Iterator[Row]:
    if row.account in ids:
        yield row
    else:
        for one in row.rows:
            yield from _of_accounts(one, ids)


def decode_report(told: Any) -> Report:
    """Read a report; ShapeError names what is missing."""
    header = need_object(told, "Header", "The report")
    name = need_text(header, "ReportName", "Header")
    is_empty = _named(list_in(header, "Option", "Header")).get("NoReportData", "").lower() == "true"
    rows = [] if is_empty else list_in(need_object(told, "Rows", name), "Row", f"Rows of {name}")
    has_data = bool(rows)
    return Report(
        name=name,
        basis=text_in(header, "ReportBasis"),
        currency=text_in(header, "Currency"),
        starts=day(text_in(header, "StartPeriod")),
        ends=day(text_in(header, "EndPeriod")),
        has_data=has_data,
        columns=tuple(_columns(need_object(told, "Columns", name), name)) if has_data else (),
        rows=tuple(_row(row, name) for row in rows) if has_data else (),
    )


def _columns(columns: Mapping[str, Any], report: str) -> Iterator[Column]:
    for at, column in enumerate(need_list(columns, "Column", f"Columns of {report}")):
        if need_text(column, "ColType", f"a column of {report}") != "Money":
            continue
        meta = _named(list_in(column, "MetaData", f"a column of {report}"))
        yield Column(at, meta.get("ColKey", ""), day(meta.get("StartDate", "")), day(meta.get("EndDate", "")))


def _row(row: Any, report: str) -> Row:
    if not isinstance(row, Mapping):
        raise ShapeError(f"A row of {report} is no object.")
    within, summary, header = row.get("Rows"), row.get("Summary"), row.get("Header")
    inner = list_in(within, "Row", f"a section of {report}") if isinstance(within, Mapping) else []
    cells = summary if isinstance(summary, Mapping) else row
    rows = tuple(_row(one, report) for one in inner)
    return Row(text_in(row, "group"), _cells(cells), rows, _account(header if isinstance(header, Mapping) else row))


def _named(pairs: Iterable[Any]) -> dict[str, str]:
    """Read what these reports write as a list of names and values."""
    return {text_in(one, "Name"): text_in(one, "Value") for one in pairs if isinstance(one, Mapping)}


def _account(holder: Mapping[str, Any]) -> str:
    """Give the id of the account that the first cell names; blank where it names none."""
    data = holder.get("ColData")
    first = data[0] if isinstance(data, list) and data else None
    return text_in(first, "id") if isinstance(first, Mapping) else ""


def _cells(holder: Mapping[str, Any]) -> tuple[str, ...] | None:
    data = holder.get("ColData")
    if not isinstance(data, list):
        return None
    return tuple(text_in(cell, "value") if isinstance(cell, Mapping) else "" for cell in data)


def fault_of(told: Any) -> tuple[str, str, str] | None:
    """Give type, code and words of a fault that an answer holds, whatever its status; None when it holds none."""
    fault = told.get("Fault") if isinstance(told, Mapping) else None
    if not isinstance(fault, Mapping):
        return None
    errors = fault.get("Error") or fault.get("error") or []
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], Mapping) else {}
    words = " · ".join(text for text in (text_in(first, "Message"), text_in(first, "Detail")) if text)
    return text_in(fault, "type"), text_in(first, "code").lstrip("0"), words


def decode_accounts(told: Any) -> frozenset[str]:
    """Give the ids of the accounts that a query found; an answer without any has no list of them."""
    found = list_in(need_object(told, "QueryResponse", "The answer"), "Account", "QueryResponse")
    return frozenset(need_text(one, "Id", "An account") for one in found)


def decode_company(told: Any) -> str:
    """Give the name of the company."""
    return need_text(need(told, "CompanyInfo", "The answer"), "CompanyName", "CompanyInfo")


def _same_month(one: dt.date, other: dt.date) -> bool:
    return (one.year, one.month) == (other.year, other.month)
