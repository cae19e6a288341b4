"""A person's file made ready for the door: opened, recognised, its dates settled, its rows given as a producer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from aiop.files.reading.source import BadRow, Batch, Refused, TabularFile, open_tabular
from aiop.files.recognise import QUARANTINE_ROW, Match, Remembered, recognise
from aiop.loading.kind import Kind, Setting
from aiop.loading.loads import Incoming
from aiop.orgs.models import Org
from aiop.values.dates import ColumnOrder, Order, date_order, has_year_first

# Dates of this many rows are looked at to settle whether the day or the month comes first.
DATE_SAMPLE_ROWS = 5_000


class DatesUnsettled(Refused):
    """The dates of the file do not settle, or contradict, the order of day and month; `orders` are those to choose from."""

    def __init__(self, reason: str, orders: tuple[Order, ...]) -> None:
        super().__init__(reason)
        self.orders = orders


class FileRows:
    """Rows of an opened file, as the door takes them."""

    def __init__(self, file: TabularFile) -> None:
        self.file = file
        self.header: Sequence[str] = file.sheet.header
        self.brought_back: dict[int, int] = {}

    def batches(self) -> Iterator[Batch]:
        """Give the rows in batches; rows of a corrected download are noted as `brought_back`, line to quarantined row."""
        place = self.header.index(QUARANTINE_ROW) if QUARANTINE_ROW in self.header else None
        for batch in self.file.batches():
            if place is not None:
                numbers = zip(batch.lines, (row[place].strip() for row in batch.rows), strict=True)
                self.brought_back.update((line, int(text)) for line, text in numbers if text.isdecimal())
            yield batch

    def drain(self) -> list[BadRow]:
        """Give and forget the unreadable records met so far."""
        bad, self.file.bad[:] = list(self.file.bad), []
        return bad

    def position(self) -> tuple[int, int]:
        """Tell how many bytes are read of how many."""
        return self.file.bytes_read, self.file.size


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person has said about a file; everything may be left to the headers."""

    kind: Kind | None = None
    sheet: str | None = None
    dates: Order | None = None
    remembered: Remembered | None = None


@contextmanager
def opened(org: Org, path: Path, choices: Choices, *, name: str | None = None) -> Iterator[tuple[Incoming, Match]]:
    """Open a file of an organisation; raises Refused, with the sentence to show, when it cannot be taken."""
    with open_tabular(path, sheet=choices.sheet) as file:
        found = recognise(file.sheet.header, choices.remembered, choices.kind)
        order = choices.dates or _settled_order(path, file, found)
        incoming = Incoming(
            kind=found.kind,
            producer=FileRows(file),
            mapping=found.mapping,
            setting=Setting(org.zone, order),
            name=name or path.name,
            sha256=sha256_of(path),
            size=file.size,
        )
        yield incoming, found


def kind_of(path: Path, choices: Choices) -> Kind:
    """Give the kind of a file by its headers; raises Refused."""
    with open_tabular(path, sheet=choices.sheet) as file:
        return recognise(file.sheet.header, choices.remembered, choices.kind).kind


def sha256_of(path: Path) -> str:
    """Digest a file's bytes, so that the same file is known again."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _settled_order(path: Path, file: TabularFile, found: Match) -> Order:
    """Give the order of day and month of the file's dates: the report's own, unless its columns say otherwise.

    Every date column is held against the declared order; a column that contradicts it is asked about, never swapped. Where the
    report writes the year first, a column that does so somewhere contradicts nothing: its other texts are wrong one by one.
    """
    expected = found.kind.date_order
    positions = {
        f.column: found.mapping[f.column] for f in found.kind.fields if f.is_date and f.column in found.mapping
    }
    if not positions:
        return expected or "MDY"
    orders = _orders_shown(path, file, positions.values(), expected)
    told = {header: order for header, order in orders.items() if order in {"MDY", "DMY"}}
    if expected is not None:
        against = next((header for header, order in told.items() if order != expected), None)
        if against is not None and expected not in told.values():
            raise DatesUnsettled(_contradiction(against, told[against], expected), ("DMY", "MDY"))
        return expected
    if len(set(told.values())) == 1:
        return next(iter(told.values()))
    if any(order == "YMD" for order in orders.values()) and not told and "unsettled" not in orders.values():
        return "YMD"
    raise DatesUnsettled(
        f"The dates of “{next(iter(orders))}” do not show whether the day or the month comes first: say which (MDY or DMY).",
        ("MDY", "DMY"),
    )


def _orders_shown(
    path: Path, file: TabularFile, positions: Iterable[int], expected: Order | None
) -> dict[str, ColumnOrder]:
    """Give for each date column, by its header, which order its first texts show."""
    # The texts of the dates alone are kept: whole rows of a wide report would take megabytes for each file on its way.
    texts: dict[int, list[str]] = {position: [] for position in positions}
    with open_tabular(path, sheet=file.sheet.name or None) as sample:
        for batch in islice(sample.batches(), DATE_SAMPLE_ROWS // 2_000):
            for position, column in texts.items():
                column += [row[position] for row in batch.rows]
    return {sample.sheet.header[position]: _order_of(column, expected) for position, column in texts.items()}


def _order_of(column: Sequence[str], expected: Order | None) -> ColumnOrder:
    return "YMD" if expected == "YMD" and any(map(has_year_first, column)) else date_order(column)


_FIRST = {"MDY": "month", "DMY": "day", "YMD": "year"}


def _contradiction(header: str, shown: str, expected: Order) -> str:
    return (
        f"The dates of “{header}” have the {_FIRST[shown]} first, but this report writes the {_FIRST[expected]} first: "
        f"check the export’s settings, or load it with the order {shown}."
    )
