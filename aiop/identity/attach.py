"""People without a record of their own: found the same as a customer, their row is tied to that customer, and untied again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

from aiop.identity.copying import array_of
from aiop.identity.effects import Effect, Moved
from aiop.identity.entity import Source
from aiop.identity.moves import SINCE

# How a row is tied and how it is to be. A placement without an original is that of a tied row; tied by somebody else since, the
# row is theirs.
_SEEN = """
    WITH seen AS MATERIALIZED (
        SELECT *, current IS DISTINCT FROM target AND (current IS NULL OR (placement IS NOT NULL AND NOT edited)) AS differs
        FROM (
            SELECT w.id, w.target, o."{column}" AS current, p.id AS placement, p.resolved_id AS was,
                   p.id IS NOT NULL AND o."{column}" IS DISTINCT FROM p.resolved_id AS edited
            FROM unnest(%(rows)s::bigint[], %(targets)s::bigint[]) AS w (id, target)
            JOIN "{table}" o ON o.id = w.id AND o.org_id = %(org)s
            LEFT JOIN LATERAL (
                SELECT p.id, p.resolved_id FROM identity_placement p
                WHERE p.org_id = %(org)s AND p.table_name = %(table)s AND p.column_name = %(column)s AND p.row_id = w.id
                  AND p.original_id IS NULL OFFSET 0
            ) AS p ON true
        ) AS s
    )
"""
_TIE = """
    , tied AS (
        UPDATE "{table}" t SET "{column}" = w.target {more} FROM seen w WHERE w.differs AND t.id = w.id
        RETURNING t.id, w.current, w.target
    ), remembered AS (
        INSERT INTO identity_placement (org_id, table_name, column_name, row_id, original_id, resolved_id)
        SELECT %(org)s, %(table)s, %(column)s, id, NULL, target FROM seen WHERE differs AND target IS NOT NULL
        ON CONFLICT (org_id, table_name, column_name, row_id)
        DO UPDATE SET original_id = excluded.original_id, resolved_id = excluded.resolved_id
    ), forgotten AS (
        DELETE FROM identity_placement p USING seen s
        WHERE p.id = s.placement AND CASE WHEN s.differs THEN s.target IS NULL ELSE s.edited END
    )
    SELECT 'moved', id, current, target FROM tied UNION ALL SELECT 'edited', id, was, current FROM seen WHERE edited ORDER BY 1, 2
"""
_UNTIED = "SELECT id FROM seen WHERE differs OR edited"


def tie_rows(org_id: int, source: Source, survivor_of: Mapping[int, int | None], effect: Effect) -> None:
    """Tie each row (by id) to the record that stands for its cluster, or to none where the cluster has no record."""
    if not survivor_of:
        return
    extra = "".join(
        f', "{column}" = CASE WHEN w.target IS NOT NULL THEN %({column})s END' for column in source.attached
    )
    sql = _TIE.format(table=source.table, column=source.attach, more=extra)
    for what, row, before, after in _asked(org_id, source, survivor_of, sql):
        if what == "moved":
            effect.moved.append(Moved(f"{source.label}s", source.table, row, before, after))
        else:
            effect.edited.append(Moved(f"{source.label}s", source.table, row, before, after, SINCE))


def not_tied(org_id: int, source: Source, survivor_of: Mapping[int, int | None]) -> list[int]:
    """List the rows that `tie_rows` would write, or write down that somebody else has tied."""
    return [row for (row,) in _asked(org_id, source, survivor_of, _UNTIED)] if survivor_of else []


def _asked(org_id: int, source: Source, survivor_of: Mapping[int, int | None], sql: str) -> list[tuple[Any, ...]]:
    bound: dict[str, Any] = {
        "org": org_id, "table": source.table, "column": source.attach,
        "rows": array_of(survivor_of), "targets": array_of(survivor_of.values()), **source.attached,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SEEN.format(table=source.table, column=source.attach) + sql, bound)
        return list(cursor.fetchall())
