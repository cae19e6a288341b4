"""What a staged load would do, row by row: old and new cells of changed rows, new rows, problems that are alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from aiop.loading.kind import Kind, kind_named
from aiop.loading.models import Load
from aiop.loading.statements import Statements


@dataclass(frozen=True, slots=True)
class Cell:
    """One value that would change."""

    column: str
    header: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A stored row that would change."""

    line: int
    row_id: Any
    name: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Alike:
    """Quarantined cells that have header, value and reason in common."""

    header: str
    column: str
    value: str
    reason: str
    rows: int


def changed_rows(load: Load, *, after_line: int, limit: int) -> list[ChangedRow]:
    """List rows that would change, in the order of the file after a line."""
    statements, kind = _statements(load)
    compared = _shown(kind, [c for c in load.columns if c not in kind.key])
    pairs = ", ".join(f't."{c}", s."{c}"' for c in compared)
    rows = _rows(
        f"""
        SELECT s.line, t.id, {_name(kind)}, {pairs or "NULL"} FROM {statements.stage} s
        JOIN "{kind.table}" t ON {statements.keys_equal}
        WHERE s.verdict IS NULL AND s.line > %(after)s AND ({statements.differs}) ORDER BY s.line LIMIT %(limit)s
        """,
        {"org": load.org_id, "after": after_line, "limit": limit},
    )
    return [ChangedRow(line, pk, name, _cells(kind, compared, values)) for line, pk, name, *values in rows]


def new_rows(load: Load, *, limit: int) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Give headers and the first rows that would be added; each row begins with its line."""
    statements, kind = _statements(load)
    columns = _shown(kind, load.columns)
    quoted = ", ".join(f's."{c}"' for c in columns)
    rows = _rows(
        f"""
        SELECT s.line, {quoted} FROM {statements.stage} s WHERE s.verdict IS NULL
        AND NOT EXISTS (SELECT FROM "{kind.table}" t WHERE {statements.keys_equal}) ORDER BY s.line LIMIT %(limit)s
        """,
        {"org": load.org_id, "limit": limit},
    )
    return [header_of(kind, c) for c in columns], rows


def alike(load: Load, *, limit: int) -> list[Alike]:
    """Group the problems of a staged load by header, value and reason, the most frequent first."""
    rows = _rows(
        f"""
        SELECT p->>'header', p->>'column', p->>'value', p->>'reason', count(*)
        FROM {load.staging_table} s, jsonb_array_elements(s.problems) p WHERE s.verdict = 'q'
        GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 1, 3 LIMIT %(limit)s
        """,
        {"limit": limit},
    )
    return [Alike(*row) for row in rows]


def header_of(kind: Kind, column: str) -> str:
    """Give what people call a column: the header that a dump writes."""
    field = kind.field_of(column)
    return field.headers[0] if field else column.replace("_", " ").capitalize()


def _shown(kind: Kind, columns: Sequence[str]) -> list[str]:
    """Keep the columns that people know; what is derived from them says nothing new."""
    hidden = {f.column for f in kind.fields if not f.dumped} | {d.column for d in kind.derived}
    return [c for c in columns if c not in hidden]


def _name(kind: Kind) -> str:
    """Give SQL for what a row is called."""
    shown = _shown(kind, kind.key) or [next(f.column for f in kind.fields if f.dumped)]
    return " || ' ' || ".join(f"""coalesce(s."{c}"::text, '')""" for c in shown)


def _cells(kind: Kind, columns: Sequence[str], values: Sequence[Any]) -> list[Cell]:
    olds, news = values[::2], values[1::2]
    return [
        Cell(column, header_of(kind, column), old, new)
        for column, old, new in zip(columns, olds, news, strict=False)
        if old != new
    ]


def _statements(load: Load) -> tuple[Statements, Kind]:
    kind = kind_named(load.kind)
    return Statements(kind, load.staging_table, load.columns), kind


def _rows(sql: str, bound: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, bound)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
