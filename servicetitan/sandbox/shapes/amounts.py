"""Cents as the API writes money: a number in most records, a text in invoices and payments."""

from __future__ import annotations

from decimal import Decimal


def number(cents: int) -> float:
    """Write cents as a JSON number of two decimals at most; below 2**53 the shortest text of the float is the amount."""
    return cents / 100


def text(cents: int) -> str:
    """Write cents as a text with two decimals."""
    return str(Decimal(cents).scaleb(-2))
