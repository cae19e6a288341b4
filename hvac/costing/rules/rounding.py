"""Cents and hundredths. Pure."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal(0)


def cents(amount: Decimal) -> Decimal:
    """Round half up to cents."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def percent(part: Decimal | int | None, whole: Decimal | int | None) -> Decimal | None:
    """Give `part` in per cent of `whole`, None where that is unknown."""
    if part is None or not whole:
        return None
    return cents(100 * Decimal(part) / Decimal(whole))
