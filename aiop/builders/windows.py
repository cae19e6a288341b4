"""Which days are built anew. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

_DAY = dt.timedelta(days=1)


class Step(StrEnum):
    """How much one row of a table covers; a window is widened to whole ones."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day, both included; None leaves that side open."""

    start: dt.date | None = None
    end: dt.date | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"{self.start} lies after {self.end}.")

    def __str__(self) -> str:
        if self.start is None and self.end is None:
            return "all days"
        return f"{self.start or '…'} to {self.end or '…'}"

    def whole(self, step: Step) -> Window:
        """Give the window widened to the whole months, quarters or years that it touches."""
        start = self.start and first_of(self.start, step)
        end = self.end and following(first_of(self.end, step), step) - _DAY
        return Window(start, end)


def first_of(day: dt.date, step: Step) -> dt.date:
    """Give the first day of the day, month, quarter or year that `day` lies in."""
    if step is Step.DAY:
        return day
    if step is Step.YEAR:
        return day.replace(month=1, day=1)
    month = day.month if step is Step.MONTH else (day.month - 1) // 3 * 3 + 1
    return day.replace(month=month, day=1)


def following(first: dt.date, step: Step) -> dt.date:
    """Give the first day of the step after the one that begins on `first`."""
    months = {Step.DAY: 0, Step.MONTH: 1, Step.QUARTER: 3, Step.YEAR: 12}[step]
    if not months:
        return first + _DAY
    at = first.year * 12 + first.month - 1 + months
    return dt.date(at // 12, at % 12 + 1, 1)


def latest(days: int | None, until: dt.date) -> Window:
    """Give the window of so many days that ends on `until`; all days without a number."""
    return Window() if days is None else Window(until - (days - 1) * _DAY, until)
