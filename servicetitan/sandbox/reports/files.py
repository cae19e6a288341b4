"""Reports as their system exports them: CSV as people read it, XLSX with a title and the period above, sub-totals beneath each group, a total at the end."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from openpyxl import Workbook

from servicetitan.sandbox.moments import as_date
from servicetitan.sandbox.reports.layout import Asked, Column, Report, Row, Value

SUBTOTAL, TOTAL = "Sub-total", "Total"


def lines(report: Report, rows: Sequence[Row]) -> Iterator[Row]:
    """Give the rows of an export: each group with its sub-total, then the total of all."""
    if report.group_by is None:
        yield from rows
    else:
        at = report.at(report.group_by)
        for name, group in groupby(rows, key=lambda row: row[at]):
            members = list(group)
            yield from members
            yield report.sums(members, f"{SUBTOTAL}: {name}")
    if rows:
        yield report.sums(rows, TOTAL)


def as_csv(report: Report, rows: Sequence[Row]) -> bytes:
    """Write an export as CSV: labels, dollars with signs and commas, dates the American way."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.label for column in report.columns])
    for row in lines(report, rows):
        writer.writerow([_text(column, value) for column, value in zip(report.columns, row, strict=True)])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(report: Report, rows: Sequence[Row], asked: Asked) -> bytes:
    """Write an export as a workbook: numbers and dates as such, a title and the period in the first rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(report.title.replace("/", " ")[:31])
    sheet.append([report.title])
    sheet.append([f"{as_date(asked.since):%m/%d/%Y} - {as_date(asked.until):%m/%d/%Y}"])
    sheet.append([])
    sheet.append([column.label for column in report.columns])
    for row in lines(report, rows):
        sheet.append([_cell(value) for value in row])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _cell(value: Value) -> str | float | int | date | None:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return float(value) if isinstance(value, Decimal) else value


def _text(column: Column, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return f"{value:%m/%d/%Y}"
    if column.kind == "money" and isinstance(value, Decimal):
        return f"-${-value:,.2f}" if value < 0 else f"${value:,.2f}"
    if column.kind == "percent":
        return f"{value}%"
    return str(value)
