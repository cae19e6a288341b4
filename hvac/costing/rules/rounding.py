"""Cents and hundredths. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal(0)


def cents(amount: Decimal) -> Decimal:
    """Round half up to cents."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def ratio(part: Decimal | int | None, whole: Decimal | int | None, places: int = 4) -> Decimal | None:
    """Divide, None where either is unknown or there is nothing to divide by."""
    if part is None or not whole:
        return None
    return (Decimal(part) / Decimal(whole)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def percent(part: Decimal | int | None, whole: Decimal | int | None) -> Decimal | None:
    """Give `part` in per cent of `whole`, None where that is unknown."""
    if part is None or not whole:
        return None
    return cents(100 * Decimal(part) / Decimal(whole))


def share_out(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Split an amount by weights so that the cents add up: the largest remainders get the cents that are over."""
    whole = sum(weights, ZERO)
    if not whole:
        raise ValueError("Weights that add up to nothing share out nothing.")
    exact = [amount * weight / whole for weight in weights]
    floored = [cents(part) if cents(part) <= part else cents(part) - CENT for part in exact]
    over = int((amount - sum(floored, ZERO)) / CENT)
    first = sorted(range(len(weights)), key=lambda at: (floored[at] - exact[at], at))[:over]
    return [part + CENT if at in first else part for at, part in enumerate(floored)]
