"""Writing down what happens to an incident."""

from __future__ import annotations

import datetime as dt

from aiop.alerts.models import Happening, Incident


def happened(incident: Incident, what: str, *, by: str, text: str = "", now: dt.datetime) -> None:
    """Add to an incident's history."""
    Happening.objects.create(org_id=incident.org_id, incident=incident, what=what, actor=by, text=text, at=now)
