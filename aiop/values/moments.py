"""Moments as exports and interfaces write them, always with a zone."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

from aiop.values.blank import blank_to_none
from aiop.values.dates import Order, date, split_day
from aiop.values.errors import BadValue

_TIME = re.compile(
    r"([0-9]{1,2}):([0-5][0-9])(?::([0-5][0-9])(?:\.([0-9]{1,9}))?)?"
    r"(?:\s*([AaPp])\.?[Mm]\.?)?"
    r"(?:\s*(?:([Zz]|UTC|GMT)|([-+\u2212])([01][0-9]):?([0-5][0-9])))?"
)
_USUAL = re.compile(r"(\d{1,2}/\d{1,2}/\d{4}) (0?[1-9]|1[0-2]):([0-5]\d) ([AaPp])[Mm]", re.ASCII)
_UTC = dt.UTC
_FURTHEST_OFFSET = dt.timedelta(hours=14)  # no place on Earth is further from UTC


def moment(t: str, zone: ZoneInfo, order: Order = "MDY") -> dt.datetime | None:
    """Give an aware moment; a text without a zone is local time of `zone`, a bare day its midnight, `0/0/0` None.

    A local time that occurs twice when clocks go back is the first of the two; one that clocks skip when they go
    forward moves ahead by what they skipped, so 02:30 is 03:30.
    """
    stripped = blank_to_none(t)
    if stripped is None:
        return None
    day_text, tail = split_day(stripped)
    match = _TIME.fullmatch(tail) if tail else None
    if tail and match is None:
        raise BadValue("is not a date and time")
    day = date(day_text, order)
    if day is None:
        return None
    if match is None:
        return _local(dt.datetime.combine(day, dt.time()), zone)
    naive = dt.datetime.combine(day, _clock(match))
    offset = _offset(match)
    return _local(naive, zone) if offset is None else naive.replace(tzinfo=offset)


def _clock(match: re.Match[str]) -> dt.time:
    hour = int(match[1])
    if match[5] is not None:
        if not 1 <= hour <= 12:
            raise BadValue(f"is not a date and time: there is no hour {hour} on a twelve-hour clock")
        hour = hour % 12 + (12 if match[5] in "Pp" else 0)
    elif hour > 23:
        raise BadValue(f"is not a date and time: there is no hour {hour}")
    # Interfaces give up to nine digits; a database moment keeps six.
    microsecond = int((match[4] or "0")[:6].ljust(6, "0"))
    return dt.time(hour, int(match[2]), int(match[3] or 0), microsecond)


def _offset(match: re.Match[str]) -> dt.timezone | None:
    if match[6]:
        return _UTC
    if match[7] is None:
        return None
    offset = dt.timedelta(hours=int(match[8]), minutes=int(match[9]))
    if offset > _FURTHEST_OFFSET:
        raise BadValue("is not a date and time: no zone is that far from UTC")
    return dt.timezone(offset if match[7] == "+" else -offset)


def _local(naive: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    aware = naive.replace(tzinfo=zone)
    if aware.utcoffset() == aware.replace(fold=1).utcoffset():
        return aware
    # The way through UTC turns a skipped local time into the one the clocks showed instead.
    return aware.astimezone(_UTC).astimezone(zone)


class MomentReader:
    """Reads the moments of a column, `moment` at a third of its cost: what a day means in the zone is worked out once.

    Only `M/D/YYYY H:MM AM` on days whose offset does not change is read here; everything else is left to `moment`.
    """

    def __init__(self, zone: ZoneInfo, order: Order = "MDY") -> None:
        self.zone = zone
        self.order: Order = order
        self._days: dict[str, tuple[dt.date, dt.timezone] | None] = {}

    def __call__(self, t: str) -> dt.datetime | None:
        """Give what `moment` gives."""
        match = _USUAL.fullmatch(t)
        if match is None:
            return moment(t, self.zone, self.order)
        day_text, hour, minute, half = match.groups()
        if day_text not in self._days:
            self._days[day_text] = self._steady(day_text)
        day = self._days[day_text]
        if day is None:
            return moment(t, self.zone, self.order)
        hours = int(hour) % 12 + (12 if half in "Pp" else 0)
        return dt.datetime(day[0].year, day[0].month, day[0].day, hours, int(minute), tzinfo=day[1])

    def _steady(self, day_text: str) -> tuple[dt.date, dt.timezone] | None:
        """Give a day with its offset; None where it is no day, or clocks change on it."""
        try:
            day = date(day_text, self.order)
        except BadValue:
            return None
        if day is None:
            return None
        midnight = dt.datetime.combine(day, dt.time(), self.zone)
        offset = midnight.utcoffset()
        if offset is None or offset != (midnight + dt.timedelta(days=1)).utcoffset():
            return None
        return day, dt.timezone(offset)
