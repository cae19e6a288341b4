"""Where the parts of a chart stand: numbers in, coordinates and words out. Pure."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from aiop.adminkit.format import UNKNOWN

Number = int | float | Decimal
# The drawing's own units; the page scales it, keeping its shape.
WIDTH, HEIGHT = 600, 200
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 18, 24
_LABELS, _STEPS = 6, 5
_ROOM = 110
BAR = 100


@dataclass(frozen=True)
class Point:
    """One value of a line: `provisional` ones are still growing, unknown ones leave a gap."""

    label: str
    value: Number | None
    text: str
    link: str = ""
    provisional: bool = False


@dataclass(frozen=True)
class Mark:
    """Where a known point of a line stands."""

    x: float
    y: float
    point: Point


def ticks(values: Sequence[float]) -> list[float]:
    """Give what an axis names that holds zero and every value: some round steps, whole ones where the values are whole."""
    low, high = min(*values, 0.0), max(*values, 0.0)
    least = (high - low) / _STEPS or 1.0
    power = 10.0 ** math.floor(math.log10(least))
    step = next(of * power for of in (1.0, 2.0, 5.0, 10.0) if of * power >= least * 0.999999)
    if all(value.is_integer() for value in values):
        step = max(step, 1.0)
    first, last = math.floor(low / step + 1e-6), math.ceil(high / step - 1e-6)
    return [number * step for number in range(first, max(last, first + 1) + 1)]


def compact(value: Number) -> str:
    """Write a number shortly: 1.2M, 48k, 950."""
    amount = float(value)
    for size, mark in ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")):
        if abs(amount) >= size:
            return f"{amount / size:.3g}{mark}"
    return f"{amount:g}"


def share(value: Number | None, whole: float) -> float:
    """Give the length of a bar; whatever is there at all can be seen."""
    if value is None or value <= 0 or whole <= 0:
        return 0.0
    return round(max(min(float(value) / whole, 1.0) * BAR, 0.6), 2)


def _x(index: int, count: int) -> float:
    inner = WIDTH - LEFT - RIGHT
    return round(LEFT + (inner * index / (count - 1) if count > 1 else inner / 2), 1)


def y(value: Number, bottom: float, top: float) -> float:
    """Give how far down a value stands, in the drawing's units."""
    inner = HEIGHT - TOP - BOTTOM
    return round(TOP + inner * (1 - (float(value) - bottom) / (top - bottom)), 1)


def marks(points: Sequence[Point], bottom: float, top: float) -> list[Mark]:
    """Place the points whose value is known."""
    return [
        Mark(_x(i, len(points)), y(point.value, bottom, top), point)
        for i, point in enumerate(points)
        if point.value is not None and math.isfinite(point.value)
    ]


def known(points: Sequence[Point]) -> list[Point]:
    """Keep the points whose value is known."""
    return [point for point in points if point.value is not None and math.isfinite(point.value)]


def runs(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Split where values are unknown: points next to one another are one step apart."""
    if len(marks) < 2:
        return [list(marks)]
    step = min(right.x - left.x for left, right in itertools.pairwise(marks))
    found = [[marks[0]]]
    for left, right in itertools.pairwise(marks):
        if right.x - left.x > step * 1.5:
            found.append([])
        found[-1].append(right)
    return found


def solid(runs: Sequence[Sequence[Mark]]) -> list[list[Mark]]:
    """Keep what has stopped growing."""
    return [[mark for mark in run if not mark.point.provisional] for run in runs]


def dashed(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Give the pieces of line that lead to a value that is still growing."""
    pairs = itertools.pairwise(marks)
    return [[left, right] for left, right in pairs if right.point.provisional]


def path(run: Sequence[Mark]) -> str:
    """Write the corners of a line as SVG does."""
    return " ".join(f"{mark.x},{mark.y}" for mark in run)


def area(run: Sequence[Mark], base: float) -> str:
    """Write the corners of the area between a line and its base."""
    return f"{run[0].x},{base} {path(run)} {run[-1].x},{base}"


def axis_labels(points: Sequence[Point]) -> list[tuple[float, str, str]]:
    """Give x, anchor and text of at most six labels, counted from the latest; none that the last would run into."""
    every = math.ceil(len(points) / _LABELS)
    chosen = [i for i in range(len(points)) if (len(points) - 1 - i) % every == 0]
    last = len(points) - 1
    # The last one ends where the line does, so it takes twice the room to its left.
    chosen = [i for i in chosen if i == last or _x(last, len(points)) - _x(i, len(points)) >= _ROOM]
    return [
        (_x(i, len(points)), "end" if i == last and last else "start" if i == 0 and last else "middle", points[i].label)
        for i in chosen
    ]


def named(marks: Sequence[Mark]) -> list[tuple[float, float, str, str]]:
    """Give x, y, anchor and text of the highest and the latest value."""
    highest, latest = max(marks, key=lambda mark: mark.point.value or 0), marks[-1]
    chosen = [latest] if abs(latest.x - highest.x) < 90 and latest.y <= highest.y + 14 else [highest, latest]
    return [(mark.x, max(mark.y - 7, TOP - 2), _anchor(mark.x), mark.point.text) for mark in chosen]


def _anchor(x: float) -> str:
    return "end" if x > WIDTH - 80 else "start" if x < LEFT + 40 else "middle"


def bands(points: Sequence[Point]) -> list[tuple[float, float, Point]]:
    """Give x and width of the upright band that answers to the pointer for each point."""
    if len(points) == 1:
        return [(LEFT, WIDTH - LEFT - RIGHT, points[0])]
    step = (WIDTH - LEFT - RIGHT) / (len(points) - 1)
    return [(round(_x(i, len(points)) - step / 2, 1), round(step, 1), point) for i, point in enumerate(points)]


def says(points: Sequence[Point]) -> str:
    highest = max(known(points), key=lambda point: point.value or 0)
    first, last = points[0], points[-1]
    return (
        f"{first.label} to {last.label}; highest {highest.text} in {highest.label}, "
        f"latest {last.text if last.value is not None else UNKNOWN}. The table holds every value."
    )
