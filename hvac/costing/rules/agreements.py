"""Whether a promise to a customer was kept: how soon somebody came. Pure.

Source: the contract itself (hours within which somebody comes). A call without a time of response proves neither a breach nor
that the promise was kept.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answered:
    """Whether a call was answered too late (None: nobody can say, and why), and by how many minutes."""

    is_breach: bool | None
    minutes_over: int | None
    reason: str


def answered(response_minutes: int | None, promised_hours: int | None) -> Answered:
    """Hold the minutes until somebody came against the hours that were promised."""
    if promised_hours is None:
        return Answered(None, None, "The contract promises no time.")
    if response_minutes is None:
        return Answered(None, None, "No file says when somebody came.")
    over = response_minutes - promised_hours * 60
    return Answered(over > 0, max(over, 0), "")
