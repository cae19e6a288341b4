"""A load from beginning to end: at once, or in two steps with a preview between them."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from aiop.audit.models import ChangeSet
from aiop.audit.record import within
from aiop.loading import door
from aiop.loading.encode import Encode, encode_here
from aiop.loading.kind import Kind, Setting
from aiop.loading.models import Load, QuarantinedRow
from aiop.loading.producer import Producer
from aiop.loading.staged import close_to_other_organisations, drop_staging, is_staged, staged_beside
from aiop.loading.statements import Statements
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.running import Failed, RunHandle


@dataclass(frozen=True, slots=True)
class Incoming:
    """Rows on their way in: who gives them, what kind they are, and which header cell fills which column."""

    kind: Kind
    producer: Producer
    mapping: Mapping[str, int]
    setting: Setting
    name: str
    sha256: str = ""
    size: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict)  # columns that hold one value for every row

    @property
    def fixed(self) -> dict[str, Any]:
        """Columns that follow from the file as a whole; a bare moment is the organisation's wall clock."""
        given = {**self.kind.from_file(self.name), **self.extra}
        return {column: _aware(value, self.setting) for column, value in given.items()}


def _aware(value: Any, setting: Setting) -> Any:
    return value.replace(tzinfo=setting.zone) if isinstance(value, dt.datetime) and value.tzinfo is None else value


def open_change_set(org: Org, run: RunHandle, title: str) -> int:
    """Open the change set that all files of a run write under."""
    with org_context(org, actor=run.by, run=run.id):
        made = ChangeSet.objects.create(org=org, kind=ChangeSet.Kind.LOAD, title=title, actor=run.by, run_id=run.id)
    return made.pk


def refresh_statistics(org: Org, kinds: Iterable[Kind]) -> None:
    """Tell the planner what loads of these kinds have brought, before the next step asks it."""
    tables = sorted({kind.table for kind in kinds})
    with org_context(org, actor="statistics"), connection.cursor() as cursor:
        cursor.execute("SELECT aiop_refresh_statistics(%s::regclass[])", [tables])


# So many rows in quarantine are told of a file; all of them are in the admin.
MOST_PROBLEMS = 10


@contextmanager
def previewing(org: Org) -> Iterator[Callable[[Incoming], tuple[door.Verdict, list[dict[str, Any]]]]]:
    """Give what judges the files of a folder one after another, parents first: the verdict with its first problems.

    What an earlier file would bring counts as there. Nothing at all is kept, not even that it happened.
    """
    beside: defaultdict[str, list[str]] = defaultdict(list)

    def preview(incoming: Incoming) -> tuple[door.Verdict, list[dict[str, Any]]]:
        statements, verdict = door.stage(
            incoming.kind, incoming.producer, incoming.mapping, incoming.setting,
            table=f"load_preview_{sum(map(len, beside.values()))}", temporary=True, fixed=incoming.fixed,
        )  # fmt: skip
        door.judge(org.pk, statements, verdict, beside=beside)
        beside[incoming.kind.table].append(statements.stage)
        return verdict, problems_of(statements.stage, limit=MOST_PROBLEMS)

    with org_context(org, actor="preview"):
        yield preview
        transaction.set_rollback(True)


def problems_of(
    table: str, *, limit: int, after_line: int = -1, lines: Sequence[int] | None = None
) -> list[dict[str, Any]]:
    """List quarantined rows of a staging table in the order of the file (`lines` keeps those): line, raw and problems."""
    wanted = None if lines is None else list(lines)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT line, raw::text, problems::text FROM {table} WHERE verdict = 'q' AND line > %s "
            f"AND (%s::integer[] IS NULL OR line = ANY(%s::integer[])) ORDER BY line LIMIT %s",
            [after_line, wanted, wanted, limit],
        )
        rows = cursor.fetchall()
    return [
        {"line": line, "raw": json.loads(raw or "{}"), "problems": json.loads(problems or "[]")}
        for line, raw, problems in rows
    ]


def quarantined_like(load: Load, problem: Mapping[str, str]) -> list[tuple[int, dict[str, str]]]:
    """List (line, raw) of a staged load's rows that have this problem (header, value, reason)."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT line, raw::text FROM {load.staging_table} WHERE verdict = 'q' AND problems @> %s::jsonb ORDER BY line",
            [json.dumps([problem])],
        )
        return [(line, json.loads(raw)) for line, raw in cursor.fetchall()]


def load_now(
    org: Org,
    incoming: Incoming,
    *,
    change_set: int,
    run: RunHandle,
    turn: Callable[[], None] = lambda: None,
    encode: Encode = encode_here,
) -> tuple[Load, door.Verdict]:
    """Stage and apply rows in one transaction under `change_set`: all of them or, when killed, none.

    `turn` waits, between the two, for the loads that must be applied before this one; `encode` says who parses.
    """
    with run.work():
        load = _entry(org, incoming, change_set, run)
        with within(change_set):
            statements, verdict = door.stage(
                incoming.kind, incoming.producer, incoming.mapping, incoming.setting,
                table=f"load_stage_{load.pk}", temporary=True, fixed=incoming.fixed,
                progress=lambda done, total: run.progress(done, total, step=f"Reading {incoming.name}"),
                encode=encode,
            )  # fmt: skip
            turn()
            run.progress(0, None, step=f"Applying {incoming.name}")
            door.apply(org.pk, statements, verdict, load_id=load.pk, change_set=change_set)
        _close(load, verdict)
    return load, verdict


def _entry(org: Org, incoming: Incoming, change_set: int, run: RunHandle) -> Load:
    """Make the row that says what is being loaded."""
    return Load.objects.create(
        org=org,
        kind=incoming.kind.name,
        state=Load.State.APPLIED,
        file_name=incoming.name,
        sha256=incoming.sha256,
        size=incoming.size,
        header=list(incoming.producer.header),
        mapping=dict(incoming.mapping),
        date_order=incoming.setting.date_order,
        change_set_id=change_set,
        run_id=run.id,
        actor=run.by,
    )


def stage_for_preview(load: Load, incoming: Incoming, run: RunHandle) -> None:
    """Stage an upload into its private table and keep the verdict as what applying it will do."""
    with run.work():
        drop_staging(load)
        statements, verdict = door.stage(
            incoming.kind, incoming.producer, incoming.mapping, incoming.setting,
            table=load.staging_table, temporary=False, fixed=incoming.fixed,
            progress=lambda done, total: run.progress(done, total, step="Reading"),
        )  # fmt: skip
        run.progress(0, None, step="Comparing with what is stored")
        door.judge(load.org_id, statements, verdict, beside=staged_beside(load))
        load.overlap = _overlap(load, statements, verdict)
        close_to_other_organisations(load)
        load.state = Load.State.PREVIEWED
        load.counts, load.digest, load.columns = verdict.counts(), verdict.digest, statements.columns
        load.mapping, load.run_id = dict(incoming.mapping), run.id
        load.save()


def apply_previewed(load: Load, run: RunHandle, *, change_set: int) -> door.Verdict:
    """Apply an upload as previewed; refuses when the promise no longer holds or the staged rows are gone."""
    statements = door.statements_of(load)
    with run.work():
        load = Load.objects.select_for_update().get(pk=load.pk)
        if load.state not in {Load.State.PREVIEWED, Load.State.APPLYING}:
            raise Failed(f"This load is {load.get_state_display().lower()}; only one that is ready can be applied.")
        if not is_staged(load):
            raise Failed("The staged rows are gone since the database restarted: read the file again.")
        verdict = door.Verdict(**{**load.counts, "digest": load.digest})
        with within(change_set):
            door.apply(load.org_id, statements, verdict, load_id=load.pk, change_set=change_set, promised=load.digest)
        load.change_set_id, load.run_id = change_set, run.id
        _close(load, verdict)
        drop_staging(load)
    return verdict


def cancel(load: Load, *, by: str) -> None:
    """Let an upload go; nothing of it was written."""
    drop_staging(load)
    load.state, load.message = Load.State.CANCELLED, f"Let go by {by}."
    load.save(update_fields=["state", "message"])


def _close(load: Load, verdict: door.Verdict) -> None:
    load.state, load.counts, load.applied_at = Load.State.APPLIED, verdict.counts(), timezone.now()
    load.save()
    if load.fixes_id is not None:
        brought = QuarantinedRow.objects.filter(load_id=load.fixes_id, fixed_in=load.pk)
        brought.update(state=QuarantinedRow.State.FIXED)


def _overlap(load: Load, statements: Statements, verdict: door.Verdict) -> dict[str, Any]:
    """Say how much of a file is known already, and from when."""
    known = verdict.changed + verdict.same
    if not known or "source_load_id" not in statements.lineage:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(statements.overlap(), {"org": load.org_id})
        row = cursor.fetchone()
    earlier = Load.objects.filter(pk=row[0]).first() if row else None
    # Rounded down, so that “all” is said only of all.
    share = 100 * known // (verdict.new + known)
    seen = {"load": earlier.pk, "file": earlier.file_name, "at": earlier.applied_at} if earlier else {}
    return {"percent": share, "differ": verdict.changed, **{k: str(v) if k == "at" else v for k, v in seen.items()}}


def compare_again(load: Load, run: RunHandle) -> None:
    """Judge a staged load anew, because what is stored has changed since; the new verdict is the new promise."""
    statements = door.statements_of(load)
    with run.work():
        counted = door.Verdict(**{**load.counts, "digest": ""})
        verdict = door.judge(load.org_id, statements, counted, beside=staged_beside(load))
        load.overlap = _overlap(load, statements, verdict)
        load.counts, load.digest, load.message = verdict.counts(), verdict.digest, ""
        load.save(update_fields=["overlap", "counts", "digest", "message"])
