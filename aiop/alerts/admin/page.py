"""What the page of one incident shows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from aiop.adminkit import format as fmt
from aiop.adminkit import hover
from aiop.alerts.models import Happening, Incident
from aiop.orgs.models import Org

HAPPENINGS_SHOWN = 200
SNOOZES = ((1, "an hour"), (4, "four hours"), (24, "a day"), (72, "three days"), (168, "a week"))


def shown(incident: Incident, org: Org, now: dt.datetime) -> dict[str, Any]:
    """Give what the template needs; six queries."""
    happenings = Happening.objects.for_org(org).filter(incident=incident).order_by("-id")[:HAPPENINGS_SHOWN]
    told = incident.deliveries.for_org(org).select_related("channel").order_by("id")
    return {
        "incident": incident,
        "sentence": sentence(incident, org.zone, now),
        "facts": facts(incident, org.zone, now),
        "happenings": list(happenings),
        "effects": list(incident.effects.for_org(org).order_by("-id")),
        "deliveries": list(told),
        "before": list(_before(incident)),
        "zone": org.zone,
    }


def sentence(incident: Incident, zone: dt.tzinfo, now: dt.datetime) -> str:
    """Say how it stands."""
    since = f"since {fmt.clock(incident.opened_at, zone)}"
    if incident.resolved_at is not None:
        return f"Resolved {fmt.ago(incident.resolved_at, now)}, on {fmt.clock(incident.resolved_at, zone)}."
    if incident.snoozed_until is not None:
        return f"Wrong {since}; snoozed until {fmt.clock(incident.snoozed_until, zone)}."
    times = f" It failed {incident.failures:,} times." if incident.failures > 1 else ""
    owned = f" {incident.owner} looks after it." if incident.owner else " Nobody looks after it yet."
    return f"Wrong {since}.{times}{owned}"


def facts(incident: Incident, zone: dt.tzinfo, now: dt.datetime) -> list[tuple[str, Any]]:
    """Give what is known of it."""
    return [
        ("Severity", incident.get_severity_display()),
        ("Owner", incident.owner or hover.unknown("nobody looks after it yet")),
        ("Opened", hover.moment(incident.opened_at, zone, now)),
        ("Failed last", hover.moment(incident.failed_at, zone, now)),
        ("Resolved", hover.moment(incident.resolved_at, zone, now)),
        ("Opened how often", str(incident.episode)),
        ("Topic", incident.topic),
    ]


def _before(incident: Incident) -> Any:
    same = Incident.objects.for_org(incident.org_id).filter(topic=incident.topic, pk__lt=incident.pk)
    return same.order_by("-id")[:5]
