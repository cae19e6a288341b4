"""What people do with incidents: acknowledge, snooze, assign, resolve, reopen, note."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from aiop.alerts import outbox
from aiop.alerts.history import happened
from aiop.alerts.models import Incident
from aiop.alerts.raising import resolve, take_turn
from aiop.alerts.states import Act, NotPossible, after
from aiop.orgs.context import org_context
from aiop.orgs.models import Membership

ACTOR = "alerts"


def acknowledge(incident: Incident, *, by: str, note: str = "") -> None:
    """Say that somebody looks after it, and make that person its owner where it has none; raises NotPossible."""
    with org_context(incident.org_id, actor=by):
        held = _held(incident)
        held.state = after(held.state, Act.ACKNOWLEDGE, episode=held.episode).value
        held.snoozed_until, held.owner = None, held.owner or by
        held.save(update_fields=["state", "snoozed_until", "owner"])
        happened(held, "acknowledged", by=by, text=note, now=timezone.now())


def snooze(incident: Incident, until: dt.datetime, *, by: str, note: str = "") -> None:
    """Put it aside until a moment; raises NotPossible, also for a moment that has passed."""
    now = timezone.now()
    if until <= now:
        raise NotPossible("An incident is snoozed until a moment to come.")
    with org_context(incident.org_id, actor=by):
        held = _held(incident)
        held.state = after(held.state, Act.SNOOZE, episode=held.episode).value
        held.snoozed_until = until
        held.save(update_fields=["state", "snoozed_until"])
        happened(held, "snoozed", by=by, text=note or f"until {until.isoformat(timespec='minutes')}", now=now)


def resolve_by_hand(incident: Incident, *, by: str, note: str = "") -> None:
    """Close it, and tell those who were told of it; raises NotPossible."""
    with org_context(incident.org_id, actor=by):
        resolve(_held(incident), by=by, text=note or f"{by} resolved it.", now=timezone.now())


def reopen(incident: Incident, *, by: str, note: str = "") -> None:
    """Open it again, and tell of it; raises NotPossible, also where the topic has a newer incident."""
    now = timezone.now()
    with org_context(incident.org_id, actor=by):
        held = _held(incident)
        held.state = after(held.state, Act.REOPEN, episode=held.episode).value
        if Incident.objects.for_org(held.org_id).live().filter(topic=held.topic).exists():
            raise NotPossible("There is a newer incident about this that is not resolved.")
        held.episode, held.resolved_at, held.part_of = held.episode + 1, None, None
        held.save(update_fields=["state", "episode", "resolved_at", "part_of"])
        happened(held, "reopened", by=by, text=note, now=now)
        outbox.tell_opening(held, now=now)


def assign(incident: Incident, owner: str, *, by: str) -> None:
    """Give it to a member of the organisation, or to nobody; raises NotPossible for anybody else."""
    if owner and owner not in owners(incident.org_id):
        raise NotPossible(f"{owner} does not work in this organisation.")
    with org_context(incident.org_id, actor=by):
        held = _held(incident)
        held.owner = owner
        held.save(update_fields=["owner"])
        happened(held, "assigned", by=by, text=owner or "nobody", now=timezone.now())


def note(incident: Incident, text: str, *, by: str) -> None:
    """Write something into its history."""
    with org_context(incident.org_id, actor=by):
        happened(incident, "noted", by=by, text=text, now=timezone.now())


def wake_due(org_id: int, now: dt.datetime) -> int:
    """Bring back incidents whose snooze has ended; gives how many."""
    with org_context(org_id, actor=ACTOR):
        snoozed = Incident.objects.for_org(org_id).filter(state=Incident.State.SNOOZED, snoozed_until__lte=now)
        if not snoozed.exists():
            return 0
        take_turn(org_id)
        due = list(snoozed)
        for incident in due:
            incident.state = after(incident.state, Act.WAKE, episode=incident.episode).value
            incident.snoozed_until = None
            incident.save(update_fields=["state", "snoozed_until"])
            happened(incident, "woke", by=ACTOR, now=now)
        return len(due)


def owners(org_id: int) -> list[str]:
    """List the log-in names of those who may look after incidents."""
    members = Membership.objects.filter(org_id=org_id, user__is_active=True)
    return sorted(members.values_list("user__username", flat=True))


def _held(incident: Incident) -> Incident:
    """Read an incident as it stands now, with nobody else moving it until the transaction ends."""
    take_turn(incident.org_id)
    return Incident.objects.for_org(incident.org_id).get(pk=incident.pk)
