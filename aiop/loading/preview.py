"""What a staged load would do, row by row: old and new cells of changed rows, new rows, problems that are alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from aiop.loading.door import statements_of
from aiop.loading.kind import Kind
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


# So many lines of changed rows are looked up once, while staging, so that paging through them is quick in a large file.
LINES_NOTED = 2_000


def changed_lines(load: Load) -> dict[str, Any]:
    """Note the lines of the first rows that would change, with the plan that they hold for."""
    statements, kind = _statements(load)
    rows = _rows(
        f"""
        SELECT s.line FROM {statements.stage} s JOIN "{kind.table}" t ON {statements.keys_equal}
        WHERE s.verdict IS NULL AND ({statements.differs}) ORDER BY s.line LIMIT {LINES_NOTED}
        """,
        {"org": load.org_id},
    )
    return {"plan": _plan(load), "lines": [line for (line,) in rows]}


def changed_rows(
    load: Load, *, after_line: int, limit: int, noted: Mapping[str, Any] | None = None
) -> list[ChangedRow]:
    """List rows that would change, in the order of the file after a line; `noted` is what `changed_lines` gave."""
    statements, kind = _statements(load)
    lines = _next_lines(load, after_line, limit, noted or {})
    among = "" if lines is None else " AND s.line = ANY(%(lines)s)"
    compared = _shown(kind, [c for c in load.columns if c not in kind.key])
    pairs = ", ".join(f't."{c}", s."{c}"' for c in compared)
    rows = _rows(
        f"""
        SELECT s.line, t.id, {_name(kind)}, {pairs or "NULL"} FROM {statements.stage} s
        JOIN "{kind.table}" t ON {statements.keys_equal}
        WHERE s.verdict IS NULL AND s.line > %(after)s{among} AND ({statements.differs}) ORDER BY s.line LIMIT %(limit)s
        """,
        {"org": load.org_id, "after": after_line, "limit": limit, "lines": lines},
    )
    return [ChangedRow(line, pk, name, _cells(kind, compared, values)) for line, pk, name, *values in rows]


def _plan(load: Load) -> str:
    # The digest alone leaves out that rows may wait for their parents.
    return f"{load.digest} {load.counts.get('changed', 0)}"


def _next_lines(load: Load, after_line: int, limit: int, noted: Mapping[str, Any]) -> list[int] | None:
    """Give the lines of the next rows, None where they were not noted for this plan or the notes end before them."""
    lines: list[int] = noted.get("lines", [])
    following = [line for line in lines if line > after_line][:limit]
    is_known = noted.get("plan") == _plan(load) and (len(following) == limit or len(lines) < LINES_NOTED)
    return following if is_known else None


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
    statements = statements_of(load)
    return statements, statements.kind


def _rows(sql: str, bound: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, bound)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
