"""How well a vendor delivers. Pure.

Source: domain sheet 3.3: 40 % on time, 30 % quality, 20 % lead time, 10 % responsiveness. No file states responsiveness, and a lead time
is on-time again; quantity (20) and price (10) stand in their places.
"""

from __future__ import annotations

from decimal import Decimal

from hvac.costing.rules.rounding import cents

WEIGHTS = {"on_time": 40, "quality": 30, "fill": 20, "price": 10}


def score(
    *, on_time: Decimal | None, quality: Decimal | None, fill: Decimal | None, price_variance: Decimal | None
) -> Decimal | None:
    """Give 0 to 100 from per cents; what is unknown is left out of the weights, None where all is.

    Price counts in full at or below the list, and loses a tenth for each per cent above it.
    """
    price = None if price_variance is None else max(Decimal(0), 100 - 10 * max(Decimal(0), price_variance))
    known = {
        name: value
        for name, value in {"on_time": on_time, "quality": quality, "fill": fill, "price": price}.items()
        if value is not None
    }
    whole = sum(WEIGHTS[name] for name in known)
    return cents(sum((WEIGHTS[name] * value for name, value in known.items()), Decimal(0)) / whole) if whole else None
