"""The chart of an answer, as its entry's head asks for it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from aiop.catalogue.entries import Entry
from aiop.catalogue.head import Chart, Column
from aiop.catalogue.plots.bars import bars, columns
from aiop.catalogue.plots.drawing import SERIES, Drawing, Series
from aiop.catalogue.plots.funnels import funnel
from aiop.catalogue.plots.grids import Cell, grid
from aiop.catalogue.plots.lines import lines
from aiop.catalogue.plots.maps import PLACES, tiles
from aiop.catalogue.run import Answer
from aiop.catalogue.written import axis_labels, short, written
from aiop.values.state import state_code

# More bars than a page shows at once say less than the table; more places than this are a line.
_BARS, _COLUMNS = 20, 62
_GRID_ROWS, _GRID_COLUMNS = 40, 60
# Written with the year first, texts of months sort as they follow.
_MONTH = re.compile(r"\d{4}-\d{2}(-\d{2})?\Z")
_OTHERS = "{n} more stand in the table."
_PART = "Drawn from the first {n:,} of {all:,} rows."
_CUT = "Drawn from as many rows as the limit lets through: {n:,}."


@dataclass(frozen=True)
class Asked:
    """An answer and how it is to be drawn."""

    entry: Entry
    chart: Chart
    answer: Answer
    zone: dt.tzinfo

    def column(self, name: str) -> Column:
        """Give a column by its name."""
        return next(column for column in self.answer.columns if column.name == name)

    def values(self, name: str) -> list[Any]:
        """Give what stands in a column, row after row."""
        place = [column.name for column in self.answer.columns].index(name)
        return [row[place] for row in self.answer.rows]

    @property
    def heights(self) -> list[str]:
        """The columns that are drawn: those that share the first one's unit, so that one axis holds them."""
        unit = self.column(self.chart.y[0]).unit
        return [name for name in self.chart.y if self.column(name).unit == unit][:SERIES]

    def series(self, name: str, values: Sequence[Any]) -> Series:
        """Make a series of the values of a column."""
        column = self.column(name)
        return Series(column.title, values, [written(column, value, self.zone) for value in values])


def chart(entry: Entry, answer: Answer, zone: dt.tzinfo) -> SafeString:
    """Draw an answer; nothing where its head asks for none or nothing is known."""
    drawing = draw(entry, answer, zone)
    return mark_safe("") if drawing is None else render_to_string("catalogue/chart.html", {"drawing": drawing})


def draw(entry: Entry, answer: Answer, zone: dt.tzinfo) -> Drawing | None:
    """Give the drawing of an answer, None where there is nothing to draw."""
    if entry.chart is None or not answer.rows:
        return None
    drawing = _KINDS[entry.chart.kind](Asked(entry, entry.chart, answer, zone))
    if drawing is not None and (answer.is_cut or not answer.is_whole):
        part = (_CUT if answer.is_whole else _PART).format(n=len(answer.rows), all=answer.total)
        drawing.note = f"{drawing.note} {part}".strip()
    return drawing


def _lines(asked: Asked) -> Drawing | None:
    if not _may_add(asked):
        return None
    places, series = _over(asked)
    labels = axis_labels(asked.column(asked.chart.x), places, asked.zone)
    return lines(asked.entry.title, labels, series, filled=asked.chart.kind == "area")


def _over(asked: Asked) -> tuple[list[Any], list[Series]]:
    """Give the places of an axis in order, and each series along them."""
    places = list(dict.fromkeys(asked.values(asked.chart.x)))
    if asked.column(asked.chart.x).unit in {"date", "moment"} or all(isinstance(place, int) for place in places):
        places = sorted(place for place in places if place is not None)
    if not asked.chart.series:
        found = [_along(asked, name, places, None) for name in asked.heights]
        return places, [asked.series(name, values) for name, values in zip(asked.heights, found, strict=True)]
    return places, _parts(asked, places)


def _may_add(asked: Asked) -> bool:
    """Tell whether what is drawn may be added up where several rows are about one place: averages and rates may not."""
    keys = list(zip(asked.values(asked.chart.x), asked.values(asked.chart.series or asked.chart.x), strict=True))
    return len(set(keys)) == len(keys) or all(asked.column(name).total == "sum" for name in asked.heights)


def _parts(asked: Asked, places: Sequence[Any]) -> list[Series]:
    """Give a series for each of the largest values of the series' column."""
    name, of = asked.heights[0], asked.column(asked.chart.series)
    sizes: dict[Any, float] = {}
    for part, value in zip(asked.values(asked.chart.series), asked.values(name), strict=True):
        sizes[part] = sizes.get(part, 0.0) + abs(float(value or 0))
    largest = sorted(sizes, key=lambda part: -sizes[part])[:SERIES]
    made = [(part, asked.series(name, _along(asked, name, places, part))) for part in largest]
    return [Series(written(of, part, asked.zone), one.values, one.texts) for part, one in made]


def _along(asked: Asked, name: str, places: Sequence[Hashable], part: Any) -> list[Any]:
    """Give a column's value at each place, added up where several rows are about one; of one part alone where there are parts."""
    parts = asked.values(asked.chart.series) if asked.chart.series else [None] * len(asked.answer.rows)
    found: dict[Any, Any] = {}
    for place, value, of in zip(asked.values(asked.chart.x), asked.values(name), parts, strict=True):
        if of == part and value is not None:
            found[place] = found[place] + value if place in found else value
    return [found.get(place) for place in places]


def _bars(asked: Asked) -> Drawing | None:
    if not _may_add(asked):
        return _row_by_row(asked)
    places, series = _over(asked)
    column = asked.column(asked.chart.x)
    if column.unit in {"date", "moment"}:
        labels = axis_labels(column, places, asked.zone)
        return (columns if len(places) <= _COLUMNS else lines)(asked.entry.title, labels, series)
    if len(places) < len(asked.answer.rows):
        # Added up, a name may stand above one that has more.
        sizes = [sum(abs(float(one.values[at] or 0)) for one in series) for at in range(len(places))]
        order = sorted(range(len(places)), key=lambda at: -sizes[at])
        places = [places[at] for at in order]
        series = [Series(one.name, [one.values[at] for at in order], [one.texts[at] for at in order]) for one in series]
    labels = axis_labels(column, places, asked.zone)
    return _lying(asked, labels, series, stacked=bool(asked.chart.series) and len(series) > 1)


def _row_by_row(asked: Asked) -> Drawing | None:
    """Draw a bar for each row, called by everything that names it."""
    names = [column for column in asked.answer.columns if column.unit == "text"]
    places = [[column.name for column in asked.answer.columns].index(column.name) for column in names]
    labels = [
        " · ".join(written(column, row[at], asked.zone) for column, at in zip(names, places, strict=True))
        for row in asked.answer.rows
    ]
    return _lying(asked, labels, [asked.series(name, asked.values(name)) for name in asked.heights], stacked=False)


def _lying(asked: Asked, labels: Sequence[str], series: Sequence[Series], *, stacked: bool) -> Drawing | None:
    few = [Series(one.name, one.values[:_BARS], one.texts[:_BARS]) for one in series]
    drawing = bars(asked.entry.title, labels[:_BARS], few, stacked=stacked)
    if drawing is not None and len(labels) > _BARS:
        drawing.note = _OTHERS.format(n=len(labels) - _BARS)
    return drawing


def _grid(asked: Asked) -> Drawing | None:
    if not _may_add(asked):
        return None
    across, down, name = asked.chart.x, asked.chart.series, asked.chart.y[0]
    heads = list(dict.fromkeys(asked.values(across)))
    if all(isinstance(head, int | dt.date) or _MONTH.match(str(head)) for head in heads):
        heads = sorted(heads)
    sides = list(dict.fromkeys(asked.values(down)))
    column = asked.column(name)
    found: dict[tuple[int, int], Any] = {}
    for side, head, value in zip(asked.values(down), asked.values(across), asked.values(name), strict=True):
        place = sides.index(side), heads.index(head)
        if place[0] < _GRID_ROWS and place[1] < _GRID_COLUMNS and value is not None:
            found[place] = found.get(place, 0) + value
    cells = {
        place: Cell(value, short(column, value), written(column, value, asked.zone)) for place, value in found.items()
    }
    columns = axis_labels(asked.column(across), heads[:_GRID_COLUMNS], asked.zone)
    drawing = grid(asked.entry.title, columns, axis_labels(asked.column(down), sides[:_GRID_ROWS], asked.zone), cells)
    left = max(0, len(sides) - _GRID_ROWS, len(heads) - _GRID_COLUMNS)
    if drawing is not None and left:
        drawing.note = _OTHERS.format(n=left)
    return drawing


def _funnel(asked: Asked) -> Drawing | None:
    """Draw columns of the first row as stages, or, of one column, its rows."""
    names = list(asked.chart.y)
    if len(names) > 1:
        values = [asked.values(name)[0] for name in names]
        titles = [asked.column(name).title for name in names]
        texts = [written(asked.column(name), value, asked.zone) for name, value in zip(names, values, strict=True)]
        return funnel(asked.entry.title, titles, values, texts)
    column, values = asked.column(names[0]), asked.values(names[0])
    titles = [written(asked.column(asked.chart.x), value, asked.zone) for value in asked.values(asked.chart.x)]
    return funnel(asked.entry.title, titles, values, [written(column, value, asked.zone) for value in values])


def _map(asked: Asked) -> Drawing | None:
    if not _may_add(asked):
        return None
    name = asked.chart.y[0]
    column = asked.column(name)
    found: dict[str, Any] = {}
    elsewhere = 0
    for place, value in zip(asked.values(asked.chart.x), asked.values(name), strict=True):
        code = (state_code(str(place)) if place else None) or ""
        elsewhere += code not in PLACES
        if code in PLACES and value is not None:
            found[code] = found.get(code, 0) + value
    drawing = tiles(
        asked.entry.title, {code: (value, written(column, value, asked.zone)) for code, value in found.items()}
    )
    if drawing is not None and elsewhere:
        drawing.note = f"In the table, {elsewhere} of the rows name no state or province that is known."
    return drawing


_KINDS: Mapping[str, Callable[[Asked], Drawing | None]] = {
    "line": _lines,
    "area": _lines,
    "bar": _bars,
    "heat_map": _grid,
    "cohort": _grid,
    "funnel": _funnel,
    "map": _map,
}
