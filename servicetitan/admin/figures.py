"""How previewed figures read: what moves, by figure and unit, with its months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from aiop.adminkit import format as fmt
from servicetitan.curate.impact import Kpi, Moved, Sums


@dataclass(frozen=True)
class MonthLine:
    """One month of a figure, in words."""

    month: dt.date
    before: str
    after: str
    change: str


@dataclass(frozen=True)
class Line:
    """One figure of one unit over all months that move."""

    unit: str
    kpi: str
    before: str
    after: str
    change: str
    months: Sequence[MonthLine]


def lines(moved: Iterable[Moved], kpis: dict[str, Kpi], units: dict[int, str]) -> list[Line]:
    """Put what moves under the units and figures that it belongs to, in the figures' own order."""
    grouped: dict[tuple[int, str], list[Moved]] = {}
    for one in moved:
        grouped.setdefault((one.unit_id, one.kpi), []).append(one)
    order = list(kpis)
    known = [key for key in grouped if key[1] in kpis]
    known.sort(key=lambda key: (units.get(key[0], "~"), order.index(key[1])))
    found = [_line(units.get(unit, "Not placed"), kpis[kpi], grouped[unit, kpi]) for unit, kpi in known]
    # What is unknown before and after moves nothing that anybody could read.
    return [line for line in found if any(month.before != month.after for month in line.months)]


def _line(unit: str, kpi: Kpi, moved: list[Moved]) -> Line:
    months = sorted(moved, key=lambda one: one.month)
    before, after = _total(one.before for one in months), _total(one.after for one in months)
    parts = [MonthLine(one.month, *_three(kpi, one.before, one.after)) for one in reversed(months)]
    return Line(unit, kpi.title, *_three(kpi, before, after), parts)


def _three(kpi: Kpi, before: Sums, after: Sums) -> tuple[str, str, str]:
    was, becomes = _value(kpi, before), _value(kpi, after)
    change = None if was is None or becomes is None else becomes - was
    sign = "+" if change is not None and change > 0 else ""
    return _written(kpi, was), _written(kpi, becomes), f"{sign}{_written(kpi, change)}"


def _value(kpi: Kpi, sums: Sums) -> Decimal | None:
    """Give a figure from its sums; unknown where there is none, or nothing to divide by."""
    top, below = sums
    if kpi.measure != "percent":
        return top
    return None if top is None or not below else 100 * top / below


def _written(kpi: Kpi, value: Decimal | None) -> str:
    if value is None:
        return "–"
    if kpi.measure == "percent":
        return f"{value:,.2f}"
    return fmt.money(value) if kpi.measure == "money" else fmt.number(value)


def _total(sums: Iterable[Sums]) -> Sums:
    tops, belows = zip(*sums, strict=True)
    return _sum(tops), _sum(belows)


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None
