"""Added rows that hold what a deleted row must have for its own: they leave ahead of its return, and not after it.

All other added rows leave last (see removal.py), when restored cells no longer point to them. Of these the cells that
point to them are emptied first and remembered in `undo_freed`, so that restoring finds nothing edited in that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models

from aiop.audit.links import Link, all_links
from aiop.audit.models import ChangeSet
from aiop.audit.report import Report

Cursor = Any
Model = type[models.Model]


def step_aside(cursor: Cursor, tables: Sequence[Model], target: ChangeSet, report: Report) -> None:
    """Remove the rows of `undo_added` that stand in the way of deleted ones, and what is part of them; `tables` parents first.

    One that somebody else needs stays, and the deleted row is then refused.
    """
    cursor.execute(_TABLES)
    cursor.execute(_BOTH, {"set": target.pk})
    both = {name for (name,) in cursor.fetchall()}
    for model in tables:
        if model._meta.db_table in both:
            for columns in _keys(model):
                _note(cursor, model._meta.db_table, columns, target.pk)
        if is_of_periods(model):
            cursor.execute(_PERIODS, {"table": model._meta.db_table, "set": target.pk})
    cursor.execute("SELECT EXISTS (SELECT FROM pg_temp.undo_aside)")
    if cursor.fetchone() == (True,):
        links = all_links()
        while sum(_written(cursor, _WITH_PARTS, link, target.pk) for link in links):
            pass
        while sum(_written(cursor, _NEEDED, link, target.pk) for link in links):
            pass
        for link in links:
            _free(cursor, link, target.pk, report)
        for model in reversed(tables):
            cursor.execute(_REMOVE.format(table=model._meta.db_table), {"table": model._meta.db_table})
            report.count(report.removed, model._meta.db_table, cursor.rowcount)


def is_of_periods(model: Model) -> bool:
    """Tell whether rows of a model exclude each other by more than equal keys, such as periods that must not overlap."""
    return any(isinstance(constraint, ExclusionConstraint) for constraint in model._meta.constraints)


def _keys(model: Model) -> Iterator[list[str]]:
    """Give the columns of each unique key of a model, its id apart."""
    columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            yield [columns[name] for name in constraint.fields]
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            yield [columns[field.name]]


def _note(cursor: Cursor, table: str, columns: Sequence[str], change_set: int) -> None:
    equal = " AND ".join(f'd."{column}" = t."{column}"' for column in columns)
    cursor.execute(_CONFLICTS.format(table=table, equal=equal), {"table": table, "set": change_set})


def _written(cursor: Cursor, sql: str, link: Link, change_set: int) -> int:
    restorable = _RESTORED.format(column=link.column) if link.nullable else "false"
    named = {"table": link.table, "column": link.column, "restored": restorable, "needs": str(link.needs).lower()}
    cursor.execute(sql.format(**named), {"table": link.table, "target": link.target, "set": change_set})
    return int(cursor.rowcount)


def _free(cursor: Cursor, link: Link, change_set: int, report: Report) -> None:
    if not link.nullable:
        return
    bound = {"table": link.table, "target": link.target, "set": change_set, "column": link.column}
    named = {"table": link.table, "column": link.column, "restored": _RESTORED.format(column=link.column)}
    cursor.execute(_FREE.format(**named), bound)
    report.unlink(f"{link.table}.{link.column}", cursor.fetchone()[0])
    cursor.execute(_FREE_RETURNING, bound)


_TABLES = """
    CREATE TEMPORARY TABLE undo_aside (name text, id bigint, PRIMARY KEY (name, id)) ON COMMIT DROP;
    CREATE TEMPORARY TABLE undo_freed (name text, row_id bigint, key text, PRIMARY KEY (name, row_id, key)) ON COMMIT DROP
"""
_BOTH = """
    SELECT DISTINCT name FROM pg_temp.undo_added a WHERE NOT stays
    AND EXISTS (SELECT FROM audit_change c WHERE c.change_set_id = %(set)s AND c.table_name = a.name AND c.op = 'D')
"""
_CONFLICTS = """
    INSERT INTO pg_temp.undo_aside SELECT a.name, a.id FROM pg_temp.undo_added a JOIN "{table}" t ON t.id = a.id JOIN (
        SELECT r.* FROM audit_change c, LATERAL jsonb_populate_record(NULL::"{table}", c.before) r
        WHERE c.change_set_id = %(set)s AND c.table_name = %(table)s AND c.op = 'D' AND (c.before ->> 'added_in')::bigint <> %(set)s
    ) AS d ON {equal} AND d.id <> t.id
    WHERE a.name = %(table)s AND NOT a.stays ON CONFLICT DO NOTHING
"""
# A period that was cut or ended gives its days to those that were added: they leave before it has them again.
_PERIODS = """
    INSERT INTO pg_temp.undo_aside SELECT a.name, a.id FROM pg_temp.undo_added a
    WHERE a.name = %(table)s AND NOT a.stays AND EXISTS (
        SELECT FROM audit_change c WHERE c.change_set_id = %(set)s AND c.table_name = %(table)s) ON CONFLICT DO NOTHING
"""
_WITH_PARTS = """
    INSERT INTO pg_temp.undo_aside SELECT b.name, b.id FROM pg_temp.undo_added b JOIN "{table}" x ON x.id = b.id
    JOIN pg_temp.undo_aside a ON a.name = %(target)s AND a.id = x."{column}"
    WHERE b.name = %(table)s AND NOT b.stays ON CONFLICT DO NOTHING
"""
# The change set itself wrote the link, and nobody since: it goes back to what it was.
_RESTORED = """EXISTS (
    SELECT FROM audit_change c WHERE c.change_set_id = %(set)s AND c.table_name = %(table)s AND c.row_id = x.id AND c.op = 'U'
      AND c.after ->> '{column}' = a.id::text)"""
_NEEDED = """
    DELETE FROM pg_temp.undo_aside a WHERE {needs} AND a.name = %(target)s AND EXISTS (
        SELECT FROM "{table}" x WHERE x."{column}" = a.id
          AND NOT EXISTS (SELECT FROM pg_temp.undo_aside o WHERE o.name = %(table)s AND o.id = x.id) AND NOT {restored})
"""
_FREE = """
    WITH pointing AS (
        SELECT x.id, {restored} AS restored FROM "{table}" x JOIN pg_temp.undo_aside a ON a.name = %(target)s AND a.id = x."{column}"
        WHERE NOT EXISTS (SELECT FROM pg_temp.undo_aside o WHERE o.name = %(table)s AND o.id = x.id)
    ), emptied AS (
        UPDATE "{table}" x SET "{column}" = NULL FROM pointing p WHERE x.id = p.id
    ), remembered AS (
        INSERT INTO pg_temp.undo_freed SELECT %(table)s, id, %(column)s FROM pointing
    ) SELECT count(*) FILTER (WHERE NOT restored) FROM pointing
"""
# A deleted row may have been pointed to the newcomer just before.
_FREE_RETURNING = """
    INSERT INTO pg_temp.undo_freed SELECT %(table)s, c.row_id, %(column)s FROM audit_change c
    JOIN pg_temp.undo_aside a ON a.name = %(target)s AND a.id::text = c.before ->> %(column)s
    WHERE c.change_set_id = %(set)s AND c.table_name = %(table)s AND c.op = 'D' ON CONFLICT DO NOTHING
"""
_REMOVE = 'DELETE FROM "{table}" t USING pg_temp.undo_aside a WHERE a.name = %(table)s AND t.id = a.id'
