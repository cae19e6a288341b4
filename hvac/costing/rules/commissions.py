"""What a sales representative earns on an invoice, and when it is due. Pure.

Source: the company's own rule as its plan states it (domain sheet 2.3): rate by the invoice before tax, payable at the end of the
month in which the invoice was paid in full; what is taken back is negative.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from hvac.costing.rules.rounding import ZERO, cents


def commission(base: Decimal, rate: Decimal, *, is_clawback: bool = False) -> Decimal:
    """Give the commission on an amount before tax; a clawback is below zero."""
    amount = cents(base * rate)
    return -amount if is_clawback else amount


def paid_in_full_on(total: Decimal, payments: Iterable[tuple[dt.date, Decimal]]) -> dt.date | None:
    """Give the day on which completed payments reached the total; None while they have not."""
    so_far = ZERO
    for day, amount in sorted(payments):
        so_far += amount
        if so_far >= total:
            return day
    return None


def payable_on(paid_in_full: dt.date | None) -> dt.date | None:
    """Give the last day of the month in which the invoice was paid in full."""
    if paid_in_full is None:
        return None
    return (paid_in_full.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
