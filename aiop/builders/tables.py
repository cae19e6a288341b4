"""Building a table anew: what it should hold is worked out beside it, and only what differs is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from django.db.utils import IntegrityError

from aiop.builders.declared import Building, Built
from aiop.builders.models import Result
from aiop.builders.windows import Step, Window
from aiop.runs.running import Failed

# After so many new rows the planner's figures of the table are out of date.
_MANY = 500
_OWN = {"id", "org_id", "built_at", "built_in"}
Row = Sequence[Any]


class GrainBroken(Failed):
    """Two rows were worked out for one place of a table."""


@dataclass(frozen=True)
class Table:
    """A table of results: the columns that name a row (null is one value), the day that windows limit, how much a row covers.

    Without a `day` the table is always built whole.
    """

    model: type[Result]
    key: tuple[str, ...]
    day: str = ""
    step: Step = Step.DAY

    @property
    def name(self) -> str:
        """The table's name."""
        return self.model._meta.db_table

    @property
    def columns(self) -> list[str]:
        """The columns that a builder gives."""
        fields = [f for f in self.model._meta.concrete_fields if not isinstance(f, models.GeneratedField)]
        return [str(f.column) for f in fields if f.column not in _OWN]

    def window(self, building: Building) -> Window:
        """Give the days that are built anew: whole months where a row covers a month, all where no day limits them."""
        return building.window.whole(self.step) if self.day else Window()


def from_sql(table: Table, sql: str) -> Callable[[Building], Built]:
    """Give a build function from a SELECT that names its columns as the table does.

    %(org)s, %(zone)s, %(today)s, %(start)s and %(end)s are bound; rows outside of the window are left out by the caller.
    """

    def fill(cursor: CursorWrapper, building: Building, made: str) -> None:
        columns = _list(table.columns)
        bound = building.bound(table.window(building))
        cursor.execute(f"INSERT INTO {made} ({columns}) SELECT {columns} FROM ({sql}) AS asked{_within(table)}", bound)

    return lambda building: _rebuild(table, building, fill)


def from_rows(
    table: Table, columns: Sequence[str], rows: Callable[[Building], Iterable[Row]]
) -> Callable[[Building], Built]:
    """Give a build function from rows worked out in Python, each with `columns`; they are copied in one stream."""

    def fill(cursor: CursorWrapper, building: Building, made: str) -> None:
        # All of them first: they are read on this connection, which does nothing else while it copies.
        worked_out = list(rows(building))
        with cursor.copy(f"COPY {made} ({_list(columns)}) FROM STDIN") as copy:
            for row in worked_out:
                copy.write_row(row)
        days = table.window(building)
        if table.day:
            outside = f'NOT (("{table.day}" >= %(start)s OR %(start)s IS NULL) AND ("{table.day}" <= %(end)s OR %(end)s IS NULL))'
            cursor.execute(f"DELETE FROM {made} WHERE {outside}", building.bound(days))

    return lambda building: _rebuild(table, building, fill)


def _rebuild(table: Table, building: Building, fill: Callable[[CursorWrapper, Building, str], None]) -> Built:
    made = f'pg_temp."built_{table.name}"'
    bound = {**building.bound(table.window(building)), "run": building.run_id}
    with connection.cursor() as cursor:
        # Two builds of one table wait for each other; the second finds nothing to write.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [table.name, building.org.pk])
        cursor.execute(f"DROP TABLE IF EXISTS {made}")
        cursor.execute(
            f'CREATE TEMP TABLE "built_{table.name}" ON COMMIT DROP AS SELECT {_list(table.columns)} FROM "{table.name}" LIMIT 0'
        )
        fill(cursor, building, made)
        _index(cursor, table, made)
        built = _apply(cursor, table, made, bound)
        cursor.execute(f"DROP TABLE {made}")
        if built.new > _MANY:
            cursor.execute("SELECT aiop_refresh_statistics(ARRAY[%s]::regclass[])", [table.name])
    return built


def _apply(cursor: CursorWrapper, table: Table, made: str, bound: dict[str, Any]) -> Built:
    """Write what differs, and count it."""
    # A table that grew since it was last analysed looks small: row by row the comparison would never end.
    cursor.execute("SET LOCAL enable_nestloop = off")
    removed = _count(cursor, _delete(table, made), bound)
    changed = _count(cursor, _update(table, made), bound)
    new = _count(cursor, _insert(table, made), bound)
    cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")
    cursor.execute(f"SELECT count(*) FROM {made}")
    total = cursor.fetchone()[0]
    return Built(new, changed, removed, total - new - changed)


def _index(cursor: CursorWrapper, table: Table, made: str) -> None:
    """Hold the rows worked out to the grain of the table."""
    try:
        cursor.execute(f"CREATE UNIQUE INDEX ON {made} ({_list(table.key)}) NULLS NOT DISTINCT")
    except IntegrityError as error:
        detail = getattr(getattr(error.__cause__, "diag", None), "message_detail", "") or str(error)
        raise GrainBroken(f"{table.model._meta.verbose_name_plural}: two rows for one place. {detail}") from error
    cursor.execute(f"ANALYZE {made}")


def _delete(table: Table, made: str) -> str:
    where = "t.org_id = %(org)s" + "".join(f" AND {part}" for part in _window(table, "t."))
    return f'DELETE FROM "{table.name}" t WHERE {where} AND NOT EXISTS (SELECT FROM {made} b WHERE {_same_key(table)})'


def _update(table: Table, made: str) -> str | None:
    values = [column for column in table.columns if column not in table.key]
    if not values:
        return None
    sets = ", ".join(f'"{column}" = b."{column}"' for column in values)
    ours, theirs = (", ".join(f'{alias}."{column}"' for column in values) for alias in ("t", "b"))
    return (
        f'UPDATE "{table.name}" t SET {sets}, built_at = now(), built_in = %(run)s FROM {made} b '
        f"WHERE t.org_id = %(org)s AND {_same_key(table)} AND ({ours}) IS DISTINCT FROM ({theirs})"
    )


def _insert(table: Table, made: str) -> str:
    columns = _list(table.columns)
    return (
        f'INSERT INTO "{table.name}" (org_id, {columns}, built_in) SELECT %(org)s, {columns}, %(run)s FROM {made} b '
        f'WHERE NOT EXISTS (SELECT FROM "{table.name}" t WHERE t.org_id = %(org)s AND {_same_key(table)})'
    )


def _count(cursor: CursorWrapper, sql: str | None, bound: dict[str, Any]) -> int:
    if sql is None:
        return 0
    cursor.execute(sql, bound)
    return int(cursor.rowcount)


def _same_key(table: Table) -> str:
    nullable = {field.column for field in table.model._meta.concrete_fields if field.null}
    # Plain equality where it will do: it alone lets the database hash.
    same = {column: "IS NOT DISTINCT FROM" if column in nullable else "=" for column in table.key}
    return " AND ".join(f't."{column}" {equals} b."{column}"' for column, equals in same.items())


def _within(table: Table) -> str:
    parts = _window(table, "asked.")
    return f" WHERE {' AND '.join(parts)}" if parts else ""


def _window(table: Table, alias: str) -> list[str]:
    if not table.day:
        return []
    column = f'{alias}"{table.day}"'
    return [
        f"({column} >= %(start)s OR %(start)s::date IS NULL)",
        f"({column} <= %(end)s OR %(end)s::date IS NULL)",
    ]


def _list(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
