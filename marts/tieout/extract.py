"""A report as it was printed: rows, sub-totals told apart from them, and what the report says against itself."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from aiop.files.reading.source import Refused, open_tabular
from aiop.values.dates import date
from aiop.values.errors import BadValue
from aiop.values.numbers import decimal
from marts.tieout.reports import Report, Row, recognise

_AMOUNTS = {
    "revenue", "labour", "adjustments", "materials", "returns", "cost", "closed", "completed", "opportunities", "sales",
    "amount", "net", "subtotal",
}  # fmt: skip
_WORDS = {"yes", "no", "true", "false"}
# What the first cell of a row of totals says: Total, Grand Total, Sub-total for …, Phoenix-Sales Total.
_TOTAL = re.compile(r"(?:grand\s+|sub-?\s*)?totals?(?:\s*:.*|\s+for\s.*)?|.+\s(?:sub-?)?totals?\s*:?", re.IGNORECASE)
# Exports and viewers end at such a number of rows when they are cut.
PAGE_SIZES = frozenset({50, 100, 500, 1000, 5000, 25_000})


@dataclass
class Extract:
    """What a report says: its rows, the totals it prints, and doubts about it."""

    report: Report
    sha256: str
    rows: list[Row] = field(default_factory=list)
    printed: list[Row] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    @property
    def is_cut(self) -> bool:
        """Tell whether rows seem to be missing: a round number of them, and totals that say more or none."""
        return len(self.rows) in PAGE_SIZES and not self.agrees

    @property
    def agrees(self) -> bool:
        """Tell whether a printed grand total equals the sum of the rows."""
        return bool(self.printed) and not self.doubts

    def days(self) -> tuple[dt.date, dt.date] | None:
        """Give the first and last day that rows name, None where the report names none."""
        found = [day for row in self.rows if (day := day_of(row, self.report)) is not None]
        return (min(found), max(found)) if found else None


def day_of(row: Row, report: Report) -> dt.date | None:
    """Give the day that a row names; times and offsets behind it are the tenant's own and are cut off."""
    text = row.texts.get(report.day, "").strip()
    if not text:
        return None
    try:
        return date(text.split()[0]) if "/" in text else dt.date.fromisoformat(text[:10])
    except (ValueError, BadValue):
        return None


def read_report(path: Path) -> Extract:
    """Read an exported report; raises Refused or NotAReport with the sentence to show."""
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    with open_tabular(path) as file:
        report, places = recognise(file.sheet.header)
        extract = Extract(report, sha256)
        for batch in file.batches():
            for line, cells in zip(batch.lines, batch.rows, strict=True):
                _take(extract, line, cells, places)
        bad = list(file.bad)
    if bad:
        raise Refused(f"Line {bad[0].line} cannot be read: {bad[0].reason}. A report is compared whole or not at all.")
    extract.doubts += _against_itself(extract)
    return extract


def _take(extract: Extract, line: int, cells: Sequence[str], places: dict[str, int]) -> None:
    texts = {name: cells[at] for name, at in places.items()}
    if not any(cell.strip() for cell in cells):
        return
    heading = next(cell.strip() for cell in cells if cell.strip())
    row = Row(line, {**texts, "heading": heading}, dict(_amounts(texts, line)))
    nameless = not any(
        texts.get(name, "").strip() for name in {extract.report.record or extract.report.unit, extract.report.unit}
    )
    is_total = nameless or _TOTAL.fullmatch(heading) is not None
    (extract.printed if is_total else extract.rows).append(row)


def _amounts(texts: dict[str, str], line: int) -> Iterator[tuple[str, Decimal]]:
    for name in _AMOUNTS & texts.keys():
        if texts[name].strip().casefold() in _WORDS:
            continue
        text = texts[name].strip().replace("$", "")
        if text.startswith("(") and text.endswith(")"):
            text = f"-{text[1:-1]}"
        if text:
            try:
                value = decimal(text)
            except BadValue as error:
                raise Refused(f"Line {line}: “{texts[name]}” {error.reason}") from None
            if value is not None:
                yield name, value


def _against_itself(extract: Extract) -> list[str]:
    """Say where sub-totals and the grand total differ from the rows that they are printed under."""
    doubts: list[str] = []
    for row in extract.printed:
        if not row.amounts:
            continue
        summed = _sums(_beneath(extract, row))
        doubts += [
            f"Line {row.line} prints {amount:,} for {name}; its rows add up to {summed[name]:,}."
            for name, amount in sorted(row.amounts.items())
            if summed[name] != amount
        ]
    return doubts


def _beneath(extract: Extract, total: Row) -> list[Row]:
    """Give the rows that a total is of: of the unit that its heading names, else all."""
    unit = extract.report.unit
    said = f"{total.text('heading')} {total.text(unit)}"
    named = {one.text(unit) for one in extract.rows if one.text(unit) and one.text(unit) in said}
    longest = max(named, key=len, default="")
    return [one for one in extract.rows if not longest or one.text(unit) == longest]


def _sums(rows: Sequence[Row]) -> defaultdict[str, Decimal]:
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        for name, amount in row.amounts.items():
            sums[name] += amount
    return sums
