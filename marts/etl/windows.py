"""Which days or months a run reads. Pure."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_DAY = dt.timedelta(days=1)
# What a stop may have cost is made up for by itself up to so many days; more is a backfill, which somebody asks for.
CATCH_UP_DAYS = 90


class Span(StrEnum):
    """How much one row covers."""

    DAY = "day"
    MONTH = "month"


class Past(StrEnum):
    """What can still be told of a past day (or month) that was missed."""

    WHOLE = "whole"  # all of it
    FLOWS = "flows"  # what happened, not how things stood: those columns are left out
    NOTHING = "nothing"  # a gap stays a gap


class PastIsGone(Exception):  # noqa: N818  (an answer: what is asked for cannot be known)
    """The days that were asked for cannot be worked out any more."""


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day, both included."""

    start: dt.date
    end: dt.date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"{self.start} lies after {self.end}.")

    def __str__(self) -> str:
        return f"{self.start}" if self.start == self.end else f"{self.start} to {self.end}"

    def __contains__(self, day: dt.date) -> bool:
        return self.start <= day <= self.end

    def each(self) -> Iterator[dt.date]:
        """Walk the days."""
        for number in range((self.end - self.start).days + 1):
            yield self.start + number * _DAY

    def months(self) -> Iterator[dt.date]:
        """Walk the months that are touched, each by its first day."""
        month = self.start.replace(day=1)
        while month <= self.end:
            yield month
            month = months_after(month, 1)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far back a job reads. Numbers are days, or months where a row covers one.

    `restates`: so much before the latest is worked out again by every run; `first`: by an organisation's first run, which goes
    back to its first day of data where `from_beginning`; `chunk`: read and published at once; `behind`: the latest day is so
    many before today.
    """

    span: Span = Span.DAY
    past: Past = Past.WHOLE
    restates: int = 0
    first: int = 0
    from_beginning: bool = False
    chunk: int = 31
    behind: int = 0

    def latest(self, today: dt.date) -> dt.date:
        """Give the latest day that a run reads."""
        return today - self.behind * _DAY


def due(reach: Reach, today: dt.date, complete_through: dt.date | None, begins: dt.date | None) -> Days:
    """Give what a run by the timetable reads: what is restated anyway, and back to where the last success ended.

    `begins` is the organisation's first day of data.
    """
    latest = reach.latest(today)
    if reach.past is Past.NOTHING:
        return Days(latest, latest)
    if complete_through is None:
        start = _back(reach, latest, max(reach.first, reach.restates))
        start = begins if begins and reach.from_beginning else start
    else:
        # What the last success read for the first time has not been restated since.
        missed = max(_back(reach, complete_through + _DAY, reach.restates), latest - CATCH_UP_DAYS * _DAY)
        start = min(_back(reach, latest, reach.restates), missed)
    return Days(min(_not_before(start, begins), latest), latest)


def is_restated(reach: Reach, day: dt.date, today: dt.date) -> bool:
    """Tell whether tomorrow's run works out a day, or the month that begins on it, again."""
    return reach.past is not Past.NOTHING and day >= _back(reach, reach.latest(today + _DAY), reach.restates)


def asked(reach: Reach, days: Days, today: dt.date, begins: dt.date | None) -> Days:
    """Give what a backfill reads of the days asked for; PastIsGone in one plain sentence when nothing of it can be known."""
    latest = reach.latest(today)
    if reach.past is Past.NOTHING and days.end < latest:
        raise PastIsGone("How things stood on past days is not known any more: only today's snapshot can be taken.")
    start, end = _not_before(days.start, begins), min(days.end, latest)
    if reach.past is Past.NOTHING:
        start = latest
    if start > end:
        raise PastIsGone(f"{days} holds no day between the first day of data and {latest}.")
    return Days(start, end)


def chunks(reach: Reach, days: Days) -> list[Days]:
    """Cut days into pieces that are read and published at once; months are never cut."""
    pieces: list[Days] = []
    start = days.start if reach.span is Span.DAY else days.start.replace(day=1)
    while start <= days.end:
        following = start + reach.chunk * _DAY if reach.span is Span.DAY else months_after(start, reach.chunk)
        pieces.append(Days(start, min(following - _DAY, days.end)))
        start = following
    return pieces


def months_after(day: dt.date, months: int) -> dt.date:
    """Give the first day of the month so many months after that of `day`."""
    at = day.year * 12 + day.month - 1 + months
    return dt.date(at // 12, at % 12 + 1, 1)


def last_of(month: dt.date) -> dt.date:
    """Give the last day of a month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def fiscal_start(day: dt.date, first_month: int) -> dt.date:
    """Give the first day of the fiscal year that `day` lies in."""
    return dt.date(day.year if day.month >= first_month else day.year - 1, first_month, 1)


def _back(reach: Reach, latest: dt.date, number: int) -> dt.date:
    return latest - number * _DAY if reach.span is Span.DAY else months_after(latest, -number)


def _not_before(day: dt.date, begins: dt.date | None) -> dt.date:
    return day if begins is None else max(day, begins)
