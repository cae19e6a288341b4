"""Two of the reversals of an undo, each set-based over one table: deleted rows return, altered cells go back.

The caller's transaction holds them together. `undo_added` (see removal.py) must be gathered first.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, connection, models, transaction
from psycopg.errors import UniqueViolation

from aiop.audit.links import links_of
from aiop.audit.report import Report, Row

Cursor = Any
Model = type[models.Model]


def put_back_deleted(cursor: Cursor, model: Model, change_set: int, report: Report) -> None:
    """Insert again the rows that the change set deleted, as they were, id and all; links to what is gone stay empty."""
    table = model._meta.db_table
    cursor.execute(_DELETED.format(table=table), {"set": change_set, "table": table})
    if cursor.rowcount:
        cursor.execute(_FREED_IMAGES, {"table": table})
        for link in links_of(model):
            named = {"column": link.column, "target": link.target}
            if link.nullable:
                cursor.execute(_WITHOUT_LINK.format(**named), {"empty": f'{{"{link.column}": null}}'})
                report.unlink(f"{table}.{link.column}", cursor.rowcount)
            else:
                cursor.execute(_WITHOUT_PARENT.format(**named))
                report.refuse([Row(table, row, f"its row of {link.target} is gone") for (row,) in cursor.fetchall()])
        columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields if not field.generated)
        insert = (
            f'INSERT INTO "{table}" ({columns}) SELECT {columns} '
            f'FROM pg_temp.undo_rows d, LATERAL jsonb_populate_record(NULL::"{table}", d.image) r WHERE true'
        )
        report.count(report.put_back, table, _write(cursor, table, insert, "d.row_id", report))
    cursor.execute("DROP TABLE pg_temp.undo_rows")


# What the change set had itself added and deleted again was never there for anybody.
_DELETED = """
    CREATE TEMPORARY TABLE undo_rows ON COMMIT DROP AS SELECT row_id, before AS image FROM audit_change c
    WHERE c.change_set_id = %(set)s AND c.table_name = %(table)s AND c.op = 'D' AND (c.before ->> 'added_in')::bigint <> %(set)s
      AND NOT EXISTS (SELECT FROM "{table}" t WHERE t.id = c.row_id)
"""
# What stood aside for a row of this change set is not lost: the cell goes back further, to what it was before.
_FREED_IMAGES = """
    UPDATE pg_temp.undo_rows d SET image = image || f.empty
    FROM (SELECT row_id, jsonb_object_agg(key, NULL) AS empty FROM pg_temp.undo_freed WHERE name = %(table)s GROUP BY 1) AS f
    WHERE f.row_id = d.row_id
"""
_LOST = """
    d.image ->> '{column}' IS NOT NULL AND NOT EXISTS (SELECT FROM "{target}" x WHERE x.id = (d.image ->> '{column}')::bigint)
"""
_WITHOUT_LINK = "UPDATE pg_temp.undo_rows d SET image = image || %(empty)s::jsonb WHERE " + _LOST
_WITHOUT_PARENT = f"DELETE FROM pg_temp.undo_rows d WHERE {_LOST} RETURNING row_id"


def restore_altered(cursor: Cursor, model: Model, change_set: int, report: Report) -> None:
    """Give each cell that the change set altered its old value, where it still holds the value that it was given."""
    table = model._meta.db_table
    cursor.execute(_CELLS, {"set": change_set, "table": table})
    if cursor.rowcount:
        cursor.execute("ANALYZE pg_temp.undo_cells")
        cursor.execute(_FREED_CELLS, {"table": table})
        cursor.execute(_GONE.format(table=table), {"table": table})
        report.refuse([Row(table, row_id, "was deleted since") for (row_id,) in cursor.fetchall()])
        cursor.execute(_FITS.format(table=table))
        cursor.execute(_TOUCHED.format(table=table), {"table": table, "set": change_set})
        report.keep([Row(table, row_id, "was edited since", tuple(keys), by) for row_id, keys, by in cursor.fetchall()])
        for link in links_of(model):
            cursor.execute(_TARGET_GONE.format(target=link.target), {"column": link.column})
            gone = [
                Row(table, row, f"its row of {link.target} is gone", (link.column,)) for (row,) in cursor.fetchall()
            ]
            report.refuse(gone)
        cursor.execute(_TIME_ALONE)
        _restore_cells(cursor, table, report)
    cursor.execute("DROP TABLE pg_temp.undo_cells")


def _restore_cells(cursor: Cursor, table: str, report: Report) -> None:
    cursor.execute("SELECT DISTINCT key FROM pg_temp.undo_cells WHERE fits ORDER BY key")
    sets = ", ".join(f'"{column}" = r."{column}"' for (column,) in cursor.fetchall())
    if sets:
        cursor.execute(_PATCHES)
        update = (
            f'UPDATE "{table}" t SET {sets} FROM pg_temp.undo_rows d JOIN "{table}" o ON o.id = d.row_id, '
            f"LATERAL jsonb_populate_record(o, d.image) r WHERE t.id = d.row_id"
        )
        report.count(report.restored, table, _write(cursor, table, update, "d.row_id", report))
        cursor.execute("DROP TABLE pg_temp.undo_rows")


# One row for each altered cell: its value before the change set's first alteration and after its last. Rows that the
# change set added leave as a whole, so their cells are left alone.
_CELLS = """
    CREATE TEMPORARY TABLE undo_cells ON COMMIT DROP AS
    SELECT row_id, key, (array_agg(c.before -> key ORDER BY c.id))[1] AS old, (array_agg(c.after -> key ORDER BY c.id DESC))[1] AS new,
           false AS fits
    FROM audit_change c, LATERAL jsonb_object_keys(c.before) AS key
    WHERE c.change_set_id = %(set)s AND c.table_name = %(table)s AND c.op = 'U'
      AND NOT EXISTS (SELECT FROM pg_temp.undo_added a WHERE a.name = %(table)s AND a.id = c.row_id)
    GROUP BY row_id, key
"""
_FREED_CELLS = """
    UPDATE pg_temp.undo_cells u SET new = 'null' FROM pg_temp.undo_freed f
    WHERE f.name = %(table)s AND f.row_id = u.row_id AND f.key = u.key
"""
# Where what brought the row was taken back, nothing of it is left to go back.
_GONE = """
    WITH gone AS (
        DELETE FROM pg_temp.undo_cells u WHERE NOT EXISTS (SELECT FROM "{table}" t WHERE t.id = u.row_id) RETURNING row_id
    ) SELECT DISTINCT row_id FROM gone WHERE 'undo' IS DISTINCT FROM (
        SELECT s.kind FROM audit_change c JOIN audit_changeset s ON s.id = c.change_set_id
        WHERE c.table_name = %(table)s AND c.row_id = gone.row_id AND c.op = 'D' ORDER BY c.id DESC LIMIT 1)
    ORDER BY 1
"""
# Each row is written as JSON once, however many of its cells were altered.
_FITS = """
    WITH present AS MATERIALIZED (
        SELECT t.id, to_jsonb(t) AS image FROM "{table}" t WHERE t.id IN (SELECT row_id FROM pg_temp.undo_cells)
    ) UPDATE pg_temp.undo_cells u SET fits = true FROM present p WHERE p.id = u.row_id AND p.image -> u.key = u.new
"""
_TOUCHED = """
    SELECT u.row_id, array_agg(u.key ORDER BY u.key), (
        SELECT max(c.change_set_id) FROM audit_change c
        WHERE c.table_name = %(table)s AND c.row_id = u.row_id AND c.change_set_id > %(set)s
          AND c.before ?| array_agg(u.key))
    FROM pg_temp.undo_cells u WHERE NOT u.fits AND u.key <> 'updated_at' AND u.old IS DISTINCT FROM u.new
    GROUP BY u.row_id ORDER BY u.row_id
"""
_TARGET_GONE = """
    UPDATE pg_temp.undo_cells u SET fits = false WHERE u.fits AND u.key = %(column)s AND u.old <> 'null'
    AND NOT EXISTS (SELECT FROM "{target}" x WHERE x.id = u.old::bigint) RETURNING row_id
"""
# The time of the last edit goes back only together with something that was edited.
_TIME_ALONE = """
    DELETE FROM pg_temp.undo_cells u WHERE key = 'updated_at' AND NOT EXISTS (
        SELECT FROM pg_temp.undo_cells o WHERE o.row_id = u.row_id AND o.fits AND o.key <> 'updated_at')
"""
_PATCHES = """
    CREATE TEMPORARY TABLE undo_rows ON COMMIT DROP AS
    SELECT row_id, jsonb_object_agg(key, old) AS image FROM pg_temp.undo_cells WHERE fits GROUP BY row_id
"""


def _write(cursor: Cursor, table: str, sql: str, row: str, report: Report) -> int:
    """Run a reversal of `undo_rows` at once; where a constraint objects, run it row by row and say which cannot be taken."""
    try:
        with transaction.atomic():
            cursor.execute(sql)
            written = max(int(cursor.rowcount), 0)
            # Deferred constraints speak here, while there is still a savepoint to go back to.
            connection.check_constraints()
    except IntegrityError:
        return _row_by_row(cursor, table, f"{sql} AND {row} = %s", report)
    return written


def _row_by_row(cursor: Cursor, table: str, sql: str, report: Report) -> int:
    cursor.execute("SELECT row_id FROM pg_temp.undo_rows ORDER BY 1")
    waiting = [row_id for (row_id,) in cursor.fetchall()]
    written = 0
    while True:
        refused = [(row_id, reason) for row_id in waiting if (reason := _objection(cursor, sql, row_id))]
        written += len(waiting) - len(refused)
        # A row may have stood in the way of another; only when nothing moves any more it stays.
        if not refused or len(refused) == len(waiting):
            report.refuse([Row(table, row_id, reason) for row_id, reason in refused])
            return written
        waiting = [row_id for row_id, _ in refused]


def _objection(cursor: Cursor, sql: str, row_id: int) -> str:
    """Reverse one row; gives why it cannot be, nothing where it could."""
    try:
        with transaction.atomic():
            cursor.execute(sql, [row_id])
            connection.check_constraints()
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation):
            # The database does not say which row it is: under row security it names no values.
            return f"another row has what must be its own ({error.__cause__.diag.constraint_name})"
        return str(error).partition("\n")[0]
    return ""
