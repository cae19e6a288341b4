"""Asking for work: put in the queue, asked to stop, asked for again, taken from workers that fell silent."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import Any, NamedTuple

from celery import current_app
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.jobs import find, title_of
from aiop.runs.models import AD_HOC, Run, RunLine

State = Run.State
# A message that no worker has taken up for so long is taken to be lost; a second copy of one that is not is harmless.
RESEND_SECONDS = 300
SILENT = "Its worker stopped answering."

_QUEUE = """
    INSERT INTO runs_run (org_id, job, "interval", state, actor, parameters, counts, done, step, error, cancel_requested,
        attempt, fence, worker)
    SELECT %(org)s, asked.job, asked.key, 'queued', %(by)s, %(parameters)s::jsonb, '{}', 0, '', '', false, 0, 0, ''
    FROM unnest(%(jobs)s::text[], %(intervals)s::text[]) AS asked(job, key)
    ON CONFLICT (org_id, job, "interval") DO NOTHING
    RETURNING id
"""
_SILENT = """
    SELECT id FROM runs_run WHERE org_id = %s AND state = 'running' AND lease_until < clock_timestamp()
    FOR UPDATE SKIP LOCKED
"""


class NotPossible(Exception):  # noqa: N818  (an answer for people, not an error of ours)
    """The run's state does not allow what was asked."""


class Reaped(NamedTuple):
    """How many silent runs were given to another worker, and how many ended."""

    again: int
    ended: int


def enqueue(
    org: Org | int, job: str, interval: str | None = None, parameters: dict[str, Any] | None = None, *, by: str
) -> Run:
    """Ask for a job, to be sent when the caller's transaction commits; gives the run, which may have existed already."""
    org_id = org if isinstance(org, int) else org.pk
    interval = interval or f"{AD_HOC}{uuid.uuid4()}"
    enqueue_many(org_id, [(job, interval)], parameters, by=by)
    with org_context(org_id, actor=by):
        return Run.objects.for_org(org_id).get(job=job, interval=interval)


def enqueue_many(
    org_id: int, asked: Iterable[tuple[str, str]], parameters: dict[str, Any] | None = None, *, by: str
) -> int:
    """Ask for several (job, interval); gives how many were new. What exists in any state is left as it is."""
    pairs = list(asked)
    values: dict[str, Any] = {
        "org": org_id,
        "by": by,
        "parameters": json.dumps(parameters or {}),
        "jobs": [job for job, _ in pairs],
        "intervals": [interval for _, interval in pairs],
    }
    with org_context(org_id, actor=by):
        with connection.cursor() as cursor:
            cursor.execute(_QUEUE, values)
            new = [row[0] for row in cursor.fetchall()]
        _send(org_id, new)
    return len(new)


def cancel(run: Run, by: str) -> None:
    """End a waiting run, or ask a running one to stop at its next check; raises `NotPossible` when it has ended."""
    with org_context(run.org_id, actor=by):
        runs = Run.objects.for_org(run.org_id).filter(pk=run.pk)
        waiting = runs.filter(state=State.QUEUED).update(state=State.CANCELLED, finished_at=Now(), fence=F("fence") + 1)
        if not waiting and not runs.filter(state=State.RUNNING).update(cancel_requested=True):
            raise NotPossible(f"{title_of(run.job)} has ended already, so there is nothing to cancel.")
        _say(run.org_id, [run.pk], RunLine.Level.WARNING, f"{by} asked to stop.")


def retry(run: Run, by: str) -> None:
    """Queue a run again that failed, broke off or was cancelled; raises `NotPossible` for any other."""
    with org_context(run.org_id, actor=by):
        ended = [State.FAILED, State.ERRORED, State.CANCELLED]
        again = Run.objects.for_org(run.org_id).filter(pk=run.pk, state__in=ended)
        if find(run.job) is None:
            raise NotPossible(f"{title_of(run.job)} is started by hand only: start it where it was started.")
        if not again.update(attempt=0, actor=by, **_waiting()):
            raise NotPossible(f"{title_of(run.job)} did not break off, so there is nothing to try again.")
        _say(run.org_id, [run.pk], RunLine.Level.INFO, f"{by} asked to try again.")
        _send(run.org_id, [run.pk])


def reap(org: Org | int) -> Reaped:
    """Take the runs whose lease has ended: a registered job with attempts left is queued again, others end."""
    org_id = org if isinstance(org, int) else org.pk
    with org_context(org_id, actor="timetable"):
        with connection.cursor() as cursor:
            cursor.execute(_SILENT, [org_id])
            silent = Run.objects.filter(pk__in=[row[0] for row in cursor.fetchall()])
        runs = list(silent.only("id", "job", "attempt", "cancel_requested"))
        again = [run.pk for run in runs if _may_go_on(run)]
        cancelled = [run.pk for run in runs if run.cancel_requested]
        ended = [run.pk for run in runs if run.pk not in {*again, *cancelled}]
        _end(cancelled, State.CANCELLED, "")
        _end(ended, State.ERRORED, SILENT)
        Run.objects.filter(pk__in=again).update(**_waiting())
        _say(org_id, again, RunLine.Level.WARNING, f"{SILENT} Another takes it up.")
        _say(org_id, ended, RunLine.Level.ERROR, SILENT)
        _send(org_id, again)
    return Reaped(again=len(again), ended=len(ended) + len(cancelled))


def send_again(org: Org | int) -> int:
    """Send the messages of runs that have waited long, in case the broker lost them; gives how many."""
    org_id = org if isinstance(org, int) else org.pk
    sql = """
        UPDATE runs_run SET sent_at = clock_timestamp() WHERE org_id = %s AND state = 'queued'
        AND sent_at < clock_timestamp() - %s * interval '1 s' RETURNING id
    """
    with org_context(org_id, actor="timetable"):
        with connection.cursor() as cursor:
            cursor.execute(sql, [org_id, RESEND_SECONDS])
            waiting = [row[0] for row in cursor.fetchall()]
        _send(org_id, waiting)
    return len(waiting)


def _waiting() -> dict[str, Any]:
    return {
        "state": State.QUEUED,
        "fence": F("fence") + 1,
        "lease_until": None,
        "finished_at": None,
        "error": "",
        "cancel_requested": False,
        "sent_at": Now(),
    }


def _end(ids: list[int], state: State, error: str) -> None:
    Run.objects.filter(pk__in=ids).update(
        state=state, error=error, fence=F("fence") + 1, lease_until=None, finished_at=Now()
    )


def _may_go_on(run: Run) -> bool:
    job = find(run.job)
    return job is not None and run.attempt < job.attempts and not run.cancel_requested


def _say(org_id: int, ids: list[int], level: RunLine.Level, text: str) -> None:
    RunLine.objects.bulk_create([RunLine(org_id=org_id, run_id=pk, level=level, text=text) for pk in ids])


def _send(org_id: int, ids: list[int]) -> None:
    """Send one message for each run after commit; a broker that is away is made up for by `send_again`."""
    for job, interval in Run.objects.filter(pk__in=ids).values_list("job", "interval"):
        message = {"org_id": org_id, "job": job, "interval": interval}
        transaction.on_commit(
            lambda message=message: current_app.send_task("runs.perform", kwargs=message),  # type: ignore[misc]
            robust=True,
        )
