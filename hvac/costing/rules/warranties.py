"""What manufacturers gave back of what was claimed. Pure.

Source: domain sheet 2.14 and A.5 (the life of a claim); recovery rate = paid by claimed. What was approved in part and not paid in a
stated amount is unknown.
"""

from __future__ import annotations

from decimal import Decimal

OPEN = frozenset({"Draft", "Submitted", "Under Review", "Appealed"})


def recovered(status: str, response: str, claimed: Decimal, paid: Decimal | None) -> tuple[Decimal | None, str]:
    """Give what came back on a claim, or why nobody can say."""
    if paid is not None:
        return paid, ""
    if status in OPEN:
        return None, "It is not decided."
    if status == "Denied" or response == "Denied":
        return Decimal(0), ""
    if status in {"Paid", "Closed"} and response == "Approved":
        return claimed, ""
    if status == "Approved":
        return None, "It is approved, and not paid yet."
    return None, "It was approved in part, and no file says how much was paid."
