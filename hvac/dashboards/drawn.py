"""Tiles from rows: a line, bars, or a table alone; each number with the way to its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from aiop.adminkit import format as fmt
from aiop.dashboards.charts import Bar, bar_chart, line_chart
from aiop.dashboards.geometry import Point, compact
from aiop.dashboards.page import Tile
from aiop.dashboards.periods import Days
from aiop.dashboards.tables import Cell, Head, Table
from hvac.dashboards.asked import Asked

# A column of a table: its head, what of a row stands in it, how it is written; None for words.
Column = tuple[str, Callable[[Any], Any], Callable[[Any], str] | None]
Linked = Callable[[Any], str]
MOST_BARS = 10


def name(head: str, of: Callable[[Any], Any]) -> Column:
    """Give a column of words."""
    return head, of, None


def count(head: str, attribute: str) -> Column:
    """Give a column of numbers."""
    return head, lambda row: getattr(row, attribute), fmt.number


def dollars(head: str, attribute: str) -> Column:
    """Give a column of dollars; the head names the currency."""
    return f"{head}, $", lambda row: getattr(row, attribute), fmt.money


def share(head: str, attribute: str) -> Column:
    """Give a column of per cents."""
    return f"{head}, %", lambda row: getattr(row, attribute), fmt.number


def table(caption: str, columns: Sequence[Column], rows: Iterable[Any], link: Linked | None = None) -> Table:
    """Write rows as a table; the first cell of each leads to the rows behind it, and says why something is unknown."""
    heads = [Head(head, written is not None) for head, _, written in columns]
    return Table(caption, heads, [[_cell(row, column, link, at) for at, column in enumerate(columns)] for row in rows])


def line(
    asked: Asked,
    key: str,
    title: str,
    about: str,
    rows: Sequence[Any],
    *,
    value: str,
    columns: Sequence[Column],
    link: Callable[[Days], str],
    money: bool = False,
    width: int = 6,
    note: str = "",
    none: str = "Nothing in this period.",
) -> Tile:
    """Draw a column of rows that have a `step_start` as a line, with their table; the figure is its sum."""
    found = {row.step_start: row for row in rows}
    cut = asked.cut(found, min(found, default=None))
    points = [_point(asked, bucket, getattr(row, value) if row else None, link, money=money) for bucket, row in cut]
    known = [getattr(row, value) for row in rows if getattr(row, value) is not None]
    total = sum(known, Decimal(0)) if money else sum(known)
    text = fmt.money(total) if money else fmt.number(total)
    shown = table(title, [("From", lambda row: row.step_start, _day), *columns], reversed(rows), _by_step(asked, link))
    figure = format_html('<a href="{}">{}</a>', link(asked.period.days), text) if known else ""
    chart = line_chart(points, name=title, unit=asked.period.step.value) if known else mark_safe("")
    return Tile(key, title, about, chart, shown, none, figure, "", note, width)


def bars(
    key: str,
    title: str,
    about: str,
    rows: Sequence[Any],
    *,
    label: Callable[[Any], str],
    value: str,
    written: Callable[[Any], str],
    columns: Sequence[Column],
    link: Linked,
    width: int = 6,
    note: str = "",
    none: str = "Nothing in this period.",
) -> Tile:
    """Draw a column of rows as bars, the first ten; the table holds all."""
    shown = [
        Bar(label(row), getattr(row, value), written(getattr(row, value)), link(row), getattr(row, "reason", "") or "")
        for row in rows[:MOST_BARS]
    ]
    known = [bar for bar in shown if bar.value is not None]
    chart = bar_chart(shown, name=title) if known else mark_safe("")
    return Tile(key, title, about, chart, table(title, columns, rows, link), none, "", "", note, width)


def listing(
    key: str,
    title: str,
    about: str,
    rows: Sequence[Any],
    *,
    columns: Sequence[Column],
    link: Linked | None = None,
    width: int = 6,
    note: str = "",
    figure: Any = "",
    none: str = "Nothing in this period.",
) -> Tile:
    """Show rows as a table, open."""
    shown = table(title, columns, rows, link)
    return Tile(key, title, about, mark_safe(""), shown, none, figure, "", note, width, is_open=bool(rows))


def _cell(row: Any, column: Column, link: Linked | None, at: int) -> Cell:
    _, of, written = column
    value = of(row)
    text = (written or str)(value) if value is not None else fmt.UNKNOWN
    hint = (getattr(row, "reason", "") or "") if value is None or at == 0 else ""
    return Cell(text, value, link(row) if link and at == 0 else "", hint)


def _point(asked: Asked, bucket: Days, value: Any, link: Callable[[Days], str], *, money: bool) -> Point:
    text = fmt.UNKNOWN if value is None else compact(value) if money else fmt.number(value)
    return Point(asked.name_of(bucket), value, text, link(bucket), asked.is_growing(bucket))


def _by_step(asked: Asked, link: Callable[[Days], str]) -> Linked:
    ends = {bucket.start: bucket for bucket, _ in asked.cut({}, asked.period.days.start)}
    return lambda row: link(ends.get(row.step_start, Days(row.step_start, None)))


def _day(value: dt.date) -> str:
    return fmt.day(value)
