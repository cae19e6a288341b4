"""When to order a part, how many, and how much it matters. Pure.

Source: reorder point = mean daily demand by lead time + safety stock; safety stock = z by the standard deviation of daily demand by
the square root of the lead time, z = 1.645 for 95 % of cycles without a stock-out (Silver, Pyke and Thomas, Inventory and
Production Management in Supply Chains, ch. 7; any text on operations). Classes by Dickie's rule: A to 80 % of the year's
usage value, B to 95 %, C the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from hvac.costing.rules.rounding import ZERO, cents

Z_95 = Decimal("1.645")
_A, _B = Decimal("0.80"), Decimal("0.95")


@dataclass(frozen=True, slots=True)
class Need:
    """What a part's stock asks for; quantities in pieces, demand in pieces a day."""

    safety_stock: int
    reorder_point: int
    order_quantity: int
    days_of_supply: Decimal | None
    state: str


def need(*, stock: int, most: int, daily_mean: Decimal, daily_deviation: Decimal, lead_days: int) -> Need:
    """Say what a part's stock asks for; an order fills it up to `most`, and to the reorder point where that is higher."""
    safety = _up(Z_95 * daily_deviation * Decimal(lead_days).sqrt())
    point = _up(daily_mean * lead_days + Z_95 * daily_deviation * Decimal(lead_days).sqrt())
    is_due = stock <= point and daily_mean > 0
    state = "out" if stock == 0 else "order" if is_due else "enough"
    quantity = max(most, point) - stock if is_due else 0
    return Need(safety, point, max(quantity, 0), cents(stock / daily_mean) if daily_mean else None, state)


def classes(values: Sequence[Decimal]) -> list[str]:
    """Give the class of each part by its usage value in a year: A, B or C."""
    whole = sum(values, ZERO)
    found = ["C"] * len(values)
    before = ZERO
    for at in sorted(range(len(values)), key=lambda at: (-values[at], at)):
        if values[at] > 0:
            found[at] = "A" if before < whole * _A else "B" if before < whole * _B else "C"
        before += values[at]
    return found


def _up(number: Decimal) -> int:
    return int(number.to_integral_value(ROUND_CEILING))
