"""One failed source, not nine late marts: incidents that follow from another are told with it, not beside it."""

from __future__ import annotations

import datetime as dt

from aiop.alerts import outbox
from aiop.alerts.history import happened
from aiop.alerts.models import Incident
from aiop.alerts.topics import causes_of, effects_of

ACTOR = "alerts"


def join_cause(incident: Incident, now: dt.datetime) -> Incident | None:
    """Put an incident under the one that it follows from, and give that one; None where it stands by itself."""
    causes = causes_of(incident.topic)
    if not causes:
        return None
    live = Incident.objects.for_org(incident.org_id).live().filter(topic__in=causes).select_related("part_of")
    found = {other.topic: other for other in live}
    nearest = next((found[topic] for topic in causes if topic in found), None)
    if nearest is None:
        return None
    root = nearest.part_of if nearest.part_of is not None and nearest.part_of.is_live else nearest
    _put_under(incident, root, now)
    return root


def gather_effects(root: Incident, newest: Incident, now: dt.datetime) -> None:
    """Put under `root` the live incidents that follow from `newest`; what was not yet told of them is withdrawn."""
    effects = effects_of(newest.topic)
    if not effects:
        return
    live = Incident.objects.for_org(root.org_id).live().filter(topic__in=effects).exclude(pk=root.pk)
    for incident in live.exclude(part_of=root):
        _put_under(incident, root, now)


def stand_alone(incident: Incident, now: dt.datetime) -> None:
    """Take an incident out from under a cause that is right again, and look for another; else tell of it."""
    cause = incident.part_of
    incident.part_of = None
    incident.save(update_fields=["part_of"])
    happened(incident, "ungrouped", by=ACTOR, text=f"{cause} is right again, this is not.", now=now)
    if join_cause(incident, now) is None:
        outbox.tell_opening(incident, now=now)


def _put_under(incident: Incident, root: Incident, now: dt.datetime) -> None:
    incident.part_of = root
    incident.save(update_fields=["part_of"])
    outbox.withdraw(incident)
    happened(incident, "grouped", by=ACTOR, text=f"It follows from: {root.title}", now=now)
    happened(root, "explains", by=ACTOR, text=incident.title, now=now)
