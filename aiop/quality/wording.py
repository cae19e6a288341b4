"""Values of checks as people write them; pure."""

from __future__ import annotations

from decimal import Decimal

from aiop.adminkit.format import UNKNOWN, number
from aiop.quality.checks import Check, Kind


def value_text(check: Check, value: Decimal | None) -> str:
    """Write a value with its unit: 96.40 %, 12, 2.3 days, 87 % of what is expected; a dash for what is unknown."""
    if value is None:
        return UNKNOWN
    if check.kind is Kind.RATE:
        return f"{value:.2f} %"
    if check.kind is Kind.LEVEL:
        return f"{number(round(value))} %"
    return f"{value:.1f} days" if check.kind is Kind.AGE else number(value)


def threshold_text(check: Check) -> str:
    """Write what is wanted: at least 95 %, none, at most 7 days."""
    if check.kind is Kind.RATE:
        return f"at least {number(check.threshold)} %"
    if check.kind is Kind.AGE:
        return f"at most {number(check.threshold)} days"
    if check.kind is Kind.LEVEL:
        return "as expected"
    return f"at most {number(check.threshold)}" if check.threshold else "none"
