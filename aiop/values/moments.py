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
_USUAL_CLOCK = re.compile(
    r"(0?[1-9]|1[0-2]):([0-5]\d)(?::([0-5]\d))? ([AaPp])[Mm](?: ([-+](?:0\d|1[0-3]):[0-5]\d))?", re.ASCII
)
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)T((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d{1,9}))?Z", re.ASCII)
_USUAL_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}", re.ASCII)
# A column has some thousands of days and of times of day; a column of something else must not fill the memory.
_REMEMBERED = 20_000
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
    """Reads the moments of a column, `moment` at a fraction of its cost: days and times of day are worked out once each.

    Only `M/D/YYYY H:MM AM`, with or without seconds and offset, is read here, and without an offset only on days on which
    the zone's does not change; and `YYYY-MM-DDTHH:MM:SSZ` of interfaces. Everything else is left to `moment`.
    """

    def __init__(self, zone: ZoneInfo, order: Order = "MDY") -> None:
        self.zone = zone
        self.order: Order = order
        # Each day as it is written, with the zone's offset on it, if there is one; each clock with the offset it states.
        self._days: dict[str, tuple[str, str] | None] = {}
        self._clocks: dict[str, tuple[str, str] | None] = {}
        self._iso_days: dict[str, tuple[str, str] | None] = {}

    def __call__(self, t: str) -> dt.datetime | None:
        """Give what `moment` gives."""
        written = self.written(t)
        return moment(t, self.zone, self.order) if written is None else dt.datetime.fromisoformat(written)

    def written(self, t: str) -> str | None:
        """Give the moment of a usual text as `YYYY-MM-DD HH:MM:SS-05:00`; None for every other text."""
        if t[-1:] == "Z":
            return self._iso(t)
        day_text, _, clock_text = t.partition(" ")
        if day_text not in self._days:
            _remember(self._days, day_text, self._day(day_text))
        if clock_text not in self._clocks:
            _remember(self._clocks, clock_text, _usual_clock(clock_text))
        day, clock = self._days[day_text], self._clocks[clock_text]
        if day is None or clock is None:
            return None
        offset = clock[1] or day[1]
        return f"{day[0]} {clock[0]}{offset}" if offset else None

    def _iso(self, t: str) -> str | None:
        match = _ISO.fullmatch(t)
        if match is None:
            return None
        day_text, clock, fraction = match.groups()
        if day_text not in self._iso_days:
            _remember(self._iso_days, day_text, self._real(day_text))
        # A database moment keeps six digits; what is beyond is cut, never rounded up into the next second.
        end = f".{fraction[:6]}+00:00" if fraction else "+00:00"
        return None if self._iso_days[day_text] is None else f"{day_text} {clock}{end}"

    def _real(self, day_text: str) -> tuple[str, str] | None:
        """Give a day that the calendar has, None for any other."""
        try:
            return (day_text, "") if date(day_text, self.order) else None
        except BadValue:
            return None

    def _day(self, day_text: str) -> tuple[str, str] | None:
        """Give a day and its offset, empty where clocks change on it; None where it is no day of the usual form."""
        try:
            day = date(day_text, self.order) if _USUAL_DAY.fullmatch(day_text) else None
        except BadValue:
            return None
        if day is None:
            return None
        midnight = dt.datetime.combine(day, dt.time(), self.zone)
        steady = midnight.utcoffset() == (midnight + dt.timedelta(days=1)).utcoffset()
        return day.isoformat(), midnight.isoformat()[19:] if steady else ""


def _usual_clock(text: str) -> tuple[str, str] | None:
    """Give a time of day and the offset that it states, empty for none; None where it is not of the usual form."""
    match = _USUAL_CLOCK.fullmatch(text)
    if match is None:
        return None
    hour = int(match[1]) % 12 + (12 if match[4] in "Pp" else 0)
    return f"{hour:02}:{match[2]}:{match[3] or '00'}", match[5] or ""


def _remember(known: dict[str, tuple[str, str] | None], text: str, answer: tuple[str, str] | None) -> None:
    if len(known) >= _REMEMBERED:
        known.clear()
    known[text] = answer
