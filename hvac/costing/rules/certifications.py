"""Where a certification stands on a day. Pure.

Source: NATE, recertification policy (two years, 120 days of grace); EPA, 40 CFR 82.161 (a section 608 certificate does not expire);
other documents have the day that stands on them and no grace.
"""

from __future__ import annotations

import datetime as dt

SOON_DAYS = 90
GRACE_DAYS = {"NATE": 120}


def grace_days(name: str, body: str) -> int:
    """Give how many days a document is still honoured after its expiry."""
    return next((days for issuer, days in GRACE_DAYS.items() if issuer in body or name.startswith(issuer)), 0)


def state(expiry: dt.date | None, today: dt.date, *, grace: int = 0) -> str:
    """Give Lasting, Valid, Expiring (90 days or fewer are left), Grace or Expired."""
    if expiry is None:
        return "Lasting"
    left = (expiry - today).days
    if left < 0:
        return "Grace" if -left <= grace else "Expired"
    return "Expiring" if left <= SOON_DAYS else "Valid"
