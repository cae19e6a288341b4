"""How much is asked for when: demand over the year, and what the visits of a month are for."""

from __future__ import annotations

from functools import lru_cache

from hvac.sandbox.chance import month_of, weighted

# Share of a usual day, January to December: summers and winters are busy, what lies between is not.
DEMAND = (1.25, 1.15, 0.80, 0.80, 0.95, 1.25, 1.45, 1.30, 0.85, 0.80, 0.90, 1.20)
# Monday to Sunday; only emergencies go out on Sundays.
_WEEKDAYS = (1.15, 1.10, 1.05, 1.05, 1.15, 0.40, 0.08)
SATURDAY, SUNDAY = 5, 6

_PEAK = weighted({"Maintenance": 18, "Repair": 51, "Installation": 14, "Emergency": 9, "Inspection": 8})
_SHOULDER = weighted({"Maintenance": 46, "Repair": 22, "Installation": 12, "Emergency": 3, "Inspection": 17})
_PEAK_MONTHS = frozenset({1, 2, 6, 7, 8, 12})
SUMMER = frozenset({6, 7, 8})
WINTER = frozenset({12, 1, 2})


@lru_cache(maxsize=20_000)
def demand(ordinal: int) -> float:
    """Give the demand of a day as a share of a usual one."""
    return DEMAND[month_of(ordinal) - 1] * _WEEKDAYS[weekday(ordinal)]


def weekday(ordinal: int) -> int:
    """Give the day of the week, Monday 0."""
    return (ordinal - 1) % 7


@lru_cache(maxsize=20_000)
def visits(ordinal: int) -> tuple[str, ...]:
    """Give what visits of a day are for, each as often as it is likely."""
    if weekday(ordinal) == SUNDAY:
        return ("Emergency",)
    return _PEAK if month_of(ordinal) in _PEAK_MONTHS else _SHOULDER


def season_name(ordinal: int) -> str:
    """Give the season of prices that a day lies in."""
    month = month_of(ordinal)
    if month in WINTER:
        return "Winter Peak"
    if month in SUMMER:
        return "Summer Peak"
    return "Spring Shoulder" if month < 6 else "Fall Shoulder"
