"""What a job brought and cost. Pure.

Source: job costing of any text (Horngren, Cost Accounting, ch. 4): gross margin = revenue - direct labour - direct parts and other
direct costs; net = gross - overhead, which is allocated by billable hours: by revenue it would misjudge installations against service.

`labor_cost` of a call is what the customer is charged (50 to 100 dollars an hour), and is no cost: labour costs what technicians
are paid, with the employer's burden.
"""

from __future__ import annotations

from decimal import Decimal

from hvac.costing.rules.rounding import cents

# Payroll taxes and insurance on top of pay; FICA alone is 7.65 %. The sheet gives 25 to 35 %.
BURDEN = Decimal("0.30")
# Parts as issued, at cost, that exceed what calls state by more than this factor over the whole company cannot be their cost.
MOST_PARTS = Decimal(2)


def labour_cost(pay: Decimal | None) -> Decimal | None:
    """Give what paid hours cost with the burden."""
    return None if pay is None else cents(pay * (1 + BURDEN))


def gross_margin(
    revenue: Decimal | None, labour: Decimal | None, parts: Decimal | None, direct: Decimal, credit: Decimal
) -> Decimal | None:
    """Give revenue less direct costs; None while revenue, labour or parts are unknown."""
    if revenue is None or labour is None or parts is None:
        return None
    return revenue - labour - parts - direct + credit


def overhead(hours: Decimal | None, rate: Decimal | None) -> Decimal | None:
    """Give the share of the overhead that billable hours carry, None where hours or rate are unknown."""
    return None if hours is None or rate is None else cents(hours * rate)


def is_usage_credible(issued: Decimal, stated: Decimal) -> bool:
    """Tell over the whole company whether parts as issued may be what calls cost: in the first files they were ten times as much."""
    return issued <= stated * MOST_PARTS
