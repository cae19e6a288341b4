"""Moving related rows to where their record stands now, and remembering where each came from. Set-based, one link at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from aiop.identity.effects import Effect, Moved
from aiop.identity.entity import Relation

# settled (record, survivor) holds everyone who may be tied together, those included who stand for themselves.
_SETTLED = """
    CREATE TEMPORARY TABLE settled ON COMMIT DROP AS
    SELECT * FROM unnest(%(records)s::bigint[], %(survivors)s::bigint[]) AS s (record, survivor)
"""
# Somebody pointed the row elsewhere since: that is the last word, and where it once came from is history. A row that is gone
# may come back by an undo, and then still has to know.
_STALE = """
    WITH stale AS (
        DELETE FROM identity_placement p
        WHERE p.org_id = %(org)s AND p.table_name = %(table)s AND p.column_name = %(column)s
          AND p.original_id IN (SELECT record FROM settled)
          AND EXISTS (SELECT FROM "{table}" t WHERE t.id = p.row_id AND t."{column}" IS DISTINCT FROM p.resolved_id)
        RETURNING p.row_id, p.resolved_id
    ) SELECT s.row_id, s.resolved_id, t."{column}" FROM stale s JOIN "{table}" t ON t.id = s.row_id ORDER BY 1
"""
_WANTED = """
    CREATE TEMPORARY TABLE wanted ON COMMIT DROP AS
    SELECT t.id, t."{column}" AS current, p.id AS placement, coalesce(p.original_id, t."{column}") AS original,
           {target} AS target, {slot} AS slot, {follows} AS follows
    FROM "{table}" t
    LEFT JOIN identity_placement p ON p.org_id = %(org)s AND p.table_name = %(table)s AND p.column_name = %(column)s
          AND p.row_id = t.id AND p.resolved_id = t."{column}"
    JOIN settled s ON s.record = coalesce(p.original_id, t."{column}")
    {joins}
    WHERE t.org_id = %(org)s AND t."{column}" IN (SELECT record FROM settled) AND (p.id IS NULL OR p.original_id IS NOT NULL)
"""
# Of several rows that may be there only once, the survivor's own goes first, then the oldest; the others stay at home.
_ONCE = """
    UPDATE wanted w SET target = w.original FROM (
        SELECT id, row_number() OVER (PARTITION BY target, slot ORDER BY (original = target) DESC, id) AS place FROM wanted
    ) AS ranked WHERE ranked.id = w.id AND ranked.place > 1 AND w.target <> w.original
    RETURNING w.id, w.original, w.target
"""
_MOVE = """
    UPDATE "{table}" t SET "{column}" = w.target FROM wanted w
    WHERE t.id = w.id AND t."{column}" = w.current AND w.current <> w.target {free}
    RETURNING t.id, w.current, w.target
"""
_FREE = """
    AND NOT EXISTS (SELECT FROM wanted o JOIN "{table}" x ON x.id = o.id
                    WHERE x."{column}" = w.target AND o.slot = w.slot AND o.id <> w.id)
"""
_FORGET = "DELETE FROM identity_placement p USING wanted w WHERE p.id = w.placement AND w.original = w.target"
_REMEMBER = """
    INSERT INTO identity_placement (org_id, table_name, column_name, row_id, original_id, resolved_id)
    SELECT %(org)s, %(table)s, %(column)s, w.id, w.original, w.target FROM wanted w WHERE w.original <> w.target {kept}
    ON CONFLICT (org_id, table_name, column_name, row_id)
    DO UPDATE SET original_id = excluded.original_id, resolved_id = excluded.resolved_id
    WHERE (identity_placement.original_id, identity_placement.resolved_id) IS DISTINCT FROM (excluded.original_id, excluded.resolved_id)
"""


def gather_settled(survivor_of: dict[int, int]) -> None:
    """Fill the temporary table that the moves read: each record and who stands for it."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.settled")
        cursor.execute(_SETTLED, {"records": list(survivor_of), "survivors": list(survivor_of.values())})
        cursor.execute("ANALYZE pg_temp.settled")


def move_rows(
    org_id: int,
    relation: Relation,
    effect: Effect,
    *,
    target: str = "s.survivor",
    joins: str = "",
    follows: str = "false",
) -> None:
    """Point each row of a relation to who stands for its record; `follows` is SQL, true of rows that a text moves instead."""
    named = {"table": relation.table, "column": relation.column}
    bound: dict[str, Any] = {"org": org_id, **named}
    once = ", ".join(f't."{column}"' for column in relation.unique)
    with connection.cursor() as cursor:
        cursor.execute(_STALE.format(**named), bound)
        since = "was pointed elsewhere since"
        effect.edited += [
            Moved(relation.title, relation.table, row, was, now, since) for row, was, now in cursor.fetchall()
        ]
        cursor.execute("DROP TABLE IF EXISTS pg_temp.wanted")
        slot = f"jsonb_build_array({once})" if once else "NULL::jsonb"
        cursor.execute(_WANTED.format(**named, target=target, slot=slot, follows=follows, joins=joins), bound)
        if not cursor.rowcount:
            return
        # Without figures the planner takes it for small, and thousands of rows are compared one by one.
        cursor.execute("ANALYZE pg_temp.wanted")
        if once:
            _keep_at_home(cursor, relation, effect)
        _carry_out(cursor, relation, bound, named, effect, free=_FREE if once else "")


def _keep_at_home(cursor: Any, relation: Relation, effect: Effect) -> None:
    cursor.execute(_ONCE)
    effect.stays += [
        Moved(relation.title, relation.table, row, at, at, "the survivor has the same one already")
        for row, at, _ in cursor.fetchall()
    ]


def _carry_out(
    cursor: Any, relation: Relation, bound: dict[str, Any], named: dict[str, str], effect: Effect, *, free: str
) -> None:
    while True:
        cursor.execute(_MOVE.format(**named, free=free.format(**named)))
        moved = cursor.fetchall()
        effect.moved += [Moved(relation.title, relation.table, *row) for row in moved]
        # A place that one row leaves is free for the next.
        if not free or not moved:
            break
    cursor.execute(_FORGET)
    cursor.execute(_REMEMBER.format(kept="AND NOT w.follows"), bound)


def spelled_rows(texts: Sequence[tuple[str, int, int]]) -> None:
    """Fill the temporary table of (text, target before, target now) by which rows follow their spelling."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.spelling")
        cursor.execute(
            "CREATE TEMPORARY TABLE spelling ON COMMIT DROP AS SELECT * FROM unnest(%s::text[], %s::bigint[], %s::bigint[]) "
            "AS s (text, was, target)",
            [[t for t, _, _ in texts], [w for _, w, _ in texts], [n for _, _, n in texts]],
        )
