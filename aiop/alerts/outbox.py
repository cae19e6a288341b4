"""What is to be told, written in the transaction that opens or closes an incident, and handed to the worker after its commit.

One key for each incident, episode, kind and channel: however often a worker dies, there is one opening and one closing message.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from typing import Any

from celery import current_app
from django.db import connection, transaction

from aiop.alerts.models import Channel, Delivery, Incident
from aiop.alerts.routing import goes_in_digest, is_told, when
from aiop.alerts.topics import causes_of
from aiop.orgs.models import Org

SEND = "alerts.send"
# What may follow from something else is told a little later, in case its cause shows itself.
GRACE = dt.timedelta(minutes=2)


def tell_opening(incident: Incident, *, now: dt.datetime) -> None:
    """Write the opening message for every channel that takes the incident."""
    channels = Channel.objects.for_org(incident.org_id).filter(is_enabled=True).prefetch_related("routes")
    told = [channel for channel in channels if is_told(channel.routes.all(), incident)]
    grace = GRACE if causes_of(incident.topic) else dt.timedelta()
    _write(incident, Delivery.Kind.OPENING, told, {"at": now.isoformat()}, now=now, earliest=now + grace)


def tell_closing(incident: Incident, *, text: str, by: str, now: dt.datetime) -> None:
    """Write the closing message for every channel that was, or will be, told of this opening."""
    openings = Delivery.objects.for_org(incident.org_id).filter(
        incident=incident, episode=incident.episode, kind=Delivery.Kind.OPENING
    )
    told = [d.channel for d in openings.exclude(state=Delivery.State.WITHDRAWN).select_related("channel")]
    said = {"at": now.isoformat(), "how": text, "by": by}
    _write(incident, Delivery.Kind.CLOSING, told, said, now=now, earliest=now)


def withdraw(incident: Incident) -> int:
    """Take back messages of an incident that no attempt was made to send yet; gives how many."""
    waiting = Delivery.objects.for_org(incident.org_id).filter(
        incident=incident, state=Delivery.State.WAITING, attempts=0
    )
    return waiting.update(state=Delivery.State.WITHDRAWN)


def _write(
    incident: Incident,
    kind: Delivery.Kind,
    channels: list[Channel],
    said: dict[str, Any],
    *,
    now: dt.datetime,
    earliest: dt.datetime,
) -> None:
    if not channels:
        return
    zone = Org.objects.get(pk=incident.org_id).zone
    shared = {**_facts(incident), **said}
    written = [
        Delivery(
            org_id=incident.org_id, incident=incident, channel=channel, episode=incident.episode, kind=kind, said=shared,
            key=f"{incident.org_id}-{incident.pk}-{incident.episode}-{kind}-{channel.pk}", written_at=now,
            is_digest=goes_in_digest(channel, incident.severity),
            not_before=when(channel, incident.severity, earliest, zone),
        )
        for channel in channels
    ]  # fmt: skip
    _clear_withdrawn(incident, [delivery.key for delivery in written])
    Delivery.objects.bulk_create(written, ignore_conflicts=True)
    ask_to_send(incident.org_id)


def _facts(incident: Incident) -> dict[str, Any]:
    """Give what is said of an incident as it is now: the message says it even if the incident has changed since."""
    names = ("title", "cause", "severity", "topic", "link", "failures")
    return {**{name: getattr(incident, name) for name in names}, "opened_at": incident.opened_at.isoformat()}


def _clear_withdrawn(incident: Incident, keys: list[str]) -> None:
    """Make room for messages that were taken back unsent and are wanted after all."""
    withdrawn = Delivery.objects.for_org(incident.org_id).filter(key__in=keys, state=Delivery.State.WITHDRAWN)
    withdrawn.delete()


@cache
def _sending(org_id: int) -> Callable[[], None]:
    """Give what has a worker send: one and the same for an organisation, so that a second asking is known as such."""

    def send() -> None:
        current_app.send_task(SEND, kwargs={"org_id": org_id})

    return send


def ask_to_send(org_id: int) -> None:
    """Have a worker send what is due, once after the commit; a broker that is away is made up for by the clock."""
    send = _sending(org_id)
    # Whatever could still undo the earlier asking would undo this one too.
    if all(send not in asked for asked in connection.run_on_commit):
        transaction.on_commit(send, robust=True)
