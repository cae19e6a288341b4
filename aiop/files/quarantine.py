"""Quarantined rows of applied imports: counted by what is wrong, set right, left out, taken back, handed out as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from aiop.files import fixes
from aiop.files.recognise import QUARANTINE_LINE, QUARANTINE_REASON, QUARANTINE_ROW
from aiop.loading.cells import formula_safe
from aiop.loading.loads import open_change_set
from aiop.loading.models import Load, QuarantinedRow
from aiop.loading.preview import Alike
from aiop.loading.repair import problems_left, rejoin, settle
from aiop.loading.waiting import bring_waiting
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.running import RunHandle, run_job

State = QuarantinedRow.State
# What one form may set right at once; more is a matter for a corrected export.
MOST = 50_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which quarantined rows are meant; blank means all."""

    state: str = State.OPEN.value
    kind: str = ""
    load: int | None = None
    header: str = ""
    reason: str = ""
    value: str | None = None

    @property
    def problem(self) -> dict[str, str]:
        """The problem that the rows must have."""
        named = {"header": self.header, "reason": self.reason}
        return {k: v for k, v in named.items() if v} | ({} if self.value is None else {"value": self.value})

    def rows(self, org: Org) -> QuerySet[QuarantinedRow]:
        """Give the rows."""
        found = QuarantinedRow.objects.filter(org=org, state=self.state)
        found = found.filter(kind=self.kind) if self.kind else found
        found = found.filter(load_id=self.load) if self.load else found
        return found.filter(problems__contains=[self.problem]) if self.problem else found


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of rows that people set right."""

    joined: int
    left: int
    change_set: int | None = None


def groups(org: Org, wanted: Wanted, *, limit: int) -> list[tuple[str, Alike]]:
    """Group problems by kind, header, value and reason, the most frequent first; call inside `org_context`."""
    rows, params = wanted.rows(org).values("kind", "problems").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT r.kind, p->>'header', p->>'column', p->>'value', p->>'reason', count(*)
            FROM ({rows}) r, jsonb_array_elements(r.problems) p
            GROUP BY 1, 2, 3, 4, 5 ORDER BY 6 DESC, 1, 2, 4 LIMIT %s
            """,
            [*params, limit],
        )
        return [(kind, Alike(*rest)) for kind, *rest in cursor.fetchall()]


def fix_cells(org: Org, changes: Mapping[int, Mapping[str, str]], *, by: str) -> Outcome:
    """Set cells right (row id to header to text), check the rows at once and bring in those that have no problem left."""
    rows = list(QuarantinedRow.objects.filter(org=org, state=State.OPEN, pk__in=list(changes)))
    return _fix(org, [row for row in rows if _patch(row, changes[row.pk])], by=by)


def fix_alike(org: Org, wanted: Wanted, becomes: str, *, by: str) -> Outcome:
    """Write one text into the cell of all rows that have the same problem."""
    rows = list(wanted.rows(org).order_by("pk")[:MOST])
    return _fix(org, [row for row in rows if _patch(row, {wanted.header: becomes})], by=by)


def settle_brought_back(load: Load, *, by: str) -> None:
    """Say what became of the rows that a corrected download has brought back with the load just applied."""
    brought: dict[str, int] = load.question.get("brought_back", {})
    rows = QuarantinedRow.objects.filter(org_id=load.org_id, kind=load.kind, state=State.OPEN).in_bulk(brought.values())
    settle(load, {int(line): rows[pk] for line, pk in brought.items() if pk in rows}, by=by)


def dismiss(org: Org, wanted: Wanted, *, by: str, only: Sequence[int] | None = None) -> int:
    """Leave rows out for good (`only` names them); gives how many. `reopen` takes it back."""
    rows = wanted.rows(org) if only is None else wanted.rows(org).filter(pk__in=list(only))
    return int(rows.update(state=State.DISMISSED, settled_by=by))


def reopen(org: Org, ids: Sequence[int]) -> int:
    """Take rows that were left out back into quarantine; gives how many."""
    rows = QuarantinedRow.objects.filter(org=org, state=State.DISMISSED, pk__in=list(ids))
    return int(rows.update(state=State.OPEN, settled_by=""))


def as_csv(org: Org, wanted: Wanted, *, by: str) -> Iterator[str]:
    """Stream rows with the reasons, in a form that can be corrected and uploaded again; opens its own transaction."""
    with org_context(org, actor=by):
        headers = _headers_of(org, wanted)
        notes = [QUARANTINE_ROW, QUARANTINE_LINE, QUARANTINE_REASON]
        yield "\ufeff" + _line([*notes, *headers])
        for row in wanted.rows(org).order_by("pk").iterator(chunk_size=2_000):
            reasons = "; ".join(_reason(problem) for problem in row.problems)
            text = row.raw.get("", "") if not fixes.is_readable(row.raw) else ""
            cells = [row.raw.get(name, "") for name in headers]
            yield _line([str(row.pk), str(row.line), f"{reasons} {text}".strip(), *cells])


def _headers_of(org: Org, wanted: Wanted) -> list[str]:
    loads = Load.objects.filter(org=org, pk__in=wanted.rows(org).values("load_id")).order_by("pk")
    return list(dict.fromkeys(name for header in loads.values_list("header", flat=True) for name in header if name))


def _reason(problem: Mapping[str, Any]) -> str:
    return f"{problem['header']}: {problem['reason']}" if problem.get("header") else str(problem["reason"])


def _line(cells: Sequence[str]) -> str:
    sink = io.StringIO()
    csv.writer(sink).writerow([formula_safe(cell) for cell in cells])
    return sink.getvalue()


def _patch(row: QuarantinedRow, cells: Mapping[str, str]) -> bool:
    """Write cells into a row; False when that changes nothing or the row has no cells."""
    patched = fixes.patched(row.raw, cells)
    if patched == row.raw or not fixes.is_readable(row.raw):
        return False
    row.raw = patched
    return True


def _fix(org: Org, rows: list[QuarantinedRow], *, by: str) -> Outcome:
    if not rows:
        return Outcome(0, 0)
    by_load: dict[int, list[QuarantinedRow]] = {}
    for row in rows:
        by_load.setdefault(row.load_id, []).append(row)
    joined, change_set = 0, None
    with run_job(org, "files.fix", parameters={"rows": len(rows)}, by=by) as run:
        with run.work():
            good = {load: _without_problems(load, by_load[load.pk]) for load in _loads(org, by_load)}
            if any(good.values()):
                change_set = open_change_set(org, run, f"{sum(map(len, good.values())):,} rows out of quarantine")
                joined = sum(_join(load, ready, run, change_set, by) for load, ready in good.items() if ready)
                bring_waiting(org, {load.kind for load in good}, run, change_set=change_set)
        run.count(fixed=joined, quarantined=len(rows) - joined)
    return Outcome(joined, len(rows) - joined, change_set)


def _loads(org: Org, by_load: Mapping[int, Any]) -> list[Load]:
    return list(Load.objects.filter(org=org, pk__in=list(by_load)).select_related("org").order_by("pk"))


def _without_problems(load: Load, rows: Sequence[QuarantinedRow]) -> dict[int, QuarantinedRow]:
    """Give the rows that parse now, by line; the others keep what was written and what is still wrong."""
    left = problems_left(load, {row.line: row.raw for row in rows})
    still = [row for row in rows if row.line in left]
    for row in still:
        row.problems = left[row.line]
    QuarantinedRow.objects.bulk_update(still, ["raw", "problems"], batch_size=1_000)
    return {row.line: row for row in rows if row.line not in left}


def _join(load: Load, rows: Mapping[int, QuarantinedRow], run: RunHandle, change_set: int, by: str) -> int:
    rejoin(load, rows, run, change_set=change_set, by=by)
    return sum(row.state == State.FIXED for row in rows.values())
