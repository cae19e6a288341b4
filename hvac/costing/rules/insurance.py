"""What losses cost an insurer and the company. Pure.

Source: the insurance trade's own words (NAIC glossary): incurred = paid + reserve; net of what the one at fault paid back; loss ratio
= net incurred by premium; report lag = days from loss to report.
"""

from __future__ import annotations

from decimal import Decimal

from hvac.costing.rules.rounding import percent


def net_incurred(paid: Decimal, reserve: Decimal, recovered: Decimal) -> Decimal:
    """Give what a claim costs the insurer so far."""
    return paid + reserve - recovered


def out_of_pocket(claimed: Decimal, paid: Decimal, deductible: Decimal, *, is_ended: bool) -> Decimal:
    """Give what the company bears: the deductible, and once the claim has ended whatever was not paid."""
    return max(claimed - paid, deductible) if is_ended else deductible


def loss_ratio(incurred: Decimal, premium: Decimal) -> Decimal | None:
    """Give losses in per cent of the premium, None without one."""
    return percent(incurred, premium)
