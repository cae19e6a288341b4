"""Bars from zero: lying, one row for each name, or upright over time."""

from __future__ import annotations

import math
from collections.abc import Sequence

from aiop.catalogue.plots.drawing import WIDTH, Box, Drawing, Series, Stroke, Words, legend, look, shortened
from aiop.dashboards.geometry import compact, nice_top

_THICK, _GAP, _NAMES, _VALUES = 16, 8, 170, 86
HEIGHT, LEFT, TOP, BOTTOM = 260, 56, 26, 26


def bars(name: str, labels: Sequence[str], series: Sequence[Series], *, stacked: bool = False) -> Drawing | None:
    """Draw a row for each label; several series stand under one another, or, `stacked`, one after the other."""
    known = [float(v) for one in series for v in one.values if v is not None and math.isfinite(v)]
    if not known:
        return None
    kinds = 1 if stacked else len(series)
    thick = _THICK if kinds == 1 else max(7, 20 // kinds)
    low, high = _ends(series, stacked=stacked, known=known)
    left, right = _NAMES, WIDTH - _VALUES
    scale = (right - left) / (high - low)
    first = 22 if len(series) > 1 else 4
    drawing = Drawing(first + len(labels) * (thick * kinds + _GAP), name)
    legend(drawing, [one.name for one in series], 12, left)
    for row, label in enumerate(labels):
        y = first + row * (thick * kinds + _GAP)
        drawing.words.append(Words(left - 8, y + thick * kinds / 2 + 4, shortened(label, 26), "cg-label", "end"))
        at = left - low * scale
        for place, one in enumerate(series):
            top = y if stacked else y + place * thick
            at = _bar(
                drawing,
                one,
                place,
                row,
                (at if stacked else left - low * scale, top, thick, scale),
                label,
                stacked=stacked,
            )
    zero = left - low * scale
    drawing.strokes.append(Stroke(f"{zero},{first - 2} {zero},{drawing.height}", "cg-zero"))
    return drawing


def _ends(series: Sequence[Series], *, stacked: bool, known: Sequence[float]) -> tuple[float, float]:
    """Give the least and the most that the axis must hold, with zero."""
    if stacked:
        return 0.0, max(
            sum(max(float(one.values[row] or 0), 0.0) for one in series) for row in range(len(series[0].values))
        ) or 1.0
    low, high = min(*known, 0.0), max(*known, 0.0)
    return (low, high) if high > low else (0.0, 1.0)


def _bar(
    drawing: Drawing,
    one: Series,
    place: int,
    row: int,
    where: tuple[float, float, float, float],
    label: str,
    *,
    stacked: bool,
) -> float:
    """Draw one bar and give where it ends; unknown values have none, and say so."""
    at, top, thick, scale = where
    value = one.values[row]
    text = one.texts[row]
    if value is None or not math.isfinite(value):
        if not stacked:
            drawing.words.append(Words(at + 5, top + thick - 3, text, "cg-value"))
        return at
    length = float(value) * scale
    start = min(at, at + length)
    drawing.boxes.append(
        Box(
            round(start, 1),
            top,
            round(max(abs(length), 0.6), 1),
            thick - 1,
            look(place),
            f"{label}, {one.name}: {text}",
        )
    )
    if not stacked:
        # Right of the bar, or of zero where it goes left: there the name of the row would be in the way.
        drawing.words.append(
            Words(round(max(at, at + length) + 5, 1), top + thick - (4 if thick > 10 else 0), text, "cg-value")
        )
    return at + max(length, 0.0)


def columns(name: str, labels: Sequence[str], series: Sequence[Series]) -> Drawing | None:
    """Draw upright bars over an axis in order, side by side where there are several series."""
    known = [float(v) for one in series for v in one.values if v is not None and math.isfinite(v)]
    if not known:
        return None
    top, bottom = nice_top(max(*known, 0.0)), -nice_top(-min(known)) if min(known) < 0 else 0.0
    inner, right = HEIGHT - TOP - BOTTOM, WIDTH - 10
    drawing = Drawing(HEIGHT, name)
    legend(drawing, [one.name for one in series], 12, LEFT)
    step = (right - LEFT) / len(labels)
    width = step * 0.8 / len(series)

    def height(value: float) -> float:
        return round(TOP + inner * (1 - (value - bottom) / (top - bottom)), 1)

    for tick in range(5):
        value = bottom + (top - bottom) * tick / 4
        drawing.strokes.append(Stroke(f"{LEFT},{height(value)} {right},{height(value)}", "cg-grid"))
        drawing.words.append(Words(LEFT - 6, height(value) + 4, compact(value), anchor="end"))
    for place, one in enumerate(series):
        for at, found in enumerate(one.values):
            if found is not None and math.isfinite(found):
                y, zero = height(float(found)), height(0.0)
                x = round(LEFT + step * at + step * 0.1 + width * place, 1)
                drawing.boxes.append(
                    Box(
                        x,
                        min(y, zero),
                        round(width, 1),
                        max(abs(zero - y), 0.6),
                        look(place),
                        f"{labels[at]}, {one.name}: {one.texts[at]}",
                    )
                )
    every = math.ceil(len(labels) / max(1, int((right - LEFT) / (14 + 6.2 * max(len(label) for label in labels)))))
    for at, label in enumerate(labels):
        if (len(labels) - 1 - at) % every == 0:
            drawing.words.append(Words(round(LEFT + step * (at + 0.5), 1), HEIGHT - 8, label, anchor="middle"))
    return drawing
