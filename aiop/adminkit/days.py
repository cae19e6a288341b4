"""Ranges of days that people ask for, worked out without looking at a row."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

_YEARS_SHOWN = 8


@dataclass(frozen=True)
class Range:
    """First and last day, both included; None leaves that side open."""

    start: dt.date | None
    end: dt.date | None


def read_range(start: str, end: str) -> Range | None:
    """Read two ISO days, either of which may be blank; None when one is no day."""
    try:
        return Range(
            dt.date.fromisoformat(start) if start else None,
            dt.date.fromisoformat(end) if end else None,
        )
    except ValueError:
        return None


def month(year: int, number: int) -> Range:
    """Give the days of a month."""
    return Range(dt.date(year, number, 1), dt.date(year, number, calendar.monthrange(year, number)[1]))


def suggested_ranges(today: dt.date, chosen: Range | None, since: dt.date | None) -> list[tuple[str, Range]]:
    """Name the ranges to offer: recent days, months, years back to `since`, and the months of the chosen year."""
    yesterday = today - dt.timedelta(days=1)
    last_month = month(*_month_before(today.year, today.month))
    ranges = [
        ("Today", Range(today, today)),
        ("Yesterday", Range(yesterday, yesterday)),
        ("Last 7 days", Range(today - dt.timedelta(days=6), today)),
        ("This month", month(today.year, today.month)),
        ("Last month", last_month),
    ]
    first = max(since.year if since else today.year - 3, today.year - _YEARS_SHOWN)
    for year in range(today.year, first - 1, -1):
        ranges.append((str(year), Range(dt.date(year, 1, 1), dt.date(year, 12, 31))))
        if chosen and chosen.start and chosen.end and chosen.start.year == chosen.end.year == year:
            ranges += [(f"{calendar.month_abbr[number]} {year}", month(year, number)) for number in range(1, 13)]
    return ranges


def _month_before(year: int, number: int) -> tuple[int, int]:
    return (year - 1, 12) if number == 1 else (year, number - 1)
