"""How the API's values are read that files of other systems do not have: calendar days, ids in lists, lines as JSON."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from aiop.values.blank import blank_to_none
from aiop.values.dates import date, split_day
from aiop.values.errors import BadValue
from aiop.values.moments import moment
from aiop.values.numbers import decimal, long_integer

_MIDNIGHT = re.compile(r"(?:0{1,2}:00(?::00(?:\.0+)?)?(?:\s*(?:Z|[-+]\d\d:?\d\d))?)?", re.IGNORECASE)
_UTC = ZoneInfo("UTC")


def calendar_day(t: str) -> dt.date | None:
    """Give the day of a calendar date, which the API dresses as midnight UTC: the day as written, never shifted."""
    stripped = blank_to_none(t)
    return None if stripped is None else date(split_day(stripped)[0], "YMD")


def has_time_of_day(*texts: str) -> bool | None:
    """Tell whether one of the calendar dates came with a time that is not midnight; None where there is none at all."""
    given = [text for t in texts if (text := blank_to_none(t))]
    return any(not _MIDNIGHT.fullmatch(split_day(text)[1]) for text in given) if given else None


def verbatim(t: str) -> str | None:
    """Give a name exactly as the source has it, blanks at its ends included, because those are told to staff."""
    if "\0" in t:
        raise BadValue("contains a NUL character")
    return t if blank_to_none(t) is not None else None


def ids(t: str) -> str | None:
    """Give a list of ids, as JSON or parted by `;`, as the text of an array; None for an empty one."""
    stripped = blank_to_none(t)
    if stripped is None:
        return None
    found = [long_integer(part) for part in stripped.strip("[]").replace(";", ",").split(",")]
    numbers = [str(number) for number in found if number is not None]
    return f"{{{','.join(numbers)}}}" if numbers else None


def lines(*names: str) -> Callable[[str], str | None]:
    """Give a parser of lines as JSON that keeps these numbers of each line, as text; None for no lines."""

    def parse(t: str) -> str | None:
        stripped = blank_to_none(t)
        if stripped is None:
            return None
        try:
            given = json.loads(stripped, parse_float=str, parse_int=str)
        except ValueError as error:
            raise BadValue("is not JSON") from error
        if not isinstance(given, list) or not all(isinstance(line, dict) for line in given):
            raise BadValue("is not a list of lines")
        return json.dumps([{name: _number(line.get(name)) for name in names} for line in given]) if given else None

    return parse


def _number(value: Any) -> str | None:
    number = None if value is None else decimal(str(value))
    return None if number is None else plain(number)


def plain(number: Decimal) -> str:
    """Write a number without exponent and without zeros at its end."""
    return format(number.normalize() + 0, "f")


def says_test(name: str) -> bool:
    """Tell whether a customer's name contains “test”, as the reports leave it out by; genuine names are caught too."""
    return "test" in name.casefold()


def pay_key(source_id: str, *said: str) -> str:
    """Give what a line of pay is known by: its id, else a digest of what it says however that is written."""
    known = blank_to_none(source_id)
    if known is not None:
        return f"#{known}"
    alike = json.dumps([_alike(text) for text in said])
    return hashlib.sha256(alike.encode()).hexdigest()[:32]


def written_key(t: str) -> str | None:
    """Read what a line of pay is known by; a bare id is written as `pay_key` does."""
    known = blank_to_none(t)
    return pay_key(known) if known is not None and known.isdecimal() else known


def _alike(t: str) -> str | None:
    """Write a value one way: numbers without zeros at the end, moments in UTC."""
    stripped = blank_to_none(t)
    if stripped is None:
        return None
    for read in (_as_number, _as_moment):
        try:
            return read(stripped)
        except BadValue:
            continue
    return stripped


def _as_number(text: str) -> str | None:
    number = decimal(text)
    return None if number is None else plain(number)


def _as_moment(text: str) -> str | None:
    found = moment(text, _UTC, "YMD")
    return None if found is None else found.astimezone(dt.UTC).isoformat()
