"""Heat maps and cohorts: a cell for each row and column, the stronger the more."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiop.catalogue.plots.drawing import WIDTH, Box, Drawing, Words, shortened
from aiop.dashboards.geometry import Number

_NAMES, _HEADS, _HIGH = 156, 22, 22
# Narrower than this a cell holds no figure.
_ROOM = 38


@dataclass(frozen=True)
class Cell:
    """One value: as a number, shortly, and in full."""

    value: Number | None
    short: str
    text: str


def grid(
    name: str, columns: Sequence[str], rows: Sequence[str], cells: Mapping[tuple[int, int], Cell]
) -> Drawing | None:
    """Draw a heat map; `cells` are by row and column, and what is not there stays blank."""
    known = [abs(float(cell.value)) for cell in cells.values() if cell.value is not None and math.isfinite(cell.value)]
    if not known or not columns:
        return None
    most = max(known) or 1.0
    width = (WIDTH - _NAMES) / len(columns)
    drawing = Drawing(_HEADS + len(rows) * _HIGH, name)
    every = math.ceil(max(len(column) for column in columns) * 7.6 / width)
    for at, column in enumerate(columns):
        if at % every == 0:
            x = _NAMES + width * at + (width / 2 if every == 1 else 0)
            drawing.words.append(Words(round(x, 1), 14, column, anchor="middle" if every == 1 else "start"))
    for at, row in enumerate(rows):
        drawing.words.append(Words(_NAMES - 8, _HEADS + at * _HIGH + 15, shortened(row, 19), "cg-label", "end"))
    for (row_at, column_at), cell in cells.items():
        if cell.value is not None and math.isfinite(cell.value):
            _cell(drawing, cell, (row_at, column_at), width, most, f"{rows[row_at]}, {columns[column_at]}")
    return drawing


def _cell(drawing: Drawing, cell: Cell, place: tuple[int, int], width: float, most: float, where: str) -> None:
    row, column = place
    x, y = round(_NAMES + width * column, 1), _HEADS + row * _HIGH
    strength = round(0.06 + 0.94 * abs(float(cell.value or 0)) / most, 3)
    look = "cg-minus" if (cell.value or 0) < 0 else "cg-heat"
    drawing.boxes.append(
        Box(x + 0.5, y, round(max(width - 1, 1), 1), _HIGH - 1, look, f"{where}: {cell.text}", strength)
    )
    if width >= _ROOM:
        drawing.words.append(
            Words(round(x + width / 2, 1), y + 15, cell.short, "cg-on" if strength > 0.55 else "cg-value", "middle")
        )
