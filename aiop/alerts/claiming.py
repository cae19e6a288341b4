"""Taking messages out of the outbox: each by one worker, with a lease, under the key of its first attempt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import F, QuerySet
from django.utils import timezone

from aiop.alerts.models import Channel, Delivery
from aiop.alerts.outbox import ask_to_send
from aiop.orgs.context import org_context

State = Delivery.State
ACTOR = "alerts"
# Longer than any channel takes to answer, retries included.
LEASE = dt.timedelta(minutes=3)
# A message that could not be handed over for so long is given up; its channel has been shown as broken all the while.
GIVEN_UP_AFTER = dt.timedelta(days=3)
_FIRST_WAIT, _LONGEST_WAIT = dt.timedelta(seconds=30), dt.timedelta(hours=1)

# A closing message waits until its opening has gone.
_NEXT = """
    SELECT d.id FROM alerts_delivery d JOIN alerts_channel c ON c.org_id = d.org_id AND c.id = d.channel_id
    WHERE d.org_id = %(org)s AND c.is_enabled
      AND ((d.state = 'waiting' AND d.not_before <= %(now)s) OR (d.state = 'sending' AND d.lease_until < %(now)s))
      AND NOT EXISTS (
        SELECT FROM alerts_delivery earlier WHERE earlier.org_id = d.org_id AND earlier.incident_id = d.incident_id
          AND earlier.channel_id = d.channel_id AND earlier.id < d.id AND earlier.state IN ('waiting', 'sending'))
    ORDER BY d.id LIMIT 1 FOR UPDATE OF d SKIP LOCKED
"""


@dataclass(frozen=True)
class Claimed:
    """What goes out as one message: its parts in order, its channel, its key, and which attempt this is."""

    channel: Channel
    parts: list[Delivery]
    key: str
    attempt: int


def claim(org_id: int, now: dt.datetime) -> Claimed | None:
    """Take the next message that is due, for the time of a lease; None when there is none."""
    with org_context(org_id, actor=ACTOR):
        with connection.cursor() as cursor:
            cursor.execute(_NEXT, {"org": org_id, "now": now})
            row = cursor.fetchone()
        if row is None:
            return None
        head = Delivery.objects.select_related("channel").get(pk=row[0])
        key = head.batch or head.key
        ids = _together(head, key, now)
        Delivery.objects.filter(pk__in=ids).update(
            state=State.SENDING, batch=key, attempts=F("attempts") + 1, lease_until=now + LEASE
        )
        parts = list(Delivery.objects.filter(pk__in=ids).select_related("incident").order_by("id"))
        return Claimed(head.channel, parts, key, head.attempts + 1)


def sent(claimed: Claimed, now: dt.datetime) -> bool:
    """Note that a message has gone; False when another worker has taken it over."""
    with org_context(claimed.channel.org_id, actor=ACTOR):
        gone = _held(claimed).update(state=State.SENT, sent_at=now, lease_until=None, error="")
        note_standing(claimed.channel, Channel.Standing.WORKING, "")
        return bool(gone)


def failed(claimed: Claimed, reason: str, now: dt.datetime, *, after: float | None, is_broken: bool) -> None:
    """Note that a message did not go; it is tried again later, ever less often, and given up after three days."""
    wait = min(_FIRST_WAIT * 2 ** min(claimed.attempt - 1, 10), _LONGEST_WAIT)
    if is_broken:
        wait = _LONGEST_WAIT
    later = now + max(wait, dt.timedelta(seconds=after or 0))
    old = min(part.written_at for part in claimed.parts) < now - GIVEN_UP_AFTER
    with org_context(claimed.channel.org_id, actor=ACTOR):
        state = State.REFUSED if old else State.WAITING
        _held(claimed).update(state=state, lease_until=None, not_before=later, error=reason)
        note_standing(claimed.channel, Channel.Standing.BROKEN, reason)


def _held(claimed: Claimed) -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        pk__in=[part.pk for part in claimed.parts], state=State.SENDING, batch=claimed.key,
        attempts__in={part.attempts for part in claimed.parts},
    )  # fmt: skip


def _together(head: Delivery, key: str, now: dt.datetime) -> list[int]:
    """List what goes out with `head`: what did at its first attempt, or all of a digest that is due."""
    same = Delivery.objects.for_org(head.org_id).filter(channel=head.channel)
    if head.batch:
        return list(same.filter(batch=key, state__in=[State.WAITING, State.SENDING]).values_list("id", flat=True))
    if not head.is_digest:
        return [head.pk]
    due = same.filter(is_digest=True, batch="", state=State.WAITING, not_before__lte=now).select_for_update()
    return list(due.values_list("id", flat=True))


def note_standing(channel: Channel, standing: Channel.Standing, reason: str) -> None:
    """Note how a channel stands, where that is news."""
    others = Channel.objects.for_org(channel.org_id).filter(pk=channel.pk)
    others.exclude(standing=standing, standing_reason=reason).update(standing=standing, standing_reason=reason)


def send_again(org_id: int, ids: Iterable[int]) -> int:
    """Have messages tried at once that wait or were given up; gives how many. What has gone, has gone."""
    chosen = Delivery.objects.for_org(org_id).filter(pk__in=list(ids), state__in=[State.WAITING, State.REFUSED])
    number = chosen.update(state=State.WAITING, not_before=timezone.now(), written_at=timezone.now())
    ask_to_send(org_id)
    return number
