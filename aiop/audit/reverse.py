"""The three reversals of an undo, each set-based over one table; the caller's transaction holds them together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import IntegrityError, connection, models, transaction

from aiop.audit.models import Recorded
from aiop.audit.report import Report, Row

Cursor = Any
Model = type[models.Model]


def put_back_deleted(cursor: Cursor, model: Model, change_set: int, report: Report) -> None:
    """Insert again the rows that the change set deleted, as they were, id and all."""
    table = model._meta.db_table
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    images = "SELECT row_id, before FROM audit_change c WHERE c.change_set_id = %(set)s AND c.table_name = %(table)s AND c.op = 'D'"
    insert = f"""
        INSERT INTO "{table}" ({columns})
        SELECT {columns} FROM ({images}) d, LATERAL jsonb_populate_record(NULL::"{table}", d.before) r
        WHERE NOT EXISTS (SELECT FROM "{table}" t WHERE t.id = d.row_id) %(only)s
    """
    _write(cursor, table, insert, "d.row_id", change_set, report.put_back, report, images)


def restore_altered(cursor: Cursor, model: Model, change_set: int, report: Report) -> None:
    """Give each cell that the change set altered its old value, where it still holds the value that it was given."""
    table = model._meta.db_table
    cursor.execute(_PATCHES, {"set": change_set, "table": table})
    cursor.execute(_FITS.format(table=table))
    cursor.execute(_GONE.format(table=table))
    gone = [Row(table, row_id, "was deleted since") for (row_id,) in cursor.fetchall()]
    report.refuse(gone)
    cursor.execute(_touched(table), {"table": table, "set": change_set})
    report.keep([Row(table, row_id, "was edited since", tuple(keys), by) for row_id, keys, by in cursor.fetchall()])
    cursor.execute("SELECT DISTINCT key FROM pg_temp.undo_cells WHERE fits")
    columns = [key for (key,) in cursor.fetchall()]
    if columns:
        patches = (
            "SELECT row_id, jsonb_object_agg(key, old) AS patch FROM pg_temp.undo_cells WHERE fits GROUP BY row_id"
        )
        sets = ", ".join(f'"{column}" = r."{column}"' for column in columns)
        update = f"""
            UPDATE "{table}" t SET {sets} FROM ({patches}) p JOIN "{table}" o ON o.id = p.row_id,
            LATERAL jsonb_populate_record(o, p.patch) r WHERE t.id = p.row_id %(only)s
        """
        _write(cursor, table, update, "p.row_id", change_set, report.restored, report, patches)
    cursor.execute("DROP TABLE pg_temp.undo_cells")


# One row for each altered cell: its value before the change set's first alteration and after its last.
_PATCHES = """
    CREATE TEMPORARY TABLE undo_cells ON COMMIT DROP AS
    SELECT row_id, key, (array_agg(c.before -> key ORDER BY c.id))[1] AS old, (array_agg(c.after -> key ORDER BY c.id DESC))[1] AS new,
           false AS fits
    FROM audit_change c, LATERAL jsonb_object_keys(c.before) AS key
    WHERE c.change_set_id = %(set)s AND c.table_name = %(table)s AND c.op = 'U' GROUP BY row_id, key
"""


_FITS = """
    UPDATE pg_temp.undo_cells u SET fits = coalesce(to_jsonb(t) -> u.key, 'null') = u.new FROM "{table}" t WHERE t.id = u.row_id
"""
_GONE = """
    SELECT DISTINCT u.row_id FROM pg_temp.undo_cells u
    WHERE NOT EXISTS (SELECT FROM "{table}" t WHERE t.id = u.row_id) ORDER BY 1
"""


def _touched(table: str) -> str:
    """List rows some of whose cells were edited since, with those columns and the change set that did it last."""
    return f"""
        SELECT u.row_id, array_agg(u.key ORDER BY u.key), (
            SELECT max(c.change_set_id) FROM audit_change c
            WHERE c.table_name = %(table)s AND c.row_id = u.row_id AND c.change_set_id > %(set)s)
        FROM pg_temp.undo_cells u JOIN "{table}" t ON t.id = u.row_id
        WHERE NOT u.fits AND u.key <> 'updated_at' AND u.old IS DISTINCT FROM u.new GROUP BY u.row_id ORDER BY u.row_id
    """


def remove_added(cursor: Cursor, model: Model, change_set: int, later: Sequence[int], report: Report) -> None:
    """Delete the rows that the change set added, except those that somebody edited since or that others still need."""
    table = model._meta.db_table
    bound = {"set": change_set, "table": table, "later": list(later)}
    cursor.execute(
        f'CREATE TEMPORARY TABLE undo_added ON COMMIT DROP AS SELECT id FROM "{table}" WHERE added_in = %(set)s', bound
    )
    if cursor.rowcount:
        cursor.execute(
            """
            WITH edited AS (
                SELECT c.row_id, max(c.change_set_id) AS by FROM audit_change c JOIN pg_temp.undo_added a ON a.id = c.row_id
                WHERE c.table_name = %(table)s AND c.change_set_id = ANY(%(later)s) GROUP BY 1
            ), kept AS (DELETE FROM pg_temp.undo_added a USING edited e WHERE a.id = e.row_id)
            SELECT row_id, by FROM edited ORDER BY row_id
            """,
            bound,
        )
        report.keep([Row(table, row_id, "was edited since", (), by) for row_id, by in cursor.fetchall()])
        for child, column, nullable in _references(model):
            if nullable:
                _unlink(cursor, child, column, report)
            else:
                _keep_needed(cursor, table, child, column, report)
        cursor.execute(f'DELETE FROM "{table}" t USING pg_temp.undo_added a WHERE t.id = a.id')
        if cursor.rowcount:
            report.removed[table] = cursor.rowcount
    cursor.execute("DROP TABLE pg_temp.undo_added")


def _references(model: Model) -> Iterable[tuple[str, str, bool]]:
    """List (table, column, nullable) of every recorded link to a model."""
    for relation in model._meta.related_objects:
        field = relation.field
        # A many-to-many link has no column of its own.
        if field.column and issubclass(field.model, Recorded) and field.model._meta.managed:
            yield field.model._meta.db_table, field.column, field.null


def _unlink(cursor: Cursor, child: str, column: str, report: Report) -> None:
    cursor.execute(f'UPDATE "{child}" x SET "{column}" = NULL FROM pg_temp.undo_added a WHERE x."{column}" = a.id')
    if cursor.rowcount:
        report.unlinked[f"{child}.{column}"] = report.unlinked.get(f"{child}.{column}", 0) + cursor.rowcount


def _keep_needed(cursor: Cursor, table: str, child: str, column: str, report: Report) -> None:
    cursor.execute(
        f'DELETE FROM pg_temp.undo_added a WHERE EXISTS (SELECT FROM "{child}" x WHERE x."{column}" = a.id) RETURNING id'
    )
    report.refuse([Row(table, row_id, f"rows of {child} that stay still need it") for (row_id,) in cursor.fetchall()])


def _write(
    cursor: Cursor, table: str, sql: str, row: str, change_set: int, counts: dict[str, int], report: Report, rows: str
) -> None:
    """Run a reversal at once; where a constraint objects, run it row by row and say which rows it cannot take."""
    bound = {"set": change_set, "table": table}
    try:
        with transaction.atomic():
            cursor.execute(sql.replace("%(only)s", ""), bound)
            written = max(cursor.rowcount, 0)
            # Deferred constraints speak here, while there is still a savepoint to go back to.
            connection.check_constraints()
    except IntegrityError:
        written = _row_by_row(cursor, table, sql.replace("%(only)s", f"AND {row} = %(row)s"), bound, report, rows)
    if written:
        counts[table] = counts.get(table, 0) + written


def _row_by_row(cursor: Cursor, table: str, sql: str, bound: dict[str, Any], report: Report, rows: str) -> int:
    cursor.execute(f"SELECT row_id FROM ({rows}) r ORDER BY 1", bound)
    written = 0
    for (row_id,) in cursor.fetchall():
        try:
            with transaction.atomic():
                cursor.execute(sql, {**bound, "row": row_id})
                back = max(cursor.rowcount, 0)
                connection.check_constraints()
            written += back
        except IntegrityError as error:
            report.refuse([Row(table, row_id, str(error).partition("\n")[0])])
    return written
