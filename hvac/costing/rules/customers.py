"""What a customer is worth, and how likely to leave. Pure.

Source: recency, frequency and money by rank among those who have bought (Hughes, Strategic Database Marketing); lifetime value =
yearly margin by retention, discounted: m r / (1 + d - r) (Gupta and Lehmann, Managing Customers as Investments, ch. 2).

Whoever has no call has no recency: no stand-in such as 9999 days, which in the first system became the longest of all and made
everybody else look recent.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal

from hvac.costing.rules.rounding import CENT, cents

DISCOUNT = Decimal("0.10")
# Days without a call after which a customer is in question: two seasons of tune-ups missed, a whole year, two years.
QUIET_DAYS, LOST_DAYS = 365, 730
UNHAPPY = Decimal(5)


def rank(value: int | Decimal, ordered: Sequence[int | Decimal]) -> Decimal:
    """Give the share of the known values, in ascending order, that are below a value, ties counted half: from 0 to 1."""
    below, upto = bisect_left(ordered, value), bisect_right(ordered, value)
    return (Decimal(below + upto) / 2 / len(ordered)).quantize(CENT)


def churn_risk(
    *, days_since_call: int | None, has_live_plan: bool, satisfaction: Decimal | None, is_payer_late: bool | None
) -> tuple[str | None, str]:
    """Give High, Medium or Low and why; None where nothing is known to go by."""
    if days_since_call is None:
        return (
            ("Low", "A live plan, and no call yet.") if has_live_plan else (None, "No call, no plan: nothing to go by.")
        )
    reasons = []
    if days_since_call > QUIET_DAYS:
        reasons.append(f"no call for {days_since_call} days")
    if satisfaction is not None and satisfaction <= UNHAPPY:
        reasons.append(f"satisfaction {satisfaction.normalize():f} of 10")
    if is_payer_late:
        reasons.append("bills paid late")
    if not has_live_plan and days_since_call > LOST_DAYS:
        return "High", _sentence(reasons)
    if not reasons:
        return "Low", "Recent, not unhappy, pays in time."
    return ("High" if len(reasons) > 1 and not has_live_plan else "Medium"), _sentence(reasons)


# Shares of customers that stay another year; assumed, until there are years enough to measure them.
RETENTION = {"Low": Decimal("0.90"), "Medium": Decimal("0.75"), "High": Decimal("0.50")}


def lifetime_value(yearly_margin: Decimal | None, risk: str | None) -> Decimal | None:
    """Give the discounted margin still to come, from the yearly margin and the retention that a risk stands for."""
    if yearly_margin is None or risk is None:
        return None
    retention = RETENTION[risk]
    return cents(yearly_margin * retention / (1 + DISCOUNT - retention))


def segment(recency: Decimal | None, frequency: Decimal | None, money: Decimal | None, calls: int) -> str:
    """Name a customer by ranks from 0 to 1, higher is more recent, more often, more money; ranks None: no call yet."""
    if recency is None or frequency is None or money is None:
        return "No calls yet"
    if recency >= Decimal("0.6") and frequency >= Decimal("0.6") and money >= Decimal("0.6"):
        return "Champions"
    if recency <= Decimal("0.3"):
        return "At risk" if money >= Decimal("0.6") else "Lost"
    if frequency >= Decimal("0.6"):
        return "Loyal"
    return "New" if calls == 1 and recency >= Decimal("0.6") else "Occasional"


def _sentence(reasons: Sequence[str]) -> str:
    text = ", ".join(reasons)
    return f"{text[:1].upper()}{text[1:]}."
