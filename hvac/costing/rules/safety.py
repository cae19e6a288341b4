"""Which accidents go on OSHA's log, and which OSHA must be told of: two questions, often mixed. Pure.

Source: 29 CFR 1904.7 (recordable: death, days away, restriction or transfer, treatment beyond first aid), 1904.39 (reportable: a
death within 8 hours, an in-patient stay, an amputation or the loss of an eye within 24), Form 300 (columns G to J, one only, the
most serious), 1904.7(b)(3)(vii) (180 days at most). Rates: cases by 200,000 hours, BLS.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hvac.costing.rules.rounding import cents

RATE_HOURS = 200_000
MOST_DAYS = 180
_COLUMN = {"Fatality": "G", "Days Away": "H", "Restricted/Transfer": "I", "Medical Treatment": "J"}
_SERIOUS = ("Days Away", "Restricted/Transfer", "Medical Treatment")


@dataclass(frozen=True, slots=True)
class Classified:
    """What an accident is: on the log, in which column, whether OSHA must be called (None: the file cannot say), and why."""

    is_recordable: bool
    column: str
    is_reportable: bool | None
    reason: str


def classify(severity: str) -> Classified:
    """Classify an accident by the worst that came of it."""
    column = _COLUMN.get(severity, "")
    if severity == "Fatality":
        return Classified(True, column, True, "A death: OSHA is told within 8 hours.")
    if severity in _SERIOUS:
        reason = "The file does not say whether there was an in-patient stay, an amputation or the loss of an eye."
        return Classified(True, column, None, reason)
    return Classified(False, column, False, "First aid or less.")


def counted_days(days: int | None) -> int | None:
    """Give the days of a case as the log counts them, 180 at most."""
    return None if days is None else min(days, MOST_DAYS)


def incidence_rate(cases: int, hours: Decimal | None) -> Decimal | None:
    """Give cases by 200,000 hours worked (TRIR of recordables, DART of H and I); None where no hours are known."""
    return cents(Decimal(cases * RATE_HOURS) / hours) if hours else None
