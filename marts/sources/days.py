"""Local days as moments, for sources that tell moments. Pure."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo


def bounds(first: dt.date, last: dt.date, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    """Give the first moment of `first` and the first one after `last`, in UTC; a day of a change of clocks is as long as it is."""
    starts = dt.datetime.combine(first, dt.time(), zone)
    ends = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), zone)
    return starts.astimezone(dt.UTC), ends.astimezone(dt.UTC)


def ending_with(day: dt.date, days: int, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    """Give the bounds of so many local days that end with `day`."""
    return bounds(day - dt.timedelta(days=days - 1), day, zone)
