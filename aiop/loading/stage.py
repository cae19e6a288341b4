"""Rows of a producer, copied into a private staging table: one pass, bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing

from django.db import connection

from aiop.loading.encode import Encode, Staged, Stager, encode_here
from aiop.loading.kind import Kind, Setting
from aiop.loading.producer import Producer

Progress = Callable[[int, int], None]


def create_table(kind: Kind, table: str, *, temporary: bool, extra: Iterable[str] = ()) -> None:
    """Create the staging table of a load; its columns have the types of the stored table's."""
    types = {field.column: field.db_type(connection) for field in kind.model._meta.concrete_fields}
    columns = [f'"{column}" {types[column]}' for column in dict.fromkeys([*kind.columns, *extra])]
    columns += [f'"{lookup.key}" text' for lookup in kind.lookups]
    scope = "TEMPORARY" if temporary else "UNLOGGED"
    tail = " ON COMMIT DROP" if temporary else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE {scope} TABLE {table} (line integer NOT NULL, verdict "char", problems jsonb, raw jsonb, '
            + ", ".join(columns)
            + f"){tail}"
        )


def copy_rows(
    kind: Kind,
    mapping: Mapping[str, int],
    producer: Producer,
    setting: Setting,
    table: str,
    progress: Progress | None = None,
    encode: Encode = encode_here,
) -> tuple[list[str], Staged]:
    """Copy everything that the producer gives into the staging table; give the columns that it fills, and the counts."""
    stager = Stager(kind, mapping, producer.header, setting)
    total = Staged()
    names = ", ".join(f'"{name}"' for name in stager.copied)
    with connection.cursor() as cursor:
        with (
            # What goes wrong in a COPY is told in Django's words, like everything else that the database says.
            connection.wrap_database_errors,
            closing(encode(kind, mapping, producer, setting)) as batches,
            cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
        ):
            for encoded in batches:
                copy.write(encoded.text)
                total.add(encoded.staged)
                if progress is not None:
                    progress(*encoded.position)
        # The planner needs the columns that rows are joined by; looking at all ninety would cost as much as the copy.
        joined = dict.fromkeys(["verdict", *kind.key, *(lookup.key for lookup in stager.lookups)])
        cursor.execute(f"ANALYZE {table} ({', '.join(joined)})")
    return stager.columns, total
