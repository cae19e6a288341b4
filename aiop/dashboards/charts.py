"""Charts drawn on the server as SVG that takes its colours from the page; each stands beside a table of the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from aiop.dashboards import geometry
from aiop.dashboards.geometry import Number, Point


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


def line_chart(points: Sequence[Point], *, name: str, unit: str = "") -> SafeString:
    """Draw a line over a filled area from zero, its highest and latest value named; nothing where nothing is known."""
    known = [float(point.value) for point in geometry.known(points) if point.value is not None]
    if not known:
        return mark_safe("")
    ticks = geometry.ticks(known)
    bottom, top = ticks[0], ticks[-1]
    marks = geometry.marks(points, bottom, top)
    runs = geometry.runs(marks)
    base = geometry.y(0, bottom, top)
    context = {
        "name": f"{name}{f', {unit}' if unit else ''}. {geometry.says(points)}",
        "width": geometry.WIDTH,
        "height": geometry.HEIGHT,
        "left": geometry.LEFT,
        "right": geometry.WIDTH - geometry.RIGHT,
        "ticks": [(geometry.y(value, bottom, top), geometry.compact(value)) for value in ticks],
        "labels": geometry.axis_labels(points),
        "label_y": geometry.HEIGHT - 6,
        "areas": [geometry.area(run, base) for run in runs if len(run) > 1],
        "solid": [geometry.path(run) for run in geometry.solid(runs) if len(run) > 1],
        "dashed": [geometry.path(run) for run in geometry.dashed(marks)],
        "dots": [run[0] for run in runs if len(run) == 1 and run[0] is not marks[-1]] + marks[-1:],
        "named": geometry.named(marks),
        "bands": geometry.bands(points),
        "band_y": geometry.TOP,
        "band_height": geometry.HEIGHT - geometry.TOP - geometry.BOTTOM,
    }
    return _draw("line", context)


def bar_chart(bars: Sequence[Bar], *, name: str) -> SafeString:
    """Draw bars from zero, as long as their share of the longest; unknown values have no bar."""
    longest = max((float(bar.value) for bar in bars if bar.value is not None), default=0.0)
    drawn = [(bar, geometry.share(bar.value, longest)) for bar in bars]
    return _draw("bars", {"bars": drawn, "name": name, "width": geometry.BAR}) if bars else mark_safe("")


def funnel(stages: Sequence[Stage], *, name: str) -> SafeString:
    """Draw stages under one another, each as wide as its share of the first; side stages left the way to the end."""
    whole = float(stages[0].value or 0) if stages else 0.0
    drawn = [(stage, geometry.share(stage.value, whole)) for stage in stages]
    return _draw("funnel", {"stages": drawn, "name": name, "width": geometry.BAR}) if stages else mark_safe("")


def trend_table(trends: Sequence[Trend], heads: Sequence[str]) -> SafeString:
    """Set rates under one another, each with its past; `heads` names the four columns."""
    return _draw("trends", {"trends": trends, "heads": heads}) if trends else mark_safe("")


def _draw(template: str, context: dict[str, object]) -> SafeString:
    return render_to_string(f"dashboards/{template}.html", context)
