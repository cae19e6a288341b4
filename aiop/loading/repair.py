"""Quarantined rows with cells set right: judged again in the staging table, or brought in after their load was applied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from aiop.audit.record import within
from aiop.loading import door
from aiop.loading.cells import missing
from aiop.loading.encode import Stager
from aiop.loading.kind import Kind, Setting, kind_named
from aiop.loading.loads import Incoming
from aiop.loading.models import Load, QuarantinedRow
from aiop.loading.producer import RowBatch, UnreadableRow
from aiop.loading.stage import copy_rows
from aiop.loading.staged import staged_beside
from aiop.loading.statements import Statements
from aiop.runs.running import RunHandle

ROWS_PER_BATCH = 2_000


@dataclass(slots=True)
class Patched:
    """Rows with the lines that they had in their file."""

    lines: list[int]
    rows: list[list[str]]


class PatchedRows:
    """Rows given back by people, as the door takes them."""

    def __init__(self, header: Sequence[str], raws: Mapping[int, Mapping[str, str]]) -> None:
        """`raws` gives for each line its cells, header to text."""
        self.header: Sequence[str] = list(header)
        self._lines = sorted(raws)
        self._rows = [[raws[line].get(name, "") for name in self.header] for line in self._lines]

    def batches(self) -> Iterator[RowBatch]:
        """Give the rows in the order of their file."""
        for start in range(0, len(self._lines), ROWS_PER_BATCH):
            end = start + ROWS_PER_BATCH
            yield Patched(self._lines[start:end], self._rows[start:end])

    def drain(self) -> Sequence[UnreadableRow]:
        """Give nothing: what people hand in is readable."""
        return ()

    def position(self) -> tuple[int, int]:
        """Tell that all is read."""
        return len(self._lines), len(self._lines)


def problems_left(load: Load, raws: Mapping[int, Mapping[str, str]]) -> dict[int, list[dict[str, Any]]]:
    """Parse rows as their kind does and give the problems that are left, by line; lines without any are missing."""
    kind = kind_named(load.kind)
    stager = Stager(kind, load.mapping, load.header, setting_of(load))
    found = {line: _problems(stager, raw) for line, raw in raws.items()}
    return {line: problems for line, problems in found.items() if problems}


def _problems(stager: Stager, raw: Mapping[str, str]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for field in stager.fields:
        header = stager.header[stager.mapping[field.column]]
        text, encoder = raw.get(header, ""), stager.encoders[field.column]
        encoded = encoder.encode([text])
        reasons = [reason for _, reason in encoder.problems([text])]
        if field.required and not reasons and missing(encoded):
            reasons = [stager.why_missing(field, text)]
        if reasons:
            found.setdefault(header, {"header": header, "column": field.column, "value": text, "reason": reasons[0]})
    return list(found.values())


def setting_of(load: Load) -> Setting:
    """Give how the texts of a load are read."""
    order: Any = load.date_order
    return Setting(load.org.zone, order)


def _of_file(kind: Kind, load: Load) -> dict[str, Any]:
    """Give the columns that follow from the file as a whole."""
    return Incoming(kind, PatchedRows(load.header, {}), load.mapping, setting_of(load), load.file_name).fixed


def restage(load: Load, raws: Mapping[int, Mapping[str, str]], run: RunHandle) -> None:
    """Put patched rows into the staging table in place of their quarantined lines, and promise anew."""
    kind = kind_named(load.kind)
    statements = door.statements_of(load)
    with run.work():
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {load.staging_table} WHERE verdict = 'q' AND line = ANY(%s)", [sorted(raws)])
            # COPY is refused where row security is on; nobody else can see the table before this transaction ends.
            cursor.execute(f"ALTER TABLE {load.staging_table} NO FORCE ROW LEVEL SECURITY")
            copy_rows(kind, load.mapping, PatchedRows(load.header, raws), setting_of(load), load.staging_table)
            cursor.execute(f"ALTER TABLE {load.staging_table} FORCE ROW LEVEL SECURITY")
            for column, value in _of_file(kind, load).items():
                cursor.execute(
                    f'UPDATE {load.staging_table} SET "{column}" = %s WHERE line = ANY(%s)', [value, sorted(raws)]
                )
            door.judge_within(statements)
            cursor.execute(
                f"SELECT count(*) FILTER (WHERE verdict = 'q'), count(*) FILTER (WHERE verdict = 't') FROM {load.staging_table}"
            )
            quarantined, totals = cursor.fetchone() or (0, 0)
        verdict = door.Verdict(read=load.counts["read"], quarantined=quarantined, totals=totals)
        door.judge(load.org_id, statements, verdict, beside=staged_beside(load))
        load.counts, load.digest, load.message = verdict.counts(), verdict.digest, ""
        load.save(update_fields=["counts", "digest", "message"])


def rejoin(load: Load, rows: Mapping[int, QuarantinedRow], run: RunHandle, *, change_set: int, by: str) -> door.Verdict:
    """Bring patched rows of an applied load in, as a load of their own; rows that it cannot take stay with the reason.

    `rows` gives the quarantined rows by line, their `raw` already patched. Call inside `run.work()`.
    """
    kind = kind_named(load.kind)
    again = _open_again(load, run, change_set, by)
    producer = PatchedRows(load.header, {line: row.raw for line, row in rows.items()})
    with within(change_set):
        statements, verdict = door.stage(
            kind, producer, load.mapping, setting_of(load),
            table=f"load_stage_{again.pk}", temporary=True, fixed=_of_file(kind, load),
        )  # fmt: skip
        verdict.quarantined += _keep_newer(statements, load)
        door.apply(load.org_id, statements, verdict, load_id=again.pk, change_set=change_set)
    settle(again, rows, by=by)
    again.counts = verdict.counts()
    again.save(update_fields=["counts"])
    return verdict


def _open_again(load: Load, run: RunHandle, change_set: int, by: str) -> Load:
    return Load.objects.create(
        org=load.org, kind=load.kind, state=Load.State.APPLIED, file_name=load.file_name, header=load.header,
        mapping=load.mapping, date_order=load.date_order, fixes_id=load.pk, change_set_id=change_set, run_id=run.id,
        actor=by, applied_at=timezone.now(),
    )  # fmt: skip


def _keep_newer(statements: Statements, load: Load) -> int:
    """Quarantine rows that a later file has brought already: an old row must not overwrite a newer one."""
    if "source_load_id" not in statements.lineage:
        return 0
    raw = door.row_as_read(statements.kind, load.mapping, load.header)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE {statements.stage} s SET verdict = 'q', raw = {raw}, problems = jsonb_build_array(jsonb_build_object(
                'header', '', 'column', '', 'value', '', 'reason', 'a later file has brought this row already: leave it out'))
            FROM "{statements.kind.table}" t
            WHERE {statements.keys_equal} AND s.verdict IS NULL AND t.source_load_id > %(load)s
              AND NOT EXISTS (SELECT FROM "{Load._meta.db_table}" l WHERE l.org_id = %(org)s AND l.id = t.source_load_id
                              AND l.fixes_id = %(load)s)
            """,
            {"org": load.org_id, "load": load.pk},
        )
        return max(int(cursor.rowcount), 0)


def settle(again: Load, rows: Mapping[int, QuarantinedRow], *, by: str) -> None:
    """Say what became of quarantined rows (by line) that the load `again` brought back.

    What came in is marked as fixed; what did not keeps its place, with the reason.
    """
    refused = {row.line: row for row in QuarantinedRow.objects.filter(load=again)}
    for line, row in rows.items():
        if line in refused:
            row.raw, row.problems = refused[line].raw, refused[line].problems
        else:
            row.state, row.fixed_in, row.settled_by = QuarantinedRow.State.FIXED, again.pk, by
    QuarantinedRow.objects.bulk_update(
        rows.values(), ["raw", "problems", "state", "fixed_in", "settled_by"], batch_size=1_000
    )
    QuarantinedRow.objects.filter(load=again, line__in=[line for line in rows if line in refused]).delete()
