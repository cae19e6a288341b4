"""What hours of work cost: which are overtime, and at what pay. Pure.

Source: Fair Labor Standards Act, 29 U.S.C. 207(a)(1) (one and a half times the regular rate above 40 hours in a workweek), 29 CFR
778.104 (each workweek stands alone) and 778.105 (a workweek is seven fixed days; here Monday to Sunday). Some states ask for
more by the day; the files do not say where somebody works, so that is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from hvac.costing.rules.rounding import ZERO, cents

WEEKLY_LIMIT = Decimal(40)
OVERTIME_FACTOR = Decimal("1.5")
HOURS_A_YEAR = Decimal(2080)
# Hours that are paid and not worked count towards no limit (29 CFR 778.218).
NOT_WORKED = frozenset({"pto", "sick"})


@dataclass(frozen=True, slots=True)
class Worked:
    """One time entry of one employee: its day, when it began, its kind, its hours (None while clocked in)."""

    id: int
    employee: int
    day: dt.date
    began: dt.datetime
    kind: str
    hours: Decimal | None


@dataclass(frozen=True, slots=True)
class Paid:
    """How many hours of an entry are paid as usual and how many as overtime."""

    entry: Worked
    regular: Decimal | None
    overtime: Decimal | None


def first_of_week(day: dt.date) -> dt.date:
    """Give the Monday of a day's workweek."""
    return day - dt.timedelta(days=day.weekday())


def split_overtime(entries: Iterable[Worked]) -> Iterator[Paid]:
    """Tell overtime in entries that are ordered by employee and beginning: what comes after the fortieth hour of a week."""
    for _, week in groupby(entries, key=lambda entry: (entry.employee, first_of_week(entry.day))):
        so_far = ZERO
        for entry in week:
            if entry.hours is None:
                yield Paid(entry, None, None)
            elif entry.kind in NOT_WORKED:
                yield Paid(entry, entry.hours, ZERO)
            else:
                so_far += entry.hours
                overtime = min(entry.hours, max(ZERO, so_far - WEEKLY_LIMIT))
                yield Paid(entry, entry.hours - overtime, overtime)


def pay(regular: Decimal | None, overtime: Decimal | None, rate: Decimal | None) -> Decimal | None:
    """Give what hours cost at a rate, overtime at one and a half; None where hours or rate are unknown."""
    if regular is None or overtime is None or rate is None:
        return None
    return cents(rate * (regular + overtime * OVERTIME_FACTOR))


def hourly(salary: Decimal) -> Decimal:
    """Give what an hour costs of somebody who is paid by the year: 52 weeks of 40 hours."""
    return cents(salary / HOURS_A_YEAR)
