"""Sales tax by authority and filing period: what the period is, and by when it has to be filed. Pure.

Source: periods of a month, quarter, half-year or year, and a return by the 20th of the month after the period ends, as in Texas (34
Texas Administrative Code 3.286). Other authorities have days of their own, which no file states.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

DUE_DAY = 20
_PERIOD = re.compile(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?")


@dataclass(frozen=True, slots=True)
class FilingPeriod:
    """First and last day of a period, and the day by which its return is due."""

    start: dt.date
    end: dt.date
    due: dt.date


def filing_period(text: str) -> FilingPeriod | None:
    """Read 2026-03, 2026-Q1, 2026-H1 or 2026; None for any other text."""
    match = _PERIOD.fullmatch(text.strip())
    if match is None:
        return None
    year, month, quarter, half = int(match[1]), match[2], match[3], match[4]
    first, length = 1, 12
    if month:
        first, length = int(month), 1
    elif quarter:
        first, length = int(quarter) * 3 - 2, 3
    elif half:
        first, length = int(half) * 6 - 5, 6
    after = year * 12 + first - 1 + length
    following = dt.date(after // 12, after % 12 + 1, 1)
    return FilingPeriod(dt.date(year, first, 1), following - dt.timedelta(days=1), following.replace(day=DUE_DAY))
