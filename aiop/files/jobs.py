"""Uploads read, applied and swept: small ones while the person waits, large ones by a worker, by the same functions."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.db import OperationalError
from django.utils import timezone

from aiop.files.incoming import opened
from aiop.files.quarantine import settle_brought_back
from aiop.files.questions import choices_for, question_of, settled
from aiop.files.reading.source import Refused
from aiop.files.recognise import Match
from aiop.files.sweep import sweep
from aiop.files.uploads import stored_path
from aiop.loading.belonging import looks_foreign
from aiop.loading.door import Stale
from aiop.loading.loads import Incoming, apply_previewed, open_change_set, stage_for_preview
from aiop.loading.models import Load
from aiop.loading.preview import changed_lines
from aiop.loading.waiting import bring_ready, bring_waiting
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.orgs.outages import NO_ROOM, is_full
from aiop.runs.asking import enqueue
from aiop.runs.jobs import Job, register
from aiop.runs.running import Cancelled, Failed, LeaseLost, NotClaimed, RunHandle, run_job
from aiop.schedule import Daily

STAGE = "files.stage"
APPLY = "files.apply"
SWEEP = "files.sweep"
WAITING = "files.waiting"
# What is smaller is done before a person has looked up; what is larger belongs to the worker.
SMALL_BYTES = 1_000_000
SMALL_ROWS = 2_000
FOREIGN = "Is this another organisation’s export? None of its branches, sources or keys is known here."

State = Load.State


def ask(load: Load, job: str, *, by: str) -> None:
    """Have a load read or applied: at once when it is small, else by the worker. What happens is told by the load."""
    state = State.STAGING if job == STAGE else State.APPLYING
    if not _is_small(load, job):
        asked = enqueue(load.org_id, job, parameters={"load": load.pk}, by=by)
        load.state, load.run_id, load.message = state, asked.pk, ""
        load.save(update_fields=["state", "run_id", "message"])
        return
    call = stage if job == STAGE else apply
    try:
        with run_job(load.org_id, job, parameters={"load": load.pk}, by=by) as run:
            call(run, load.org, run.parameters)
    except (Failed, Cancelled, LeaseLost, NotClaimed):
        pass
    load.refresh_from_db()


def stage(run: RunHandle, org: Org, parameters: dict[str, Any]) -> None:
    """Read an upload into its staging table and judge it, or leave the question that it asks."""
    load = _load(org, run, parameters)
    if load.state not in {State.UPLOADED, State.ASKING, State.STAGING, State.PREVIEWED, State.REFUSED}:
        raise Failed(f"This load is {load.get_state_display().lower()}, so it is not read again.")
    try:
        with opened(org, stored_path(load), choices_for(load), name=load.file_name) as (incoming, match):
            _note(load, incoming, match)
            settled(match)
            _stage(load, incoming, run)
    except Refused as refusal:
        _put_question(load, refusal, run)
    except OperationalError as error:
        _give_up_if_full(load, run, error, State.UPLOADED)
        raise


def apply(run: RunHandle, org: Org, parameters: dict[str, Any]) -> None:
    """Apply an upload exactly as previewed, in one transaction under a change set of its own."""
    load = _load(org, run, parameters)
    if load.state == State.APPLIED:
        # A worker was killed between its commit and its goodbye.
        run.log(f"{load.file_name} is applied already.")
        return
    try:
        with run.work():
            change_set = open_change_set(org, run, load.file_name)
            verdict = apply_previewed(load, run, change_set=change_set)
            settle_brought_back(load, by=run.by)
            bring_waiting(org, [load.kind], run, change_set=change_set)
    except Cancelled:
        _back(load, run, State.PREVIEWED, "Applying was stopped. Nothing was written.")
        raise
    except (Stale, Failed) as refusal:
        _back(load, run, State.PREVIEWED, str(refusal))
        raise Failed(str(refusal)) from refusal
    except OperationalError as error:
        _give_up_if_full(load, run, error, State.PREVIEWED)
        raise
    run.count(**verdict.counts())
    run.log(
        f"{load.file_name}: {verdict.new:,} new, {verdict.changed:,} changed, {verdict.quarantined:,} in quarantine."
    )


def sweep_uploads(run: RunHandle, org: Org, parameters: dict[str, Any]) -> None:
    """Drop staging tables and files that no load needs any more."""
    with run.work():
        swept = sweep(org, timezone.now())
    run.count(tables=swept.tables, files=swept.files)


def bring_those_that_waited(run: RunHandle, org: Org, parameters: dict[str, Any]) -> None:
    """Bring in rows whose parents have come by another way than a load: by undo, or by somebody's hand."""
    bring_ready(org, run)


def _is_small(load: Load, job: str) -> bool:
    return load.size < SMALL_BYTES or (job == APPLY and load.counts.get("read", 0) < SMALL_ROWS)


def _load(org: Org, run: RunHandle, parameters: dict[str, Any]) -> Load:
    with org_context(org, actor=run.by):
        load = Load.objects.select_related("org").filter(org=org, pk=parameters["load"]).first()
    if load is None:
        raise Failed("There is no such load in this organisation.")
    return load


def _note(load: Load, incoming: Incoming, match: Match) -> None:
    load.kind, load.header, load.date_order = (
        match.kind.name,
        list(incoming.producer.header),
        incoming.setting.date_order,
    )
    load.message, load.warnings = "", []
    load.question = {
        "answers": load.question.get("answers", {}),
        "recognised": match.recognised,
        "total": match.total,
        "not_stored": [*match.not_stored, *match.unknown],
    }


def _stage(load: Load, incoming: Incoming, run: RunHandle) -> None:
    with run.work():
        stage_for_preview(load, incoming, run)
        load.question["changed_lines"] = changed_lines(load)
        load.question["brought_back"] = getattr(incoming.producer, "brought_back", {})
        load.save(update_fields=["question"])
        if looks_foreign(load):
            load.warnings = [FOREIGN]
            load.save(update_fields=["warnings"])
    run.count(**load.counts)


def _put_question(load: Load, refusal: Refused, run: RunHandle) -> None:
    question = question_of(refusal)
    with run.work():
        load.state = State.ASKING if question else State.REFUSED
        load.message = refusal.reason
        load.question = {**(question or {}), "answers": load.question.get("answers", {})}
        load.run_id = run.id
        load.save()
    run.log(refusal.reason, "warning")


def _back(load: Load, run: RunHandle, state: State, message: str) -> None:
    """Leave a load where a person can go on with it, with what happened."""
    with org_context(load.org_id, actor=run.by):
        live = Load.objects.filter(
            pk=load.pk, state__in=[State.UPLOADED, State.STAGING, State.PREVIEWED, State.APPLYING]
        )
        live.update(state=state, message=message, run_id=run.id)


def _give_up_if_full(load: Load, run: RunHandle, error: OperationalError, state: State) -> None:
    if is_full(error):
        _back(load, run, state, NO_ROOM)
        raise Failed(NO_ROOM) from error


register(Job(STAGE, "Reading an upload", stage))
register(Job(APPLY, "Applying an upload", apply))
register(
    Job(WAITING, "Rows that wait for others, looked at again", bring_those_that_waited, cadence=Daily(time(4, 40)))
)
register(Job(SWEEP, "Clearing uploads away", sweep_uploads, cadence=Daily(time(4, 30))))
