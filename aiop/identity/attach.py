"""People without a record of their own: found the same as a customer, their row is tied to that customer, and untied again."""

from __future__ import annotations

from typing import Any

from django.db import connection

from aiop.identity.effects import Effect, Moved
from aiop.identity.entity import Source

_STALE = """
    WITH stale AS (
        DELETE FROM identity_placement p
        WHERE p.org_id = %(org)s AND p.table_name = %(table)s AND p.column_name = %(column)s AND p.original_id IS NULL
          AND p.row_id = ANY(%(rows)s)
          AND EXISTS (SELECT FROM "{table}" t WHERE t.id = p.row_id AND t."{column}" IS DISTINCT FROM p.resolved_id)
        RETURNING p.row_id, p.resolved_id
    ) SELECT s.row_id, s.resolved_id, t."{column}" FROM stale s JOIN "{table}" t ON t.id = s.row_id ORDER BY 1
"""
_TIE = """
    UPDATE "{table}" t SET "{column}" = w.target {more}
    FROM unnest(%(rows)s::bigint[], %(targets)s::bigint[]) AS w (id, target)
    JOIN "{table}" o ON o.id = w.id
    LEFT JOIN identity_placement p ON p.org_id = %(org)s AND p.table_name = %(table)s AND p.column_name = %(column)s
          AND p.row_id = w.id AND p.original_id IS NULL
    WHERE t.id = w.id AND t.org_id = %(org)s AND (o."{column}" IS NULL OR p.id IS NOT NULL)
      AND o."{column}" IS DISTINCT FROM w.target
    RETURNING t.id, o."{column}", w.target
"""
_FORGET = """
    DELETE FROM identity_placement WHERE org_id = %(org)s AND table_name = %(table)s AND column_name = %(column)s
      AND original_id IS NULL AND row_id = ANY(%(ids)s)
"""
_REMEMBER = """
    INSERT INTO identity_placement (org_id, table_name, column_name, row_id, original_id, resolved_id)
    SELECT %(org)s, %(table)s, %(column)s, w.id, NULL, w.target
    FROM unnest(%(ids)s::bigint[], %(targets)s::bigint[]) AS w (id, target)
"""


def tie_rows(org_id: int, source: Source, survivor_of: dict[int, int | None], effect: Effect) -> None:
    """Tie each row (by id) to the record that stands for its cluster, or to none where the cluster has no record."""
    if not survivor_of:
        return
    named = {"table": source.table, "column": source.attach}
    bound: dict[str, Any] = {
        "org": org_id, **named, "rows": list(survivor_of), "targets": list(survivor_of.values()),
    }  # fmt: skip
    extra = "".join(
        f', "{column}" = CASE WHEN w.target IS NOT NULL THEN %({column})s END' for column in source.attached
    )
    with connection.cursor() as cursor:
        cursor.execute(_STALE.format(**named), bound)
        effect.edited += [
            Moved(f"{source.label}s", source.table, row, was, now, "was pointed elsewhere since")
            for row, was, now in cursor.fetchall()
        ]
        cursor.execute(_TIE.format(**named, more=extra), {**bound, **source.attached})
        tied = cursor.fetchall()
        effect.moved += [Moved(f"{source.label}s", source.table, *row) for row in tied]
        cursor.execute(_FORGET, {**bound, "ids": [row for row, _, _ in tied]})
        now = [(row, target) for row, _, target in tied if target is not None]
        cursor.execute(_REMEMBER, {**bound, "ids": [r for r, _ in now], "targets": [t for _, t in now]})
