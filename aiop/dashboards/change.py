"""How a figure compares with the time before, in words. Pure."""

from __future__ import annotations

from decimal import Decimal

from aiop.adminkit import format as fmt


def change(now: int | Decimal | None, before: int | Decimal | None, *, lead: str = "") -> str:
    """Say how much more or less `now` is than `before`, in per cent; blank where nothing can be compared."""
    if now is None or not before:
        return ""
    percent = round(Decimal(100) * (Decimal(now) - Decimal(before)) / Decimal(before), 1)
    sign = "▲" if percent > 0 else "▼" if percent < 0 else "="
    return f"{lead}{sign} {fmt.number(abs(percent))} % on {fmt.number(before)} before"
