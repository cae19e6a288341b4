"""The way in for every other room: something went wrong with a topic, or it went well.

    raise_about(org, "source:hubspot", "HubSpot refused the token.", "Sync of HubSpot failed", link=run_page, severity=Severity.CRITICAL)
    settle(org, "source:hubspot")

Both count results in a row, open or close the topic's incident when there are enough of them, and write what is to be told into
the outbox, all in the caller's transaction: call them beside the write that they are about, or after it with `evidence`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TypedDict

from django.db import connection
from django.utils import timezone

from aiop.alerts import grouping, outbox
from aiop.alerts.history import happened
from aiop.alerts.models import Incident, Signal
from aiop.alerts.severity import Severity
from aiop.alerts.states import Act, after
from aiop.alerts.topics import Topic, family_of, topic_named
from aiop.orgs.context import org_context
from aiop.orgs.models import Org

ACTOR = "alerts"
# A topic that fails again so soon after it was resolved opens the same incident again.
REOPENS_WITHIN = dt.timedelta(days=7)
_TURN = "SELECT pg_advisory_xact_lock(hashtext('aiop.alerts'), %s)"


class _Said(TypedDict):
    """What a failure says, by the columns that hold it."""

    title: str
    cause: str
    link: str
    severity: str
    failed_at: dt.datetime


def raise_about(
    org: Org | int,
    topic: str,
    cause: str,
    summary: str,
    *,
    link: str = "",
    severity: Severity = Severity.WARNING,
    evidence: str = "",
    now: dt.datetime | None = None,
) -> Incident | None:
    """Count a failure of `topic` and give its incident, None while there are too few failures to open one.

    `summary` names what is wrong in a line, `cause` says why, `link` is an address within the admin. The same `evidence`
    (such as a run's id) is counted once. Raises TopicError for a topic that is not written family:name.
    """
    org_id, declared, now = _id(org), topic_named(topic), now or timezone.now()
    with org_context(org_id, actor=ACTOR):
        take_turn(org_id)
        signal, is_new = _count(org_id, topic, evidence, now, bad=True)
        said = _Said(title=summary, cause=cause, link=link, severity=severity.value, failed_at=now)
        return _fail(org_id, declared, said, is_new=is_new, enough=signal.bad >= declared.opens_after)


def _fail(org_id: int, topic: Topic, said: _Said, *, is_new: bool, enough: bool) -> Incident | None:
    """Note a failure with the incident that is live, or open one when there were enough failures."""
    incident = Incident.objects.for_org(org_id).filter(topic=topic.name).order_by("-id").first()
    if incident is not None and incident.is_live:
        if is_new:
            _fail_again(incident, said)
        return incident
    if not is_new or not enough:
        return None
    if incident is not None and incident.resolved_at and said["failed_at"] - incident.resolved_at <= REOPENS_WITHIN:
        return _reopen(incident, said)
    return _open(org_id, topic, said)


def settle(
    org: Org | int, topic: str, *, said: str = "", evidence: str = "", now: dt.datetime | None = None
) -> Incident | None:
    """Count a good result of `topic`; resolves its incident, and gives it, when there are enough of them in a row."""
    org_id, declared, now = _id(org), topic_named(topic), now or timezone.now()
    with org_context(org_id, actor=ACTOR):
        if not known_topics(org_id, [topic]):
            return None
        take_turn(org_id)
        signal, is_new = _count(org_id, topic, evidence, now, bad=False)
        incident = Incident.objects.for_org(org_id).live().filter(topic=topic).first()
        if incident is None or not is_new or signal.good < declared.closes_after:
            return None
        resolve(incident, by=ACTOR, text=said or "It is right again.", now=now)
        return incident


def known_topics(org: Org | int, topics: Iterable[str]) -> set[str]:
    """Give those of some topics that ever failed: only these have anything to settle."""
    org_id = _id(org)
    with org_context(org_id, actor=ACTOR):
        found = Signal.objects.for_org(org_id).filter(topic__in=list(topics))
        return set(found.values_list("topic", flat=True))


def resolve(incident: Incident, *, by: str, text: str, now: dt.datetime) -> None:
    """Close an incident and tell those who were told of its opening; call inside `org_context`, in turn."""
    incident.state = after(incident.state, Act.RESOLVE, episode=incident.episode).value
    incident.resolved_at, incident.snoozed_until = now, None
    incident.save(update_fields=["state", "resolved_at", "snoozed_until"])
    happened(incident, "resolved", by=by, text=text, now=now)
    outbox.tell_closing(incident, text=text, by=by, now=now)


def take_turn(org_id: int) -> None:
    """Wait for whoever moves incidents of this organisation just now; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_TURN, [org_id])


def _count(org_id: int, topic: str, evidence: str, now: dt.datetime, *, bad: bool) -> tuple[Signal, bool]:
    """Count a result; tells also whether it is a new one."""
    signal = Signal.objects.for_org(org_id).filter(topic=topic).first() or Signal(org_id=org_id, topic=topic)
    if evidence and signal.evidence == evidence:
        return signal, False
    signal.bad, signal.good = (signal.bad + 1, 0) if bad else (0, signal.good + 1)
    signal.evidence, signal.at = evidence, now
    signal.save()
    return signal, True


def _open(org_id: int, topic: Topic, said: _Said) -> Incident:
    now = said["failed_at"]
    incident = Incident.objects.create(
        org_id=org_id, topic=topic.name, family=family_of(topic.name), opened_at=now, **said
    )  # fmt: skip
    happened(incident, "opened", by=ACTOR, text=incident.cause, now=now)
    _tell_or_group(incident, now)
    return incident


def _reopen(incident: Incident, said: _Said) -> Incident:
    incident.state = after(incident.state, Act.REOPEN, episode=incident.episode).value
    incident.episode, incident.resolved_at, incident.failures = incident.episode + 1, None, 1
    incident.part_of = None
    _say(incident, said)
    happened(incident, "reopened", by=ACTOR, text=incident.cause, now=said["failed_at"])
    _tell_or_group(incident, said["failed_at"])
    return incident


def _fail_again(incident: Incident, said: _Said) -> None:
    if said["cause"] != incident.cause:
        happened(incident, "failed", by=ACTOR, text=said["cause"], now=said["failed_at"])
    incident.failures += 1
    _say(incident, said)
    if incident.part_of is not None and not incident.part_of.is_live:
        grouping.stand_alone(incident, said["failed_at"])


def _say(incident: Incident, said: _Said) -> None:
    for name, value in said.items():
        setattr(incident, name, value)
    incident.save()


def _tell_or_group(incident: Incident, now: dt.datetime) -> None:
    root = grouping.join_cause(incident, now)
    grouping.gather_effects(root or incident, incident, now)
    if root is None:
        outbox.tell_opening(incident, now=now)


def _id(org: Org | int) -> int:
    return org if isinstance(org, int) else org.pk
