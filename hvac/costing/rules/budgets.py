"""Budget against actual. Pure.

Source: variance = budget - actual for expenses, where less is better; for revenue more is, so that the sign turns (Horngren, Cost
Accounting, ch. 7). A line is looked at above ten per cent and a thousand dollars.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hvac.costing.rules.rounding import percent

EXCEPTION_PERCENT = Decimal(10)
EXCEPTION_AMOUNT = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Variance:
    """How far actual is from budget, above zero where that is good, in dollars and per cent of the budget."""

    amount: Decimal
    percent: Decimal | None
    is_favourable: bool
    is_exception: bool


def variance(budgeted: Decimal, actual: Decimal, *, is_revenue: bool) -> Variance:
    """Hold actual against budget."""
    amount = actual - budgeted if is_revenue else budgeted - actual
    share = percent(amount, budgeted)
    is_large = abs(amount) >= EXCEPTION_AMOUNT and (share is None or abs(share) >= EXCEPTION_PERCENT)
    return Variance(amount, share, amount >= 0, is_large)
