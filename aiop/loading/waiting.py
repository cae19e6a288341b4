"""Rows in quarantine for want of what they refer to come in by themselves once it has come."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, models

from aiop.loading.kind import Kind, Parent, all_kinds, kind_named
from aiop.loading.loads import open_change_set
from aiop.loading.models import Load, QuarantinedRow
from aiop.loading.repair import rejoin
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.running import RunHandle

_TABLE = QuarantinedRow._meta.db_table


def bring_waiting(org: Org, kinds: Iterable[str], run: RunHandle, *, change_set: int) -> int:
    """Bring in the rows that waited for rows of these kinds, and those that waited for them in turn; gives how many came."""
    brought: set[type[models.Model]] = {kind_named(name).model for name in kinds}
    came = 0
    for kind in all_kinds():
        awaited = [parent for parent in kind.parents if parent.required and parent.model in brought]
        if awaited:
            with run.work():
                more = _bring(org, kind, _ready(org.pk, kind, awaited), run, change_set)
            came += more
            brought |= {kind.model} if more else set()
    if came:
        run.count(rejoined=came)
        run.log(f"{came:,} rows that waited in quarantine for others came in.")
    return came


def bring_ready(org: Org, run: RunHandle) -> int:
    """Look at all rows that wait, and bring in those that miss nothing any more, whatever way it came; gives how many."""
    parents = {parent.model for kind in all_kinds() for parent in kind.parents if parent.required}
    with org_context(org, actor=run.by):
        ready = any(_ready(org.pk, kind, awaited) for kind in all_kinds() if (awaited := _needed(kind)))
    if not ready:
        return 0
    change_set = open_change_set(org, run, "Rows that waited for others")
    return bring_waiting(org, [kind.name for kind in all_kinds() if kind.model in parents], run, change_set=change_set)


def _needed(kind: Kind) -> list[Parent]:
    return [parent for parent in kind.parents if parent.required]


def _bring(org: Org, kind: Kind, numbers: list[int], run: RunHandle, change_set: int) -> int:
    by_load: dict[int, dict[int, QuarantinedRow]] = {}
    for row in QuarantinedRow.objects.for_org(org).filter(pk__in=numbers).order_by("pk"):
        by_load.setdefault(row.load_id, {})[row.line] = row
    loads = Load.objects.for_org(org).filter(pk__in=list(by_load)).select_related("org").order_by("pk")
    came = 0
    for load in loads:
        rows = by_load[load.pk]
        rejoin(load, rows, run, change_set=change_set, by=run.by)
        came += sum(row.state == QuarantinedRow.State.FIXED for row in rows.values())
    return came


def _ready(org_id: int, kind: Kind, awaited: Iterable[Parent]) -> list[int]:
    """List the open rows of a kind that waited for some of these tables and now miss nothing."""
    missed = " OR ".join(map(_still_missed, _needed(kind)))
    tables = [parent.model._meta.db_table for parent in awaited]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT q.id FROM "{_TABLE}" q WHERE q.org_id = %(org)s AND q.kind = %(kind)s AND q.state = 'open'
            AND EXISTS (SELECT FROM jsonb_array_elements(q.problems) p WHERE p->>'waits' = ANY(%(tables)s))
            AND NOT EXISTS (SELECT FROM jsonb_array_elements(q.problems) p WHERE NOT p ? 'waits' OR {missed})
            """,
            {"org": org_id, "kind": kind.name, "tables": tables},
        )
        return [pk for (pk,) in cursor.fetchall()]


def _still_missed(parent: Parent) -> str:
    """Give SQL for: problem p tells of this parent, which is still not there. A key of several columns is tried at any rate."""
    ((own, staged), *more) = parent.on
    if more:
        return "false"
    table, stored = parent.model._meta.db_table, parent.model._meta.get_field(own).db_type(connection)
    return (
        f"(p->>'column' = '{staged}' AND NOT EXISTS (SELECT FROM \"{table}\" x "
        f"WHERE x.org_id = q.org_id AND x.\"{own}\" = (CASE WHEN p->>'waits' = '{table}' THEN p->>'value' END)::{stored}))"
    )
