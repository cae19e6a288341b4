"""The table behind every chart: what stands in it, where each number leads, and the same as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiop.loading.cells import formula_safe


@dataclass(frozen=True)
class Head:
    """The head of a column."""

    text: str
    is_number: bool = True


@dataclass(frozen=True)
class Cell:
    """One value: as people read it, as a file carries it, where its rows are, and what to know about it on hover."""

    text: str
    value: Any = None
    link: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Table:
    """Heads and rows; the first cell of a row is its name."""

    caption: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell]]

    @property
    def shown(self) -> list[list[tuple[Head, Cell]]]:
        """The rows with each cell beside its head."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


def as_csv(table: Table) -> str:
    """Write a table as CSV that no spreadsheet takes for formulas; unknown values are left blank."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow([formula_safe(head.text) for head in table.heads])
    for row in table.rows:
        writer.writerow([_plain(cell) for cell in row])
    return sink.getvalue()


def _plain(cell: Cell) -> Any:
    if cell.value is None:
        return ""
    return formula_safe(cell.value) if isinstance(cell.value, str) else cell.value
