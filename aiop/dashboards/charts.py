"""Charts drawn on the server as SVG that takes its colours from the page; each stands beside a table of the same numbers."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from aiop.adminkit.format import UNKNOWN

Number = int | float | Decimal
# The drawing's own units; the page scales it, keeping its shape.
WIDTH, HEIGHT = 600, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 14, 18, 24
_LABELS = 6
_BAR = 100


@dataclass(frozen=True)
class Point:
    """One value of a line: `provisional` ones are still growing, unknown ones leave a gap."""

    label: str
    value: Number | None
    text: str
    link: str = ""
    provisional: bool = False


@dataclass(frozen=True)
class Bar:
    """One bar from zero with its label, its value as text, and where its rows are."""

    label: str
    value: Number | None
    text: str
    link: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Part:
    """What a stage is made up of, where no single list holds all of it."""

    text: str
    link: str


@dataclass(frozen=True)
class Stage:
    """One stage of a funnel: its share of the first, what it consists of, how it compares with before."""

    label: str
    value: int | None
    text: str
    share: str = ""
    link: str = ""
    parts: Sequence[Part] = ()
    change: str = ""
    is_side: bool = False


@dataclass(frozen=True)
class Trend:
    """One rate as a line of a table: its value, how it changed, its past as a small line."""

    label: str
    link: str
    value: str
    change: str
    line: SafeString
    falls_short: bool = False


@dataclass(frozen=True)
class _Mark:
    x: float
    y: float
    point: Point


def line_chart(points: Sequence[Point], *, name: str, unit: str = "") -> SafeString:
    """Draw a line over a filled area from zero, its highest and latest value named; nothing where nothing is known."""
    known = [float(point.value) for point in _known(points) if point.value is not None]
    if not known:
        return mark_safe("")
    top = nice_top(max(*known, 0.0))
    bottom = -nice_top(-min(known)) if min(known) < 0 else 0.0
    marks = _marks(points, bottom, top)
    runs = _runs(marks)
    base = _y(0, bottom, top)
    context = {
        "name": f"{name}{f', {unit}' if unit else ''}. {_says(points)}",
        "width": WIDTH,
        "height": HEIGHT,
        "left": _LEFT,
        "right": WIDTH - _RIGHT,
        "ticks": [(_y(value, bottom, top), compact(value)) for value in _ticks(bottom, top)],
        "labels": _axis_labels(points),
        "label_y": HEIGHT - 6,
        "areas": [_area(run, base) for run in runs if len(run) > 1],
        "solid": [_path(run) for run in _solid(runs) if len(run) > 1],
        "dashed": [_path(run) for run in _dashed(marks)],
        "dots": [run[0] for run in runs if len(run) == 1 and run[0] is not marks[-1]] + marks[-1:],
        "named": _named(marks),
        "bands": _bands(points),
        "band_y": _TOP,
        "band_height": HEIGHT - _TOP - _BOTTOM,
    }
    return _draw("line", context)


def bar_chart(bars: Sequence[Bar], *, name: str) -> SafeString:
    """Draw bars from zero, as long as their share of the longest; unknown values have no bar."""
    longest = max((float(bar.value) for bar in bars if bar.value is not None), default=0.0)
    drawn = [(bar, _share(bar.value, longest)) for bar in bars]
    return _draw("bars", {"bars": drawn, "name": name, "width": _BAR}) if bars else mark_safe("")


def funnel(stages: Sequence[Stage], *, name: str) -> SafeString:
    """Draw stages under one another, each as wide as its share of the first; side stages left the way to the end."""
    whole = float(stages[0].value or 0) if stages else 0.0
    drawn = [(stage, _share(stage.value, whole)) for stage in stages]
    return _draw("funnel", {"stages": drawn, "name": name, "width": _BAR}) if stages else mark_safe("")


def trend_table(trends: Sequence[Trend], heads: Sequence[str]) -> SafeString:
    """Set rates under one another, each with its past; `heads` names the four columns."""
    return _draw("trends", {"trends": trends, "heads": heads}) if trends else mark_safe("")


def nice_top(value: float) -> float:
    """Give the round number, 1, 2, 2.5 or 5 times a power of ten, that an axis up to `value` ends on."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1.0, 2.0, 2.5, 5.0, 10.0) if step * power >= value * 0.999999)


def compact(value: Number) -> str:
    """Write a number shortly: 1.2M, 48k, 950."""
    amount = float(value)
    for size, mark in ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")):
        if abs(amount) >= size:
            return f"{amount / size:.3g}{mark}"
    return f"{amount:g}"


def _draw(template: str, context: dict[str, object]) -> SafeString:
    return render_to_string(f"dashboards/{template}.html", context)


def _share(value: Number | None, whole: float) -> float:
    """Give the length of a bar; whatever is there at all can be seen."""
    if value is None or value <= 0 or whole <= 0:
        return 0.0
    return round(max(min(float(value) / whole, 1.0) * _BAR, 0.6), 2)


def _x(index: int, count: int) -> float:
    inner = WIDTH - _LEFT - _RIGHT
    return round(_LEFT + (inner * index / (count - 1) if count > 1 else inner / 2), 1)


def _y(value: Number, bottom: float, top: float) -> float:
    inner = HEIGHT - _TOP - _BOTTOM
    return round(_TOP + inner * (1 - (float(value) - bottom) / (top - bottom)), 1)


def _marks(points: Sequence[Point], bottom: float, top: float) -> list[_Mark]:
    return [
        _Mark(_x(i, len(points)), _y(point.value, bottom, top), point)
        for i, point in enumerate(points)
        if point.value is not None and math.isfinite(point.value)
    ]


def _known(points: Sequence[Point]) -> list[Point]:
    return [point for point in points if point.value is not None and math.isfinite(point.value)]


def _runs(marks: Sequence[_Mark]) -> list[list[_Mark]]:
    """Split where values are unknown: points next to one another are one step apart."""
    if len(marks) < 2:
        return [list(marks)]
    step = min(right.x - left.x for left, right in itertools.pairwise(marks))
    runs = [[marks[0]]]
    for left, right in itertools.pairwise(marks):
        if right.x - left.x > step * 1.5:
            runs.append([])
        runs[-1].append(right)
    return runs


def _solid(runs: Sequence[Sequence[_Mark]]) -> list[list[_Mark]]:
    return [[mark for mark in run if not mark.point.provisional] for run in runs]


def _dashed(marks: Sequence[_Mark]) -> list[list[_Mark]]:
    pairs = itertools.pairwise(marks)
    return [[left, right] for left, right in pairs if right.point.provisional]


def _path(run: Sequence[_Mark]) -> str:
    return " ".join(f"{mark.x},{mark.y}" for mark in run)


def _area(run: Sequence[_Mark], base: float) -> str:
    return f"{run[0].x},{base} {_path(run)} {run[-1].x},{base}"


def _ticks(bottom: float, top: float) -> list[float]:
    return [bottom + (top - bottom) * i / 4 for i in range(5)] if bottom else [top * i / 4 for i in (0, 2, 4)]


def _axis_labels(points: Sequence[Point]) -> list[tuple[float, str, str]]:
    """Give x, anchor and text of at most six labels, counted from the latest."""
    every = math.ceil(len(points) / _LABELS)
    chosen = [i for i in range(len(points)) if (len(points) - 1 - i) % every == 0]
    last = len(points) - 1
    return [
        (_x(i, len(points)), "end" if i == last and last else "start" if i == 0 and last else "middle", points[i].label)
        for i in chosen
    ]


def _named(marks: Sequence[_Mark]) -> list[tuple[float, float, str, str]]:
    """Give x, y, anchor and text of the highest and the latest value."""
    highest, latest = max(marks, key=lambda mark: mark.point.value or 0), marks[-1]
    chosen = [latest] if abs(latest.x - highest.x) < 90 and latest.y <= highest.y + 14 else [highest, latest]
    return [(mark.x, max(mark.y - 7, 11), _anchor(mark.x), mark.point.text) for mark in chosen]


def _anchor(x: float) -> str:
    return "end" if x > WIDTH - 80 else "start" if x < _LEFT + 40 else "middle"


def _bands(points: Sequence[Point]) -> list[tuple[float, float, Point]]:
    """Give x and width of the upright band that answers to the pointer for each point."""
    if len(points) == 1:
        return [(_LEFT, WIDTH - _LEFT - _RIGHT, points[0])]
    step = (WIDTH - _LEFT - _RIGHT) / (len(points) - 1)
    return [(round(_x(i, len(points)) - step / 2, 1), round(step, 1), point) for i, point in enumerate(points)]


def _says(points: Sequence[Point]) -> str:
    highest = max(_known(points), key=lambda point: point.value or 0)
    first, last = points[0], points[-1]
    return (
        f"{first.label} to {last.label}; highest {highest.text} in {highest.label}, "
        f"latest {last.text if last.value is not None else UNKNOWN}. The table holds every value."
    )
