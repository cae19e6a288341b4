"""What a campaign brought. Pure.

Source: ROI = (revenue - spend) / spend, in per cent (Farris et al., Marketing Metrics, ch. 10). Revenue counts where a link says
whose it is: lead to customer to invoice. Leads that several campaigns may have brought are shared evenly; joining on the source
alone would count each lead several times.
"""

from __future__ import annotations

from decimal import Decimal

from hvac.costing.rules.rounding import cents, percent

# Leads may come for so many days after a campaign has ended.
TAIL_DAYS = 30


def return_on_spend(revenue: Decimal | None, spend: Decimal) -> tuple[Decimal | None, str]:
    """Give the return in per cent, or why there is none."""
    if revenue is None:
        return None, "No lead of it is linked to a customer, so no revenue can be told to be its own."
    if not spend:
        return None, "Nothing was spent."
    return cents(100 * (revenue - spend) / spend), ""


def cost_per_lead(spend: Decimal, leads: Decimal) -> Decimal | None:
    """Give what a lead cost, None without leads."""
    return cents(spend / leads) if leads else None


def conversion(converted: Decimal, leads: Decimal) -> Decimal | None:
    """Give the per cent of leads that became customers, None without leads."""
    return percent(converted, leads)
