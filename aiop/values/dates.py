"""Days as exports write them, and the order in which a column writes day and month."""

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from typing import Literal

from aiop.values.blank import BLANK_CHARACTERS, blank_to_none
from aiop.values.errors import BadValue

Order = Literal["MDY", "DMY", "YMD"]
ColumnOrder = Literal["MDY", "DMY", "YMD", "unsettled", "mixed"]

EARLIEST_YEAR = 2000
LATEST_YEAR = 2100

_USUAL = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.]?)([0-9]{2})\2([0-9]{2})|([0-9]{4})([-/.])([0-9]{1,2})\6([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_SENTINEL = re.compile(r"0{1,4}([-/.])0{1,2}\1(?:0{1,2}|0{4})|0{8}")
_TWO_DIGIT_YEAR = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{2}")
_DAY_AND_TAIL = re.compile(r"([0-9./-]{5,10})(?:[Tt]|,?\s+)(\S.*)")
_MIDNIGHT = re.compile(r"(?:0?0:00(?::00(?:\.0{1,9})?)?|12:00(?::00)?\s*[Aa]\.?[Mm]\.?)")
_CLOCK_WITHOUT_ZONE = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?:\s*[AaPp]\.?[Mm]\.?)?")

_LONGEST = 60  # characters; no date is longer


def date(t: str, order: Order = "MDY", earliest: int = EARLIEST_YEAR) -> dt.date | None:
    """Give the day; year-first texts read the same in every `order`; `0/0/0` is None; BadValue says what is wrong.

    A year before `earliest` is taken for a slip of the pen.
    """
    usual = _USUAL.fullmatch(t)
    if usual is not None and order != "YMD":
        first, second, year = int(usual[1]), int(usual[2]), int(usual[3])
        if year:
            return _built(year, *_placed(first, second, order), earliest)
    iso = _ISO.fullmatch(t)
    if iso is not None and int(iso[1]):
        return _built(int(iso[1]), int(iso[2]), int(iso[3]), earliest)
    stripped = blank_to_none(t)
    return None if stripped is None else _unusual_date(stripped, order, earliest)


def split_day(stripped: str) -> tuple[str, str]:
    """Cut a text into its day and the time of day behind it, which is empty when there is none."""
    match = _DAY_AND_TAIL.fullmatch(stripped) if len(stripped) <= _LONGEST else None
    return (match[1], match[2]) if match else (stripped, "")


def has_year_first(t: str) -> bool:
    """Tell whether a text is written as a day with the year first, be it a real one or not."""
    return _YEAR_FIRST.fullmatch(split_day(t.strip(BLANK_CHARACTERS))[0]) is not None


def date_order(values: Iterable[str]) -> ColumnOrder:
    """Settle how a column orders day and month: `unsettled` when a text could be either day, `mixed` when texts disagree.

    Texts that are no dates count for nothing; `YMD` also when nothing in the column depends on an order.
    """
    month_first = day_first = ambiguous = year_last = False
    for value in values:
        match = _YEAR_LAST.fullmatch(split_day(value.strip(BLANK_CHARACTERS))[0])
        if match is None:
            continue
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        as_month_first, as_day_first = _exists(year, first, second), _exists(year, second, first)
        month_first |= as_month_first and not as_day_first
        day_first |= as_day_first and not as_month_first
        year_last |= as_month_first
        ambiguous |= as_month_first and as_day_first and first != second
    return _verdict(month_first, day_first, ambiguous, year_last)


def _verdict(month_first: bool, day_first: bool, ambiguous: bool, year_last: bool) -> ColumnOrder:
    if month_first and day_first:
        return "mixed"
    if day_first:
        return "DMY"
    if ambiguous and not month_first:
        return "unsettled"
    return "MDY" if year_last else "YMD"


def _unusual_date(stripped: str, order: Order, earliest: int) -> dt.date | None:
    """Read padded, year-first and eight-digit days, and moments at midnight."""
    day, tail = split_day(stripped)
    parsed = _day_alone(day, order, earliest)
    if not tail or _MIDNIGHT.fullmatch(tail):
        return parsed
    if _CLOCK_WITHOUT_ZONE.fullmatch(tail):
        raise BadValue("has a time of day, so it is not a date")
    raise BadValue("is not a date")


def _day_alone(stripped: str, order: Order, earliest: int) -> dt.date | None:
    """Give the day of a text without a time of day; None for the sentinel `0/0/0`; BadValue otherwise."""
    if _SENTINEL.fullmatch(stripped):
        return None
    match = _YEAR_FIRST.fullmatch(stripped)
    if match is not None:
        year, month, day = (int(part) for part in (match.group(1, 3, 4) if match[1] else match.group(5, 7, 8)))
        return _built(year, month, day, earliest)
    match = _YEAR_LAST.fullmatch(stripped)
    if match is None:
        if _TWO_DIGIT_YEAR.fullmatch(stripped):
            raise BadValue("has a year of two digits, so its century is unknown")
        raise BadValue("is not a date")
    if order == "YMD":
        raise BadValue("is not a date with the year first")
    return _built(int(match[4]), *_placed(int(match[1]), int(match[3]), order), earliest)


def _placed(first: int, second: int, order: Order) -> tuple[int, int]:
    """Give month and day."""
    return (first, second) if order == "MDY" else (second, first)


def _exists(year: int, month: int, day: int) -> bool:
    return EARLIEST_YEAR <= year <= LATEST_YEAR and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _built(year: int, month: int, day: int, earliest: int) -> dt.date:
    """Give the day, or a BadValue that names the part that cannot be."""
    if not 1 <= month <= 12:
        raise BadValue(f"is not a date: there is no month {month}")
    if not earliest <= year <= LATEST_YEAR:
        raise BadValue(f"is not a date we accept: {year} is outside {earliest} to {LATEST_YEAR}")
    # Most days are before the 29th, and asking the calendar costs as much as all the rest.
    days = 28 if 1 <= day <= 28 else calendar.monthrange(year, month)[1]
    if 1 <= day <= days:
        return dt.date(year, month, day)
    raise BadValue(f"is not a date: {calendar.month_name[month]} {year} has {days} days, not {day}")
