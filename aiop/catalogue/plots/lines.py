"""Lines and areas over an axis in order; each line named at its end."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from aiop.catalogue.plots.drawing import WIDTH, Box, Drawing, Series, Stroke, Words, look, shortened
from aiop.dashboards.geometry import compact, ticks

HEIGHT, LEFT, TOP, BOTTOM = 260, 56, 14, 26
_LABELS, _NAME = 8, 22


def lines(name: str, labels: Sequence[str], series: Sequence[Series], *, filled: bool = False) -> Drawing | None:
    """Draw series from zero; unknown values leave a gap; None where nothing is known."""
    known = [float(v) for one in series for v in one.values if v is not None and math.isfinite(v)]
    if not known:
        return None
    named = len(series) > 1
    right = WIDTH - (24 + 6.2 * min(_NAME, max(len(one.name) for one in series)) if named else 14)
    frame = _Frame(len(labels), right, ticks(known))
    drawing = Drawing(HEIGHT, name)
    _axes(drawing, frame, labels)
    for place, one in enumerate(series):
        _line(drawing, frame, one, place, filled=filled and not named)
    if named:
        _names(drawing, frame, series)
    _bands(drawing, frame, labels, series)
    return drawing


class _Frame:
    """Where values stand within the axes."""

    def __init__(self, count: int, right: float, named: Sequence[float]) -> None:
        self.count, self.right, self.named = count, right, named
        self.bottom, self.top = named[0], named[-1]

    def x(self, place: int) -> float:
        inner = self.right - LEFT
        return round(LEFT + (inner * place / (self.count - 1) if self.count > 1 else inner / 2), 1)

    def y(self, value: float) -> float:
        inner = HEIGHT - TOP - BOTTOM
        return round(TOP + inner * (1 - (float(value) - self.bottom) / (self.top - self.bottom)), 1)


def _axes(drawing: Drawing, frame: _Frame, labels: Sequence[str]) -> None:
    for value in frame.named:
        y = frame.y(value)
        drawing.strokes.append(Stroke(f"{LEFT},{y} {frame.right},{y}", "cg-grid"))
        drawing.words.append(Words(LEFT - 6, y + 4, compact(value), anchor="end"))
    every = math.ceil(len(labels) / _LABELS)
    last = len(labels) - 1
    for place in range(len(labels)):
        if (last - place) % every == 0:
            anchor = "middle" if place != last or frame.right < WIDTH - 30 else "end"
            drawing.words.append(Words(frame.x(place), HEIGHT - 8, shortened(labels[place], 14), anchor=anchor))


def _line(drawing: Drawing, frame: _Frame, one: Series, place: int, *, filled: bool) -> None:
    for known, run in itertools.groupby(enumerate(one.values), key=lambda item: item[1] is not None):
        corners = [(frame.x(at), frame.y(float(value))) for at, value in run if value is not None]
        if not known:
            continue
        points = " ".join(f"{x},{y}" for x, y in corners)
        if filled and len(corners) > 1:
            base = frame.y(0)
            drawing.strokes.append(
                Stroke(f"{corners[0][0]},{base} {points} {corners[-1][0]},{base}", f"{look(place)} cg-area", True)
            )
        if len(corners) == 1:
            drawing.boxes.append(Box(corners[0][0] - 2.5, corners[0][1] - 2.5, 5, 5, look(place)))
        else:
            drawing.strokes.append(Stroke(points, f"{look(place)} cg-line"))


def _names(drawing: Drawing, frame: _Frame, series: Sequence[Series]) -> None:
    """Name each line at its last known value, none upon another."""
    ends = []
    for place, one in enumerate(series):
        known = [float(value) for value in one.values if value is not None]
        if known:
            ends.append((frame.y(known[-1]), place, one.name))
    above = HEIGHT - BOTTOM + 17.0
    for y, place, name in sorted(ends, reverse=True):
        above = min(y + 4, above - 13)
        drawing.words.append(Words(frame.right + 6, above, shortened(name, _NAME), f"cg-name {look(place)}"))


def _bands(drawing: Drawing, frame: _Frame, labels: Sequence[str], series: Sequence[Series]) -> None:
    """Lay an upright band over each place of the axis, which tells the pointer all values there."""
    step = (frame.right - LEFT) / max(1, len(labels) - 1)
    for place, label in enumerate(labels):
        values = "; ".join(f"{one.name} {one.texts[place]}" for one in series)
        x = round(frame.x(place) - step / 2, 1)
        drawing.bands.append(Box(x, TOP, round(step, 1), HEIGHT - TOP - BOTTOM, "cg-band", f"{label}: {values}"))
