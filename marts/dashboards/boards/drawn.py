"""Tiles of a mart's dashboard: a line, or bars, each with its table and the way to the mart's rows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from aiop.adminkit import format as fmt
from aiop.dashboards.change import change
from aiop.dashboards.charts import Bar, bar_chart, line_chart
from aiop.dashboards.geometry import Point, compact
from aiop.dashboards.page import Tile
from aiop.dashboards.periods import Days
from aiop.dashboards.tables import Cell, Head, Table
from marts.dashboards.boards.asked import Asked, Spans
from marts.dashboards.boards.figures import MOST_BARS, Figure, Makeup, Shares, Written
from marts.etl.declared import Job


def figure_tile(asked: Asked, job: Job[Any], shown: Figure, spans: Spans, at: int) -> Tile:
    """Show a figure of the period, how it compares with the one before, and its line; days without a row are gaps."""
    whole, before = spans.whole[at], spans.before[at]
    cut = [
        (days, growing, values[at] if values else None)
        for days, growing, values in asked.cut(job, spans, of_a_moment=shown.is_of_a_moment)
    ]
    points = [_point(asked, job, shown.written, *one) for one in cut]
    known = any(value is not None for _, _, value in cut)
    chart = line_chart(points, name=shown.title, unit=asked.step_of(job).value) if known else mark_safe("")
    rows = [
        [Cell(asked.name_of(job, days), _iso(days), asked.link(job, days)), Cell(_text(value, shown.written), value)]
        for days, _, value in reversed(cut)
        if value is not None
    ]
    table = Table(shown.title, [Head("From", is_number=False), Head(shown.title)], rows)
    figure = format_html('<a href="{}">{}</a>', asked.link(job), shown.written(whole)) if whole is not None else ""
    words = change(whole, before) if asked.period.before else ""
    return Tile(shown.key, shown.title, shown.about, chart, table, _none(job), figure, words, "", shown.width)


def shares_tile(asked: Asked, job: Job[Any], shown: Shares, spans: Spans, at: range) -> Tile:
    """Show what the period is made up of, the time before beside it in the table."""
    found = [
        (label, spans.whole[place], spans.before[place]) for (label, _), place in zip(shown.parts, at, strict=True)
    ]
    rows = [
        [
            Cell(label, label, asked.link(job)),
            Cell(_text(value, shown.written), value),
            Cell(_text(before, shown.written), before),
        ]
        for label, value, before in found
    ]
    table = Table(shown.title, [Head("Of", is_number=False), Head("Period"), Head("Before")], rows)
    chart = _bars(
        [(label, value) for label, value, _ in found[:MOST_BARS]], shown.written, asked.link(job), shown.title
    )
    return Tile(shown.key, shown.title, shown.about, chart, table, _none(job), width=shown.width)


def makeup_tile(asked: Asked, job: Job[Any], shown: Makeup, row: Any) -> Tile:
    """Show what the latest row is made up of, and of which day it is."""
    found = list(shown.of(row)) if row is not None else []
    day = getattr(row, job.day or "period_end", None)
    about = f"{shown.about}, {fmt.day(day)}" if day else shown.about
    link = asked.link(job, Days(day, day)) if day else asked.link(job)
    rows = [[Cell(label, label, link), Cell(_text(value, shown.written), value)] for label, value in found]
    table = Table(shown.title, [Head("Of", is_number=False), Head(shown.title)], rows)
    chart = _bars(found[: shown.most], shown.written, link, shown.title)
    return Tile(shown.key, shown.title, about, chart, table, _none(job), width=shown.width)


def _bars(found: Sequence[tuple[str, Decimal | int | None]], written: Written, link: str, name: str) -> SafeString:
    bars = [Bar(label, value, _text(value, written), link) for label, value in found]
    return bar_chart(bars, name=name) if any(bar.value is not None for bar in bars) else mark_safe("")


def _point(asked: Asked, job: Job[Any], written: Written, days: Days, growing: bool, value: Any) -> Point:
    text = fmt.UNKNOWN if value is None else compact(value) if written is fmt.money else written(value)
    return Point(asked.name_of(job, days), value, text, asked.link(job, days), growing)


def _text(value: Any, written: Written) -> str:
    return fmt.UNKNOWN if value is None else written(value)


def _none(job: Job[Any]) -> str:
    return f"{job.title} told nothing of these days."


def _iso(days: Days) -> str:
    return days.start.isoformat() if days.start else ""
