"""Lengths of time and measured sizes as the reports write them."""

import re
from decimal import Decimal

from aiop.values.blank import BLANKS, blank_to_none
from aiop.values.errors import BadValue

_LONGEST = 60  # characters; a longer text is no duration, and refusing it early bounds the work of the patterns

_GAP = r"(?:\s*,\s*|\s+and\s+|\s*)"
_DURATION = re.compile(
    r"([-\u2212])?\s*"
    rf"(?:(?P<days>[0-9]{{1,6}})\s*(?:days?|d)\.?(?=$|[^a-z]){_GAP})?"
    rf"(?:(?P<hours>[0-9]{{1,7}})\s*(?:hours?|hrs?|h)\.?(?=$|[^a-z]){_GAP})?"
    r"(?:(?P<minutes>[0-9]{1,8})\s*(?:minutes?|mins?|m)\.?)?",
    re.IGNORECASE,
)
_BARE_MINUTES = re.compile(r"([-\u2212])?\s*([0-9]{1,8})(?:\.0+)?")
_CLOCK = re.compile(r"(?:([0-9]{1,5}):([0-5][0-9])|([0-9]{1,6})):([0-5][0-9])")

_QUANTITY = r"([0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,10})((?:\.[0-9]{1,6})?)"
_VOLUME = re.compile(rf"{_QUANTITY}\s*(?:cu\.?\s?ft\.?|cf)", re.IGNORECASE)
_WEIGHT = re.compile(rf"{_QUANTITY}\s*(?:lbs?|pounds?)\.?", re.IGNORECASE)

Measures = tuple[Decimal | None, Decimal | None]


def duration_minutes(t: str) -> int | None:
    """Give whole minutes of `1d 13h 41m`, `-9m`, `2 hours`, `1 day 5 min` or a bare number of minutes."""
    stripped = blank_to_none(t)
    if stripped is None:
        return None
    if len(stripped) > _LONGEST:
        raise BadValue("is not a duration")
    bare = _BARE_MINUTES.fullmatch(stripped)
    if bare is not None:
        return -int(bare[2]) if bare[1] else int(bare[2])
    match = _DURATION.fullmatch(stripped)
    if match is None or match.lastgroup is None or stripped[-1] in ", 0123456789":
        raise BadValue("is not a duration")
    days, hours, minutes = (int(match[part] or 0) for part in ("days", "hours", "minutes"))
    total = days * 1440 + hours * 60 + minutes
    return -total if match[1] else total


def clock_seconds(t: str) -> int | None:
    """Give the seconds of `HH:MM:SS` or `MM:SS`; hours, or minutes without hours, may exceed a day's."""
    stripped = blank_to_none(t)
    if stripped is None:
        return None
    match = _CLOCK.fullmatch(stripped)
    if match is None:
        raise BadValue("is not a time as HH:MM:SS or MM:SS")
    hours, minutes, minutes_alone, seconds = match.groups()
    return int(hours or 0) * 3600 + int(minutes or minutes_alone) * 60 + int(seconds)


def volume_weight(t: str) -> Measures:
    """Give (cubic feet, pounds) of `525 cuft / 3698 lbs`; a side that is absent or `--` is None."""
    stripped = blank_to_none(t)
    if stripped is None:
        return None, None
    left, slash, right = stripped.partition("/")
    if slash:
        return _measure(_VOLUME, left), _measure(_WEIGHT, right)
    if _WEIGHT.fullmatch(stripped):
        return None, _measure(_WEIGHT, stripped)
    return _measure(_VOLUME, stripped), None


def _measure(pattern: re.Pattern[str], side: str) -> Decimal | None:
    quantity = side.strip()
    if quantity in BLANKS:
        return None
    match = pattern.fullmatch(quantity)
    if match is None:
        raise BadValue("is not a volume and weight such as 525 cuft / 3698 lbs")
    return Decimal(match[1].replace(",", "") + match[2])
