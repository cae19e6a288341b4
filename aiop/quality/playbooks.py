"""What can be done about a failing check at once: a playbook says which cells would be written, somebody approves, undo takes it back.

A playbook's SQL selects `id, label` and one column `new_…` for each column that it writes, of rows that the check finds wrong.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

from aiop.audit.models import ChangeSet, Recorded
from aiop.audit.record import change_set
from aiop.orgs.models import Org
from aiop.quality.checks import Check
from aiop.quality.measure import parameters, savepoint
from aiop.quality.models import Fix

MOST_ROWS = 5_000
State = Fix.State


class CannotFix(Exception):  # noqa: N818  (an answer for people)
    """Nothing is proposed, approved or written; the text says why."""


@dataclass(frozen=True)
class Playbook:
    """A way to mend what a check finds: `verb` names the act with {count}, `sql` gives the cells, `columns` those it writes."""

    name: str
    check: str
    verb: str
    about: str
    model: str
    columns: tuple[str, ...]
    sql: str

    @property
    def table(self) -> type[models.Model]:
        """The table whose rows are written."""
        return apps.get_model(self.model)


_PLAYBOOKS: dict[str, Playbook] = {}


def register(*playbooks: Playbook) -> None:
    """Make playbooks known under their names; their tables must be recorded, so that a fix can be taken back."""
    for playbook in playbooks:
        if not issubclass(playbook.table, Recorded):
            raise TypeError(f"{playbook.model} is not recorded, so a fix of it could not be taken back.")
        _PLAYBOOKS[playbook.name] = playbook


def playbooks_for(check: Check) -> list[Playbook]:
    """List what can be done about a check."""
    return [playbook for playbook in _PLAYBOOKS.values() if playbook.check == check.name]


def playbook_named(name: str) -> Playbook:
    """Give a playbook; raises CannotFix."""
    if name not in _PLAYBOOKS:
        raise CannotFix("There is no such way to fix it.")
    return _PLAYBOOKS[name]


def count_fixable(playbook: Playbook, check: Check, org: Org) -> int:
    """Count the rows that a playbook would write now; raises CheckBroke."""
    with savepoint(), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({playbook.sql}) AS planned", parameters(check, org))
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def propose(playbook: Playbook, check: Check, org: Org, *, by: str) -> Fix:
    """Keep what a playbook would write now, for somebody to look at; raises CannotFix where there is nothing."""
    cells = _plan(playbook, check, org)
    if not cells:
        raise CannotFix("There is nothing to fix any more.")
    return Fix.objects.create(
        org=org, playbook=playbook.name, check_name=check.name, title=playbook.verb.format(count=f"{len(cells):,}"),
        table=playbook.model, columns=list(playbook.columns), cells=cells, rows=len(cells), proposed_by=by,
    )  # fmt: skip


def may_approve(fix: Fix, *, by: str, is_operator: bool) -> bool:
    """Tell whether a person may approve: anybody else who may change rows, or who proposed it with an operator's right."""
    return fix.proposed_by != by or is_operator


def approve(fix: Fix, *, by: str, is_operator: bool) -> Fix:
    """Write what was looked at, as one change set; rows that changed since are left alone. Raises CannotFix."""
    with transaction.atomic():
        held = Fix.objects.for_org(fix.org_id).select_for_update().get(pk=fix.pk)
        _must_wait(held)
        if not may_approve(held, by=by, is_operator=is_operator):
            raise CannotFix("Somebody else approves what you proposed, or an operator does.")
        reason = f"Fix {held.pk}, proposed by {held.proposed_by}, approved by {by}"
        with change_set(held.org_id, kind=ChangeSet.Kind.EDIT, title=held.title, reason=reason) as written:
            held.written = _write(held)
        held.state, held.decided_by, held.decided_at = State.APPLIED, by, timezone.now()
        held.change_set_id = written.pk
        held.save()
    return held


def reject(fix: Fix, *, by: str, reason: str) -> None:
    """Close a proposal without writing; raises CannotFix when it was decided already."""
    with transaction.atomic():
        held = Fix.objects.for_org(fix.org_id).select_for_update().get(pk=fix.pk)
        _must_wait(held)
        held.state, held.decided_by, held.decided_at, held.reason = State.REJECTED, by, timezone.now(), reason
        held.save()


def _must_wait(fix: Fix) -> None:
    if fix.state != State.PROPOSED:
        raise CannotFix(f"{fix.decided_by} has decided it already.")


def _plan(playbook: Playbook, check: Check, org: Org) -> list[dict[str, Any]]:
    """Read the cells as JSON, before and after, so that they can be kept and compared."""
    before = ", ".join(f"'{name}', t.\"{name}\"" for name in playbook.columns)
    after = ", ".join(f"'{name}', planned.new_{name}" for name in playbook.columns)
    sql = f"""
        SELECT t.id, planned.label, jsonb_build_object({before}), jsonb_build_object({after})
        FROM ({playbook.sql}) AS planned JOIN "{playbook.table._meta.db_table}" t USING (id) ORDER BY t.id LIMIT {MOST_ROWS}
    """
    with savepoint(), connection.cursor() as cursor:
        cursor.execute(sql, parameters(check, org))
        rows = cursor.fetchall()
    return [
        {"id": row, "label": label, "before": _read(before), "after": _read(after)}
        for row, label, before, after in rows
    ]


def _read(value: Any) -> Any:
    """Give what a cell of JSON holds; psycopg hands it over as text, as Django asks of it."""
    return json.loads(value) if isinstance(value, str) else value


def _write(fix: Fix) -> int:
    """Write the cells of rows that still are as they were looked at; gives how many."""
    model = apps.get_model(fix.table)
    table, names = model._meta.db_table, fix.columns
    sets = ", ".join(f'"{name}" = filled."{name}"' for name in names)
    same = " AND ".join(
        f"to_jsonb(t.\"{name}\") IS NOT DISTINCT FROM nullif(p.before -> '{name}', 'null')" for name in names
    )
    sql = f"""
        WITH planned AS (SELECT * FROM jsonb_to_recordset(%s::jsonb) AS p(id bigint, before jsonb, after jsonb))
        UPDATE "{table}" t SET {sets}, updated_at = now()
        FROM planned p CROSS JOIN LATERAL jsonb_populate_record(NULL::"{table}", p.after) AS filled
        WHERE t.id = p.id AND t.org_id = %s AND {same}
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [json.dumps(fix.cells), fix.org_id])
        return int(cursor.rowcount)
