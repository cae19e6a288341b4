"""What a formula gives: a row of a mart, and what about it does not add up. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

CENT = Decimal("0.01")
# Sums that a source itself gets wrong by less than this share are published with a warning, larger ones are not.
TOLERATED_SHARE = Decimal("0.005")


@dataclass(slots=True)
class Worked:
    """A row by column; a column that is left out was not told, and what was published of it before stays."""

    row: Mapping[str, Any]
    warnings: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)  # each of them keeps the row from being published

    def hold(self, what: str, left: Decimal | int, right: Decimal | int) -> None:
        """Hold two figures against each other that must be the same to the cent, and note it where they are not."""
        difference = abs(Decimal(left) - Decimal(right))
        if difference <= CENT:
            return
        largest = max(abs(Decimal(left)), abs(Decimal(right)))
        text = f"{what}: {left:,} is not {right:,}."
        (self.warnings if difference < largest * TOLERATED_SHARE else self.wrong).append(text)


def cents(number: Decimal) -> Decimal:
    """Round to two decimals, half up."""
    return number.quantize(CENT, ROUND_HALF_UP)


def quotient(over: Decimal | int, under: Decimal | int) -> Decimal:
    """Divide to two decimals, half up; 0 where there is nothing to divide by."""
    return cents(Decimal(over) / Decimal(under)) if under else Decimal("0.00")
