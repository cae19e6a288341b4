"""Uploads read, applied and swept: small ones while the person waits, large ones by a worker, by the same functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
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
from aiop.files.together import judge_those_behind
from aiop.files.uploads import stored_path
from aiop.loading.belonging import looks_foreign
from aiop.loading.door import Stale, Verdict
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
TOGETHER = "files.apply_together"
SWEEP = "files.sweep"
WAITING = "files.waiting"
# What is smaller is done before a person has looked up; what is larger belongs to the worker.
SMALL_BYTES = 1_000_000
SMALL_ROWS = 2_000
FOREIGN = "Is this another organisation’s export? None of its branches, sources or keys is known here."

State = Load.State
_Call = Callable[[RunHandle, Org, dict[str, Any]], None]


def ask(load: Load, job: str, *, by: str) -> None:
    """Have a load read or applied: at once when it is small, else by the worker. What happens is told by the load."""
    call = stage if job == STAGE else apply
    _ask([load], job, {"load": load.pk}, call, at_once=_is_small([load], job), by=by)


def ask_together(loads: Sequence[Load], *, by: str) -> None:
    """Have uploads that came together applied, parents first, as one run."""
    parameters = {"loads": [load.pk for load in loads]}
    _ask(loads, TOGETHER, parameters, apply_together, at_once=_is_small(loads, TOGETHER), by=by)


def _ask(loads: Sequence[Load], job: str, parameters: dict[str, Any], call: _Call, *, at_once: bool, by: str) -> None:
    org = loads[0].org
    if not at_once:
        asked = enqueue(org.pk, job, parameters=parameters, by=by)
        for load in loads:
            load.state, load.run_id, load.message = State.STAGING if job == STAGE else State.APPLYING, asked.pk, ""
            load.save(update_fields=["state", "run_id", "message"])
        return
    try:
        with run_job(org, job, parameters=parameters, by=by) as run:
            call(run, org, run.parameters)
    except (Failed, Cancelled, LeaseLost, NotClaimed):
        pass
    for load in loads:
        load.refresh_from_db()


def stage(run: RunHandle, org: Org, parameters: dict[str, Any]) -> None:
    """Read an upload into its staging table and judge it, or leave the question that it asks."""
    (load,) = _loads(org, run, [parameters["load"]])
    if load.state not in {State.UPLOADED, State.ASKING, State.STAGING, State.PREVIEWED, State.REFUSED}:
        raise Failed(f"This load is {load.get_state_display().lower()}, so it is not read again.")
    try:
        with opened(org, stored_path(load), choices_for(load), name=load.file_name) as (incoming, match):
            _note(load, incoming, match)
            settled(match)
            _stage(load, incoming, run)
            judge_those_behind(load, run)
    except Refused as refusal:
        _put_question(load, refusal, run)
    except OperationalError as error:
        _give_up_if_full([load], run, error, State.UPLOADED)
        raise


def apply(run: RunHandle, org: Org, parameters: dict[str, Any]) -> None:
    """Apply an upload exactly as previewed, in one transaction under a change set of its own."""
    (load,) = _loads(org, run, [parameters["load"]])
    if load.state == State.APPLIED:
        # A worker was killed between its commit and its goodbye.
        run.log(f"{load.file_name} is applied already.")
        return
    with _left_as_previewed([load], run):
        with run.work():
            change_set = open_change_set(org, run, load.file_name)
            verdict = _take(load, run, change_set)
            bring_waiting(org, [load.kind], run, change_set=change_set)
        _tell(load, verdict, run)


def apply_together(run: RunHandle, org: Org, parameters: dict[str, Any]) -> None:
    """Apply uploads that came together in their order under one change set, each in a transaction of its own.

    One that is refused says so, and the others come in: what needs its rows waits for them in quarantine. A run that was
    killed goes on where it stopped.
    """
    loads = _loads(org, run, parameters["loads"])
    refused: list[str] = []
    with _left_as_previewed(loads, run):
        change_set = open_change_set(org, run, ", ".join(load.file_name for load in loads))
        for load in loads:
            if load.state != State.APPLIED:
                try:
                    with run.work():
                        verdict = _take(load, run, change_set)
                except (Stale, Failed) as refusal:
                    _back(load, run, State.PREVIEWED, str(refusal))
                    refused.append(f"{load.file_name}: {refusal}")
                else:
                    _tell(load, verdict, run)
        bring_waiting(org, {load.kind for load in loads}, run, change_set=change_set)
    if refused:
        raise Failed(" ".join(refused))


@contextmanager
def _left_as_previewed(loads: Sequence[Load], run: RunHandle) -> Iterator[None]:
    """Leave what could not be applied where a person can go on with it."""
    try:
        yield
    except Cancelled:
        for load in loads:
            _back(load, run, State.PREVIEWED, "Applying was stopped. Nothing was written.")
        raise
    except (Stale, Failed) as refusal:
        for load in loads:
            _back(load, run, State.PREVIEWED, str(refusal))
        raise Failed(str(refusal)) from refusal
    except OperationalError as error:
        _give_up_if_full(loads, run, error, State.PREVIEWED)
        raise


def _take(load: Load, run: RunHandle, change_set: int) -> Verdict:
    verdict = apply_previewed(load, run, change_set=change_set)
    settle_brought_back(load, by=run.by)
    return verdict


def _tell(load: Load, verdict: Verdict, run: RunHandle) -> None:
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


def _is_small(loads: Sequence[Load], job: str) -> bool:
    rows = sum(load.counts.get("read", 0) for load in loads)
    return sum(load.size for load in loads) < SMALL_BYTES or (job != STAGE and rows < SMALL_ROWS)


def _loads(org: Org, run: RunHandle, numbers: Sequence[int]) -> list[Load]:
    """Give the loads of these numbers in their order."""
    with org_context(org, actor=run.by):
        found = Load.objects.select_related("org").filter(org=org).in_bulk(numbers)
    if len(found) < len(numbers):
        raise Failed("There is no such load in this organisation.")
    return [found[number] for number in numbers]


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


def _give_up_if_full(loads: Sequence[Load], run: RunHandle, error: OperationalError, state: State) -> None:
    if is_full(error):
        for load in loads:
            _back(load, run, state, NO_ROOM)
        raise Failed(NO_ROOM) from error


register(Job(STAGE, "Reading an upload", stage))
register(Job(APPLY, "Applying an upload", apply))
register(Job(TOGETHER, "Applying uploads that came together", apply_together))
register(
    Job(WAITING, "Rows that wait for others, looked at again", bring_those_that_waited, cadence=Daily(time(4, 40)))
)
register(Job(SWEEP, "Clearing uploads away", sweep_uploads, cadence=Daily(time(4, 30))))
