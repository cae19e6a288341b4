"""Which days a page is about, read from its address; pure: the last day that there is data for is an argument."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from aiop.adminkit import format as fmt

DEFAULT = "12m"
PRESETS = {
    "30d": "Last 30 days",
    "90d": "Last 90 days",
    "12m": "Last 12 months",
    "ytd": "Year to date",
    "all": "All days",
}
# Longest periods, in days, that are drawn by day and by week; anything longer is drawn by month.
_BY_DAY, _BY_WEEK = 45, 185
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


class Step(StrEnum):
    """How a period is cut into points of a line."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Days:
    """First and last day, both included; None leaves that side open."""

    start: dt.date | None
    end: dt.date | None

    def __str__(self) -> str:
        if self.start and self.end:
            return fmt.day(self.start) if self.start == self.end else f"{fmt.day(self.start)} – {fmt.day(self.end)}"
        if self.start:
            return f"from {fmt.day(self.start)}"
        return f"to {fmt.day(self.end)}" if self.end else "all days"

    def clip(self, other: Days) -> Days:
        """Give the days of `other` that lie within."""
        starts = [day for day in (self.start, other.start) if day]
        ends = [day for day in (self.end, other.end) if day]
        return Days(max(starts, default=None), min(ends, default=None))


@dataclass(frozen=True)
class Period:
    """The days that a page shows, those it compares them with, and what the address said wrongly."""

    days: Days
    before: Days | None
    preset: str = ""
    problem: str = ""

    @property
    def name(self) -> str:
        """What the period is called."""
        return PRESETS.get(self.preset, str(self.days))

    @property
    def step(self) -> Step:
        """How to cut it for a line."""
        if self.days.start is None or self.days.end is None:
            return Step.MONTH
        length = (self.days.end - self.days.start).days + 1
        return Step.DAY if length <= _BY_DAY else Step.WEEK if length <= _BY_WEEK else Step.MONTH


def read_period(given: Mapping[str, str], *, until: dt.date, year_from: int = 1) -> Period:
    """Read `from` and `to` (ISO days, either may be blank) or `period` (a preset); presets end on `until`, years
    to date begin with the month `year_from`.

    What cannot be read gives the default period and says so in `problem`.
    """
    start_text, end_text = given.get("from", ""), given.get("to", "")
    if not (start_text or end_text):
        preset = given.get("period", "") or DEFAULT
        if preset in PRESETS:
            return preset_period(preset, until, year_from)
        return _default(until, f"There is no period named “{preset[:20]}”")
    try:
        start = dt.date.fromisoformat(start_text) if start_text else None
        end = dt.date.fromisoformat(end_text) if end_text else None
    except ValueError:
        return _default(until, f"“{start_text[:20]}” to “{end_text[:20]}” cannot be read as days")
    if start and end and start > end:
        return _default(until, f"{fmt.day(start)} lies after {fmt.day(end)}")
    if any(day and not _FIRST_YEAR <= day.year <= _LAST_YEAR for day in (start, end)):
        return _default(until, f"Days lie between {_FIRST_YEAR} and {_LAST_YEAR}")
    days = Days(start, end)
    return Period(days, _same_length_before(days))


def _default(until: dt.date, problem: str) -> Period:
    usual = preset_period(DEFAULT, until)
    return Period(
        usual.days, usual.before, usual.preset, f"{problem}; the {PRESETS[DEFAULT].lower()} are shown instead."
    )


def preset_period(preset: str, until: dt.date, year_from: int = 1) -> Period:
    """Give a preset that ends on `until`; years are compared with the same days a year before, days with those just before."""
    if preset == "all":
        return Period(Days(None, None), None, preset)
    if preset in {"12m", "ytd"}:
        start = _year_start(until, year_from) if preset == "ytd" else _month_after(_year_before(until.replace(day=1)))
        days = Days(start, until)
        return Period(days, Days(_year_before(start), _year_before(until)), preset)
    days = Days(until - dt.timedelta(days=int(preset[:-1]) - 1), until)
    return Period(days, _same_length_before(days), preset)


def buckets(days: Days, step: Step) -> Iterator[Days]:
    """Cut `days`, closed at both ends, into the days, weeks from Monday, or months that they touch."""
    if days.start is None or days.end is None:
        return
    first = bucket_start(days.start, step)
    while first <= days.end:
        following = _next_bucket(first, step)
        yield Days(first, following - dt.timedelta(days=1))
        first = following


def bucket_start(day: dt.date, step: Step) -> dt.date:
    """Give the first day of the day, week or month that `day` lies in."""
    if step is Step.MONTH:
        return day.replace(day=1)
    return day - dt.timedelta(days=day.weekday()) if step is Step.WEEK else day


def bucket_name(bucket: Days, step: Step) -> str:
    """Name a bucket as an axis does: Mar 2024, or 3 Mar."""
    if bucket.start is None:
        return fmt.UNKNOWN
    return f"{bucket.start:%b %Y}" if step is Step.MONTH else f"{bucket.start.day} {bucket.start:%b}"


def _next_bucket(first: dt.date, step: Step) -> dt.date:
    return _month_after(first) if step is Step.MONTH else first + dt.timedelta(days=7 if step is Step.WEEK else 1)


def _same_length_before(days: Days) -> Days | None:
    if days.start is None or days.end is None:
        return None
    end = days.start - dt.timedelta(days=1)
    return Days(end - (days.end - days.start), end)


def _month_after(first: dt.date) -> dt.date:
    return (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def _year_start(day: dt.date, month: int) -> dt.date:
    """Give the first day of the year, beginning with a month, that a day lies in."""
    return dt.date(day.year - (day.month < month), month, 1)


def _year_before(day: dt.date) -> dt.date:
    """Give the same day a year before; 28 February stands in for the 29th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
