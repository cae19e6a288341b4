"""Moments of the invented tenant: microseconds of UTC as whole numbers, days of Phoenix, and how the API writes both."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

MICRO = 1_000_000
MINUTE = 60 * MICRO
HOUR = 60 * MINUTE
DAY = 24 * HOUR
# Phoenix keeps one time all year, seven hours behind UTC.
BEHIND = 7 * HOUR
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = date(1970, 1, 1).toordinal()


def moment(at: datetime) -> int:
    """Give a moment that knows its zone in microseconds since 1970."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def day_number(day: date) -> int:
    """Give a calendar day in days since 1970."""
    return day.toordinal() - _EPOCH_DAY


def as_date(day: int) -> date:
    """Give a day number as a date."""
    return date.fromordinal(day + _EPOCH_DAY)


def local_day(at: int) -> int:
    """Give the day of Phoenix on which a moment falls."""
    return (at - BEHIND) // DAY


def at_local(day: int, minutes: float) -> int:
    """Give the moment at which a day of Phoenix is some minutes old, to the second."""
    return day * DAY + BEHIND + int(minutes * 60) * MICRO


def weekday(day: int) -> int:
    """Give the day of the week, Monday 0."""
    return (day + 3) % 7


@lru_cache(maxsize=20_000)
def iso_day(day: int) -> str:
    """Write a day as 2025-10-20."""
    return as_date(day).isoformat()


def instant(at: int) -> str:
    """Write an instant as the API does: with seven digits of a second, or with none where it is whole."""
    day, rest = divmod(at, DAY)
    seconds, micro = divmod(rest, MICRO)
    minutes, second = divmod(seconds, 60)
    clock = f"{iso_day(day)}T{minutes // 60:02d}:{minutes % 60:02d}:{second:02d}"
    # The seventh digit is what no microsecond can hold; readers cut it.
    return f"{clock}.{micro:06d}{micro % 9 + 1}Z" if micro else f"{clock}Z"


def instant_or_none(at: int | None) -> str | None:
    """Write an instant where there is one."""
    return None if at is None else instant(at)


def midnight(day: int) -> str:
    """Write a calendar date as the API does: dressed as midnight Z."""
    return f"{iso_day(day)}T00:00:00Z"


def parsed(text: str) -> int:
    """Read an instant or a date of a query, UTC where no zone is said; ValueError if it is neither."""
    whole = text.strip().replace(" ", "+")  # a plus sign that was not escaped arrives as a blank
    found = datetime.fromisoformat(whole)
    return moment(found if found.tzinfo else found.replace(tzinfo=UTC))
