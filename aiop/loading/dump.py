"""The rows of a kind as CSV: safe for spreadsheets, and read back by `load` without a single change."""

from __future__ import annotations

import csv
import io
from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, models
from psycopg import ClientCursor

from aiop.loading.kind import Field, Kind

# Texts that a spreadsheet would run get one apostrophe, which loading takes off again: aiop.loading.cells.formula_safe.
_SAFE = """CASE WHEN ltrim({0}, '''') ~ '^[-=+@\\t\\r]' THEN '''' || {0} ELSE {0} END"""
_MOMENT = """to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""


def dumped_fields(kind: Kind) -> list[Field]:
    """List the fields that a dump writes, one for each header."""
    found: dict[str, Field] = {}
    for field in kind.fields:
        if field.dumped:
            found.setdefault(field.headers[0], field)
    return list(found.values())


def written_fields(kind: Kind) -> list[Field]:
    """List the columns of a dump: what a file fills, and what is told beside it."""
    return [*dumped_fields(kind), *(Field(header, (header,), str, written=sql) for header, sql in kind.told)]


def dump_sql(kind: Kind, fields: Sequence[Field], rows: str = "") -> str:
    """Give the SELECT of a dump, every value as text; bound with the organisation, then what `rows`, SQL for ids, is bound with."""
    stored = _stored(kind)
    return _select(kind, [field.written or _written(stored[field.column]) for field in fields], rows)


def typed_sql(kind: Kind, fields: Sequence[Field], rows: str = "", *, safe: bool) -> str:
    """Give the SELECT of a dump with numbers and days as such; `safe` guards texts against spreadsheets. Bound alike."""
    stored = _stored(kind)
    return _select(kind, [field.written or _typed(stored[field.column], safe=safe) for field in fields], rows)


def _select(kind: Kind, written: Sequence[str], rows: str) -> str:
    kept = f" AND t.id IN ({rows})" if rows else ""
    return f'SELECT {", ".join(written)} FROM "{kind.table}" t WHERE t.org_id = %s{kept} ORDER BY t.id'


def dump(kind: Kind, org_id: int) -> Iterator[bytes]:
    """Stream all rows of a kind as CSV; call inside `org_context`."""
    fields = _used(kind, written_fields(kind), org_id)
    yield header_line(field.headers[0] for field in fields).encode()
    yield from copied(dump_sql(kind, fields), [org_id])


def _used(kind: Kind, fields: Sequence[Field], org_id: int) -> list[Field]:
    """Leave out the spare fields that no row of an organisation fills."""
    spare = [field.column for field in fields if field.spare]
    if not spare:
        return list(fields)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT "
            + ", ".join(
                f'EXISTS (SELECT FROM "{kind.table}" WHERE org_id = %(org)s AND "{c}" IS NOT NULL)' for c in spare
            ),
            {"org": org_id},
        )
        row = cursor.fetchone()
    assert row is not None  # noqa: S101  (a list of values is one row)
    filled = {column for column, has_any in zip(spare, row, strict=True) if has_any}
    return [field for field in fields if not field.spare or field.column in filled]


def copied(sql: str, bound: Sequence[Any]) -> Generator[bytes, None, int]:
    """Stream the rows of a SELECT as CSV lines, at the speed of COPY and with the memory of one block; returns how many."""
    with connection.cursor() as cursor:
        # COPY takes no parameters, so values are written into its text, quoted by the driver.
        select = ClientCursor(connection.connection).mogrify(sql, bound)
        with cursor.copy(f"COPY ({select}) TO STDOUT WITH (FORMAT csv)") as copy:
            for block in copy:
                yield bytes(block)
        return int(cursor.rowcount)


def header_line(names: Iterable[str]) -> str:
    """Write the header of a CSV."""
    sink = io.StringIO()
    csv.writer(sink, lineterminator="\n").writerow(names)
    return sink.getvalue()


def _stored(kind: Kind) -> dict[str, models.Field[Any, Any]]:
    return {str(column.column): column for column in kind.model._meta.concrete_fields}


def _typed(column: models.Field[Any, Any], *, safe: bool) -> str:
    """Give SQL for a value as it is; moments are text, because a workbook's know no zone."""
    is_text = isinstance(column, models.CharField | models.TextField)
    if isinstance(column, models.DateTimeField) or (safe and is_text):
        return _written(column)
    return f't."{column.column}"'


def _written(column: models.Field[Any, Any]) -> str:
    """Give SQL that writes a column as text which its parser reads back to the same value."""
    name = f't."{column.column}"'
    if isinstance(column, models.DateTimeField):
        return _MOMENT.format(name)
    return _SAFE.format(name) if isinstance(column, models.CharField | models.TextField) else f"{name}::text"
