"""The third reversal of an undo: rows that a change set added leave, except those that somebody still builds on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models

from aiop.audit.links import Link, all_links, links_of
from aiop.audit.models import ChangeSet
from aiop.audit.report import Report, Row

Cursor = Any
Model = type[models.Model]


def gather_added(
    cursor: Cursor, tables: Sequence[Model], target: ChangeSet, first: int, later: Sequence[int], report: Report
) -> None:
    """Note in `undo_added` every row that a change set added, or put back where it is an undo, and which were edited since.

    `first` is what a change set that does something again did at first, else the change set itself.
    """
    cursor.execute(
        "CREATE TEMPORARY TABLE undo_added (name text, id bigint, stays boolean DEFAULT false, PRIMARY KEY (name, id)) ON COMMIT DROP"
    )
    for model in tables:
        table = model._meta.db_table
        bound: dict[str, Any] = {
            "sets": [target.pk, first],
            "undone": target.undoes_id,
            "table": table,
            "later": list(later),
        }
        cursor.execute(_ADDED.format(table=table), bound)
        if cursor.rowcount:
            # A load that only links a row to what it brought has not edited it.
            bound["quiet"] = [link.column for link in links_of(model) if not link.needs] + ["updated_at"]
            cursor.execute(_EDITED, bound)
            report.keep([Row(table, row_id, "was edited since", (), by) for row_id, by in cursor.fetchall()])
    cursor.execute("ANALYZE pg_temp.undo_added")


_ADDED = """
    INSERT INTO pg_temp.undo_added (name, id) SELECT %(table)s, id FROM "{table}" WHERE added_in = ANY(%(sets)s)
    UNION SELECT %(table)s, t.id FROM audit_change c JOIN "{table}" t ON t.id = c.row_id
    WHERE c.change_set_id = %(undone)s AND c.table_name = %(table)s AND c.op = 'D' AND t.added_in <> %(undone)s
"""
_EDITED = """
    WITH edited AS (
        SELECT c.row_id, max(c.change_set_id) AS by FROM audit_change c
        JOIN pg_temp.undo_added a ON a.name = %(table)s AND a.id = c.row_id
        JOIN audit_changeset s ON s.id = c.change_set_id
        WHERE c.table_name = %(table)s AND c.change_set_id = ANY(%(later)s)
          AND CASE s.kind WHEN 'edit' THEN true WHEN 'merge' THEN c.before ?| ARRAY['merged_into_id', 'merged_from_ids']
                   ELSE c.before - %(quiet)s::text[] <> '{}' END
        GROUP BY 1
    ), kept AS (UPDATE pg_temp.undo_added a SET stays = true FROM edited e WHERE a.name = %(table)s AND a.id = e.row_id)
    SELECT row_id, by FROM edited ORDER BY row_id
"""


def remove_added(cursor: Cursor, tables: Sequence[Model], report: Report) -> None:
    """Delete the rows of `undo_added` that nobody edited since and nobody needs; `tables` in order, parents first."""
    cursor.execute("SELECT DISTINCT name FROM pg_temp.undo_added")
    names = {name for (name,) in cursor.fetchall()}
    links = [link for link in all_links() if link.target in names]
    while sum(_keep(cursor, link, report) for link in links):
        pass
    for link in links:
        if not link.needs:
            cursor.execute(
                _UNLINK.format(table=link.table, column=link.column), {"table": link.table, "target": link.target}
            )
            report.unlink(f"{link.table}.{link.column}", cursor.rowcount)
    for model in reversed(tables):
        table = model._meta.db_table
        if table in names:
            cursor.execute(_REMOVE.format(table=table), {"table": table})
            report.count(report.removed, table, cursor.rowcount)
    cursor.execute("DROP TABLE pg_temp.undo_added")


def _keep(cursor: Cursor, link: Link, report: Report) -> int:
    """Keep what rows that stay need, and what is part of a row that stays; gives how many were added to either."""
    if not link.needs:
        return 0
    named = {"table": link.table, "column": link.column}
    bound = {"table": link.table, "target": link.target}
    cursor.execute(_NEEDED.format(**named), bound)
    needed = [Row(link.target, row, f"rows of {link.table} that stay still need it") for (row,) in cursor.fetchall()]
    report.refuse(needed)
    parts: list[Row] = []
    if not link.nullable:
        cursor.execute(_PARTS.format(**named), bound)
        parts = [Row(link.table, row, f"its row of {link.target} stays") for (row,) in cursor.fetchall()]
        report.refuse(parts)
    return len(needed) + len(parts)


_NEEDED = """
    UPDATE pg_temp.undo_added a SET stays = true WHERE a.name = %(target)s AND NOT a.stays AND EXISTS (
        SELECT FROM "{table}" x WHERE x."{column}" = a.id AND NOT EXISTS (
            SELECT FROM pg_temp.undo_added b WHERE b.name = %(table)s AND b.id = x.id AND NOT b.stays))
    RETURNING a.id
"""
_PARTS = """
    UPDATE pg_temp.undo_added b SET stays = true FROM "{table}" x JOIN pg_temp.undo_added a ON a.name = %(target)s AND a.id = x."{column}"
    WHERE b.name = %(table)s AND b.id = x.id AND NOT b.stays AND a.stays RETURNING b.id
"""
_UNLINK = """
    UPDATE "{table}" x SET "{column}" = NULL FROM pg_temp.undo_added a
    WHERE a.name = %(target)s AND NOT a.stays AND x."{column}" = a.id AND NOT EXISTS (
        SELECT FROM pg_temp.undo_added b WHERE b.name = %(table)s AND b.id = x.id AND NOT b.stays)
"""
_REMOVE = """
    DELETE FROM "{table}" t USING pg_temp.undo_added a WHERE a.name = %(table)s AND NOT a.stays AND t.id = a.id
"""
