"""Texts that only these files have: quarters, filing periods, lists of ZIP codes, what contracts measure, days
and times."""

from __future__ import annotations

import datetime as dt
import json
import re
from zoneinfo import available_timezones

from aiop.values.blank import text
from aiop.values.errors import BadValue
from aiop.values.numbers import integer

_QUARTER = re.compile(r"[Qq]?([1-4])(?:\.0*)?")
_PERIOD = re.compile(r"20[0-9]{2}(?:-(?:0[1-9]|1[0-2]|Q[1-4]|H[12]))?")
_ZIP = re.compile(r"[0-9]{5}|[0-9]{3}")
# SQL over t that writes a column of times of day as `clock` reads it.
CLOCK_WRITTEN = """to_char(t."{}", 'HH24:MI:SS')"""


def quarter(cell: str) -> int | None:
    """Give a quarter of a year, written `3` or `Q3`."""
    word = text(cell)
    if word is None:
        return None
    match = _QUARTER.fullmatch(word)
    if match is None:
        raise BadValue("is no quarter: 1 to 4, or Q1 to Q4")
    return integer(match[1])


def filing_period(cell: str) -> str | None:
    """Give a period that taxes are filed for: a month, quarter, half or year."""
    word = text(cell)
    if word is not None and not _PERIOD.fullmatch(word):
        raise BadValue("is no filing period such as 2026-03, 2026-Q1, 2026-H1 or 2026")
    return word


def zip_codes(cell: str) -> str | None:
    """Give ZIP codes, or their first three digits, in order and parted by `;`; commas and blanks part them as well."""
    word = text(cell)
    if word is None:
        return None
    codes = [code for code in re.split(r"[;,\s]+", word.strip("[]")) if code]
    wrong = next((code for code in codes if not _ZIP.fullmatch(code)), None)
    if wrong is not None or not codes:
        raise BadValue(
            f"has “{wrong}”, which is neither a ZIP code nor its first three digits" if wrong else "is no list"
        )
    return ";".join(sorted(set(codes)))


def metrics(cell: str) -> str | None:
    """Give what a contract measures, a JSON list of objects with metric, target and unit, as JSON in one spelling."""
    word = text(cell)
    if word is None:
        return None
    try:
        found = json.loads(word)
    except ValueError:
        raise BadValue("is not JSON") from None
    if not isinstance(found, list) or not all(isinstance(one, dict) and "metric" in one for one in found):
        raise BadValue("is no list of metrics, each with metric, target and unit")
    if "\\u0000" in word:
        raise BadValue("contains a NUL character")
    return json.dumps(found, ensure_ascii=False)


def month_and_day(cell: str) -> str | None:
    """Give a day of every year, as `06-01`."""
    word = text(cell)
    if word is None:
        return None
    match = re.fullmatch(r"([0-9]{1,2})[-/]([0-9]{1,2})", word)
    try:
        # A leap year, so that the last of February is a day as well.
        day = dt.date(2000, int(match[1]), int(match[2])) if match else None
    except ValueError:
        day = None
    if day is None:
        raise BadValue("is no month and day such as 06-01")
    return f"{day:%m-%d}"


def clock(cell: str) -> dt.time | None:
    """Give a time of day, as `18:00` or `18:00:00`."""
    word = text(cell)
    if word is None:
        return None
    try:
        return dt.time.fromisoformat(word)
    except ValueError:
        raise BadValue("is no time of day such as 18:00") from None


def time_zone(cell: str) -> str | None:
    """Give the name of a time zone that is known."""
    word = text(cell)
    if word is not None and word not in available_timezones():
        raise BadValue("is no time zone such as America/Phoenix")
    return word


def weekdays(cell: str) -> str | None:
    """Give days of the week as seven letters from Monday, a dash for each that is left out."""
    word = text(cell)
    if word is not None and not (len(word) == 7 and all(a in (b, "-") for a, b in zip(word, "MTWTFSS", strict=True))):
        raise BadValue("is no week such as MTWTF--")
    return word
