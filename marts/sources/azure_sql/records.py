"""What is read of the case table: how many cases are alike, never a case. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alike:
    """Cases that were created and closed on the same days and are of one status, kind and category."""

    created: dt.date
    closed: dt.date | None
    status: str
    kind: str
    category: str
    cases: int = 1
    tat_days: int = 0  # of those that have them, from first contact to first session
    with_tat: int = 0
