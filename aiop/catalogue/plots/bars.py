"""Bars from zero: lying, one row for each name, or upright over time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from aiop.catalogue.plots.drawing import WIDTH, Box, Drawing, Series, Stroke, Words, legend, look, shortened
from aiop.dashboards.geometry import compact, ticks

# A bar of several is as thick as its value is high, so that no value stands upon the next bar.
_THICK, _ONE_OF_SEVERAL, _GAP, _NAMES, _VALUES = 16, 13, 8, 170, 86
HEIGHT, LEFT, TOP, BOTTOM = 260, 56, 26, 26


@dataclass(frozen=True)
class _Row:
    """Where the bars of one name stand: how far down, how thick each is, where zero is, how long a unit is."""

    label: str
    y: float
    thick: float
    zero: float
    scale: float


def known(series: Sequence[Series]) -> list[float]:
    """Give every value that is known."""
    return [float(v) for one in series for v in one.values if v is not None and math.isfinite(v)]


def bars(name: str, labels: Sequence[str], series: Sequence[Series], *, stacked: bool = False) -> Drawing | None:
    """Draw a row for each label; several series stand under one another, or, `stacked`, one after the other."""
    if not known(series):
        return None
    kinds = 1 if stacked else len(series)
    thick = _THICK if kinds == 1 else _ONE_OF_SEVERAL
    low, high = _ends(series, stacked=stacked)
    scale = (WIDTH - _VALUES - _NAMES) / (high - low)
    first, step, zero = 22 if len(series) > 1 else 4, thick * kinds + _GAP, _NAMES - low * scale
    drawing = Drawing(first + len(labels) * step, name)
    legend(drawing, [one.name for one in series], 12, _NAMES)
    for at, label in enumerate(labels):
        row = _Row(label, first + at * step, thick, zero, scale)
        drawing.words.append(Words(_NAMES - 8, row.y + thick * kinds / 2 + 4, shortened(label, 26), "cg-label", "end"))
        (_stack if stacked else _group)(drawing, row, series, at)
    drawing.strokes.append(Stroke(f"{zero},{first - 2} {zero},{drawing.height}", "cg-zero"))
    return drawing


def _ends(series: Sequence[Series], *, stacked: bool) -> tuple[float, float]:
    """Give the least and the most that the axis must hold, with zero."""
    if stacked:
        rows = range(len(series[0].values))
        return 0.0, max(sum(max(float(one.values[row] or 0), 0.0) for one in series) for row in rows) or 1.0
    low, high = min(*known(series), 0.0), max(*known(series), 0.0)
    return (low, high) if high > low else (0.0, 1.0)


def _stack(drawing: Drawing, row: _Row, series: Sequence[Series], at: int) -> None:
    """Draw the parts of one bar, one after the other."""
    start = row.zero
    for place, one in enumerate(series):
        length = max(float(one.values[at] or 0), 0.0) * row.scale
        if length:
            said = f"{row.label}, {one.name}: {one.texts[at]}"
            drawing.boxes.append(Box(round(start, 1), row.y, round(length, 1), row.thick - 1, look(place), said))
        start += length


def _group(drawing: Drawing, row: _Row, series: Sequence[Series], at: int) -> None:
    """Draw a bar for each series, one under the other, with its value; an unknown one has no bar and says so."""
    for place, one in enumerate(series):
        value, text, top = one.values[at], one.texts[at], row.y + place * row.thick
        length = float(value) * row.scale if value is not None and math.isfinite(value) else 0.0
        if value is not None:
            start, wide = min(row.zero, row.zero + length), max(abs(length), 0.6)
            said = f"{row.label}, {one.name}: {text}"
            drawing.boxes.append(Box(round(start, 1), top, round(wide, 1), row.thick - 1, look(place), said))
        # Right of the bar, or of zero where it goes left: there the name of the row would be in the way.
        right = round(row.zero + max(length, 0.0) + 5, 1)
        drawing.words.append(Words(right, top + row.thick / 2 + 3.5, text, "cg-value"))


def columns(name: str, labels: Sequence[str], series: Sequence[Series]) -> Drawing | None:
    """Draw upright bars over an axis in order, side by side where there are several series."""
    values = known(series)
    if not values:
        return None
    named = ticks(values)
    bottom, top = named[0], named[-1]
    drawing = Drawing(HEIGHT, name)
    legend(drawing, [one.name for one in series], 12, LEFT)
    for value in named:
        y = _height(value, bottom, top)
        drawing.strokes.append(Stroke(f"{LEFT},{y} {WIDTH - 10},{y}", "cg-grid"))
        drawing.words.append(Words(LEFT - 6, y + 4, compact(value), anchor="end"))
    step = (WIDTH - 10 - LEFT) / len(labels)
    for place, one in enumerate(series):
        _upright(drawing, labels, one, place, (step, step * 0.8 / len(series), bottom, top))
    every = math.ceil((14 + 6.2 * max(len(label) for label in labels)) / step)
    for at, label in enumerate(labels):
        if (len(labels) - 1 - at) % every == 0:
            drawing.words.append(Words(round(LEFT + step * (at + 0.5), 1), HEIGHT - 8, label, anchor="middle"))
    return drawing


def _height(value: float, bottom: float, top: float) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - bottom) / (top - bottom)), 1)


def _upright(
    drawing: Drawing, labels: Sequence[str], one: Series, place: int, frame: tuple[float, float, float, float]
) -> None:
    """Draw the bars of one series."""
    step, width, bottom, top = frame
    zero = _height(0.0, bottom, top)
    for at, value in enumerate(one.values):
        if value is not None and math.isfinite(value):
            y = _height(float(value), bottom, top)
            x = round(LEFT + step * (at + 0.1) + width * place, 1)
            said = f"{labels[at]}, {one.name}: {one.texts[at]}"
            drawing.boxes.append(Box(x, min(y, zero), round(width, 1), max(abs(zero - y), 0.6), look(place), said))
