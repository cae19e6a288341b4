"""Values as people write them: numbers with thousands, days by name of month, a dash for what is unknown. Pure."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

UNKNOWN = "–"


def number(value: int | Decimal | float | None) -> str:
    """Write 181618 as 181,618; a part after the point stays as it is, without closing zeros."""
    if value is None:
        return UNKNOWN
    text = f"{value:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(value: Decimal | None) -> str:
    """Write 1240 as 1,240.00; the currency stands in the column's header."""
    return UNKNOWN if value is None else f"{value:,.2f}"


def percent(value: Decimal | float | None) -> str:
    """Write percent points: 12.5 as 12.5 %."""
    return UNKNOWN if value is None else f"{number(value)} %"


def day(value: dt.date | None) -> str:
    """Write a day as 21 Nov 2026."""
    return UNKNOWN if value is None else f"{value.day} {value:%b %Y}"


def clock(value: dt.datetime, zone: dt.tzinfo) -> str:
    """Write a moment in `zone` as 21 Nov 2026, 14:05."""
    local = value.astimezone(zone)
    return f"{day(local)}, {local:%H:%M}"


def ago(value: dt.datetime, now: dt.datetime) -> str:
    """Write how long before or after `now` a moment lies: 3 days ago, in 2 hours."""
    seconds = int((now - value).total_seconds())
    amount = _amount(abs(seconds))
    if amount is None:
        return "just now"
    return f"{amount} ago" if seconds > 0 else f"in {amount}"


def days_ago(value: dt.date, today: dt.date) -> str:
    """Write how far a day lies from `today`: yesterday, 3 weeks ago, in 12 days."""
    distance = (today - value).days
    if distance in {-1, 0, 1}:
        return {1: "yesterday", 0: "today", -1: "tomorrow"}[distance]
    amount = _amount(abs(distance) * 86_400)
    return f"{amount} ago" if distance > 0 else f"in {amount}"


_UNITS = (
    (31_536_000, "year"),
    (2_592_000, "month"),
    (604_800, "week"),
    (86_400, "day"),
    (3_600, "hour"),
    (60, "minute"),
)


def _amount(seconds: int) -> str | None:
    for size, name in _UNITS:
        if seconds >= size:
            count = seconds // size
            return f"{count} {name}" if count == 1 else f"{count} {name}s"
    return None
