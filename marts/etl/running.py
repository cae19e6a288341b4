"""Running a job: ask the source with patience, work out, audit, publish; what breaks is told and leaves what stands."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from django.db import DatabaseError
from django.utils import timezone

from aiop.orgs.context import org_context
from aiop.runs.redact import redact
from aiop.runs.running import Cancelled, Failed, LeaseLost
from aiop.sources import syncing
from aiop.sources.errors import FixConnection, GiveUp, SourceFailed, TryAgain
from aiop.sources.models import Connection
from marts.build.worked import Worked
from marts.etl import alerting
from marts.etl import publish as publishing
from marts.etl.declared import Extracted, Job, Reading
from marts.etl.judging import AuditFailed, Judged, judge
from marts.etl.windows import Days, PastIsGone, asked, chunks, due
from marts.sources.told import ShapeError

T = TypeVar("T")

# Besides what a client tries by itself: so often, and no longer in all.
ATTEMPTS = 5
LONGEST_SECONDS = 600.0
_HALF = 2


class SeveralSources(SourceFailed):
    """An organisation has several connections of a system in use, and a mart has one row a day."""


class SourceBroke(SourceFailed):
    """What a source told cannot be taken, or it left something out for good."""


def perform(turn: syncing.Reading, job: Job[Any], days: Days | None = None, *, now: dt.datetime | None = None) -> None:
    """Do a job through one connection: for `days`, or without them for what is due. Raises SourceFailed in one plain sentence."""
    now = now or timezone.now()
    whole = _whole(turn, job, days, now)
    with org_context(turn.org, actor=turn.run.by):
        done = publishing.done_already(whole, job)
    pieces = chunks(job.reach, whole.days)
    for number, piece in enumerate(pieces):
        turn.run.progress(number, len(pieces), step=f"{job.title}: {piece}")
        if (piece.start, piece.end) not in done:
            _piece(job, replace(whole, days=piece))
    turn.run.progress(len(pieces), len(pieces))
    with turn.run.work():
        alerting.look(job, whole)


def _whole(turn: syncing.Reading, job: Job[Any], days: Days | None, now: dt.datetime) -> Reading:
    """Give what is read in all."""
    org, today = turn.org, now.astimezone(turn.org.zone).date()
    with org_context(org, actor=turn.run.by):
        if (
            Connection.objects.for_org(org)
            .filter(system=job.system, is_enabled=True)
            .exclude(pk=turn.connection.pk)
            .exists()
        ):
            raise SeveralSources(f"{org} has several connections of {job.system} in use: leave one switched on.")
        through = publishing.standing_of(org, job).complete_through
    try:
        wanted = (
            asked(job.reach, days, today, org.data_start_date)
            if days
            else due(job.reach, today, through, org.data_start_date)
        )
    except PastIsGone as answer:
        raise GiveUp(str(answer)) from answer
    trigger = (
        "backfill"
        if days
        else "schedule"
        if turn.is_by_timetable
        else turn.run.parameters.get("triggered_by", "manual")
    )
    return Reading(org, turn.connection, wanted, today, now, turn.run, trigger, turn.patience)


def _piece(job: Job[Any], reading: Reading) -> None:
    began = timezone.now()
    try:
        told = patiently(lambda: job.extract(reading), reading)
        _publish(job, reading, told, job.compute(reading, told.value), began)
    except (Cancelled, LeaseLost, KeyboardInterrupt, SystemExit):
        raise
    except Exception as error:
        _note(job, reading, error, began)
        if isinstance(error, Failed):
            raise
        if isinstance(error, ShapeError | DatabaseError):
            raise SourceBroke(_sentence(error)) from error
        raise


def _publish(
    job: Job[Any], reading: Reading, told: Extracted[Any], worked: Sequence[Worked], began: dt.datetime
) -> None:
    judged = judge(job, reading, worked)
    with reading.run.work():
        standing = publishing.standing_of(reading.org, job)
        if job.doubts_empty and not told.rows and standing.published_at and not told.waiting:
            doubt = (
                f"{reading.connection} told nothing of {reading.days}, though it did before: nothing was written over."
            )
            publishing.note_doubt(job, reading, doubt, began=began)
            reading.run.log(doubt, "warning")
            return
        judged.warnings += _fallen(job, reading, judged)
        written = publishing.publish(
            job, reading, judged, began=began, source_rows=told.rows, waiting=told.waiting,
            through=told.through or reading.days.end,
        )  # fmt: skip
    reading.run.count(read=told.rows, new=written.inserted, changed=written.updated)
    for text in [*judged.warnings, *([told.waiting] if told.waiting else [])]:
        reading.run.log(text, "warning")
    if told.lacking:
        raise SourceBroke(told.lacking)


def _fallen(job: Job[Any], reading: Reading, judged: Judged) -> list[str]:
    """Tell when a figure that is watched has fallen to less than half of the row before."""
    if not job.watched or not judged.rows:
        return []
    before = publishing.latest_row(job, reading)
    was, now = (row.get(job.watched) if row else None for row in (before, judged.rows[-1]))
    if not was or now is None or now * _HALF >= was:
        return []
    return [f"{job.watched} {alerting.FELL} {was:,} to {now:,}."]


def _note(job: Job[Any], reading: Reading, error: Exception, began: dt.datetime) -> None:
    """Write down that a piece failed; when even this fails, the run's own end says why."""
    sentence = _sentence(error)
    with reading.run.work():
        publishing.note_failure(job, reading, sentence, class_of(error), began=began)


def patiently(ask: Callable[[], T], reading: Reading) -> T:
    """Ask, and ask again while the source says that it may answer later: five times, ten minutes in all."""
    started = time.monotonic()
    attempts = min(ATTEMPTS, reading.patience.attempts)
    for attempt in range(1, attempts + 1):
        try:
            return ask()
        except TryAgain as error:
            wait = reading.patience.wait(attempt, error.status, error.after, random.random())  # noqa: S311  (spreads workers)
            if attempt == attempts or time.monotonic() - started + wait > LONGEST_SECONDS:
                raise
            reading.run.log(f"{error} Trying again in {wait:.0f} s.", "warning")
            reading.pause(wait)
    raise AssertionError("the last attempt gives or raises")


def class_of(error: Exception) -> str:
    """Say what kind of failure it is: transient, config, schema, data or surprise."""
    kinds: list[tuple[type[Exception], str]] = [
        (TryAgain, "transient"),
        (FixConnection, "config"),
        (SeveralSources, "config"),
        (ShapeError, "schema"),
        (AuditFailed, "data"),
        (GiveUp, "schema"),
        (SourceFailed, "transient"),
        (DatabaseError, "data"),
        (Failed, "data"),
    ]
    return next((name for kind, name in kinds if isinstance(error, kind)), "surprise")


def _sentence(error: Exception) -> str:
    if isinstance(error, Failed | ShapeError):
        return redact(str(error)) or "The job gave no reason."
    if isinstance(error, DatabaseError):
        return redact(f"The database refused: {str(error).splitlines()[0]}")
    return redact(f"{type(error).__name__}: {error}")
