"""Whether a rate has dropped against its own recent past; pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from statistics import median

DAYS = 7
DROP_POINTS = Decimal(2)


def trend_warning(value: Decimal | None, recent: Sequence[Decimal]) -> str | None:
    """Give a sentence when `value` lies more than two points under the median of `recent`, the last seven days."""
    if value is None or not recent:
        return None
    usual = median(recent)
    drop = usual - value
    if drop <= DROP_POINTS:
        return None
    return f"Fell {drop:.2f} points under its seven-day median of {usual:.2f} %."
