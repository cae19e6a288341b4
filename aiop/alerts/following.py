"""What alerts follow by themselves: sources that were read, runs that ended, and the clock.

Runs are looked at as rows, when one ends and again at each tick, so that what a dying worker did not say is still seen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection
from django.urls import reverse

from aiop.alerts import outbox
from aiop.alerts.desk import wake_due
from aiop.alerts.models import Delivery, Incident, Signal
from aiop.alerts.raising import ACTOR, raise_about, settle
from aiop.alerts.severity import Severity
from aiop.alerts.sources import look_at_reading
from aiop.alerts.topics import of_run
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs import jobs
from aiop.runs.ended import on_end, on_tick
from aiop.runs.models import Run
from aiop.sources.syncing import on_read

# Older ends are history: nobody is told of them when this is switched on.
LOOKS_BACK = dt.timedelta(days=7)
_LATEST = """
    SELECT asked.job, ended.id, ended.fence, ended.state, ended.error, ended.finished_at
    FROM unnest(%(jobs)s::text[]) AS asked(job) CROSS JOIN LATERAL (
        SELECT * FROM (
            SELECT id, fence, state, error, finished_at FROM runs_run
            WHERE org_id = %(org)s AND job = asked.job ORDER BY id DESC LIMIT 20
        ) AS recent
        WHERE state IN ('done', 'failed', 'errored') AND finished_at > now() - make_interval(days => %(back)s)
        ORDER BY finished_at DESC LIMIT 1
    ) AS ended
"""


class Ended(NamedTuple):
    """How the latest run of a job came out."""

    job: str
    run: int
    fence: int
    state: str
    error: str
    at: dt.datetime

    @property
    def topic(self) -> str:
        """The topic that it is about."""
        return of_run(self.job)

    @property
    def evidence(self) -> str:
        """What tells it from any other end, of the same run tried again included."""
        return f"run {self.run}.{self.fence}"


def start() -> None:
    """Follow sources, runs and clock from now on."""
    on_read(look_at_reading)
    on_end(lambda org_id, job: look_at_runs(org_id, [job]))
    on_tick(look_after)


def look_at_runs(org_id: int, names: Iterable[str] | None = None) -> None:
    """Open or close incidents by how the latest run of each job ended: those that the worker knows by name, or `names` of them."""
    known = [name for name in (jobs.names() if names is None else names) if jobs.find(name)]
    with org_context(org_id, actor=ACTOR):
        ended = _latest(org_id, known)
        topics = [end.topic for end in ended]
        seen = dict(Signal.objects.for_org(org_id).filter(topic__in=topics).values_list("topic", "evidence"))
        wrong = set(Incident.objects.for_org(org_id).live().filter(topic__in=topics).values_list("topic", flat=True))
        for end in ended:
            if seen.get(end.topic) == end.evidence:
                continue
            if end.state != Run.State.DONE:
                _raise(org_id, end)
            elif end.topic in wrong or end.topic in seen:
                settle(org_id, end.topic, said=f"{jobs.title_of(end.job)} is done.", evidence=end.evidence)


def look_after(org: Org, now: dt.datetime) -> None:
    """Do what each tick of the clock asks for: late news of runs, ends of snoozes, messages that are due."""
    look_at_runs(org.pk)
    wake_due(org.pk, now)
    with org_context(org, actor=ACTOR):
        due = Delivery.objects.for_org(org).filter(state__in=["waiting", "sending"], not_before__lte=now)
        if due.exists():
            outbox.ask_to_send(org.pk)


def _latest(org_id: int, names: list[str]) -> list[Ended]:
    if not names:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, {"org": org_id, "jobs": names, "back": LOOKS_BACK.days})
        return [Ended(*row) for row in cursor.fetchall()]


def _raise(org_id: int, end: Ended) -> None:
    word = Run.State(end.state).label.lower()
    raise_about(
        org_id,
        end.topic,
        end.error,
        f"{jobs.title_of(end.job)}: {word}",
        link=reverse("admin:runs_run_change", args=[end.run]),
        severity=_severity(end.job),
        evidence=end.evidence,
    )


def _severity(name: str) -> Severity:
    """Work that the timetable asks for stops others when it fails; what a person started, that person sees."""
    job = jobs.find(name)
    return Severity.CRITICAL if job is not None and job.cadence is not None else Severity.WARNING
