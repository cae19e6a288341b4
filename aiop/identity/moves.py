"""Pointing related rows to who stands for their record now, and remembering where each came from. One statement for each link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from aiop.identity.copying import array_of
from aiop.identity.effects import Effect, Moved
from aiop.identity.entity import Relation

SINCE = "was pointed elsewhere since"
TAKEN = "the survivor has the same one already"

# settled (record, survivor) holds everyone who may be tied together, those included who stand for themselves. The lookups by a
# row's number are fenced by OFFSET 0: a planner without figures joined whole tables instead, and thousands of rows took minutes.
_SETTLED = """
    settled AS MATERIALIZED (SELECT * FROM unnest(%(records)s::bigint[], %(survivors)s::bigint[]) AS s (record, survivor))
"""
_SPELLING = """
    , spelling AS MATERIALIZED (SELECT * FROM unnest(%(texts)s::text[], %(was)s::bigint[], %(now)s::bigint[]) AS s (text, was, target))
"""
# Somebody pointed the row elsewhere since: that is the last word, and where it once came from is history. A row that is gone
# may come back by an undo, and then still has to know.
_EDITED = """
    edited AS MATERIALIZED (
        SELECT p.id AS placement, p.row_id, p.resolved_id, t.current FROM settled s
        JOIN identity_placement p ON p.org_id = %(org)s AND p.table_name = %(table)s AND p.column_name = %(column)s
             AND p.original_id = s.record
        CROSS JOIN LATERAL (SELECT t."{column}" AS current FROM "{table}" t WHERE t.id = p.row_id OFFSET 0) AS t
        WHERE t.current IS DISTINCT FROM p.resolved_id
    )
"""
_FOUND = """
    found AS MATERIALIZED (
        SELECT t.id, t."{column}" AS current, CASE WHEN p.is_valid THEN p.id END AS placement, p.written,
               CASE WHEN p.is_valid THEN p.original_id ELSE t."{column}" END AS original,
               {target} AS target, {slot} AS slot, {follows} AS follows
        FROM "{table}" t
        LEFT JOIN LATERAL (
            SELECT p.id, p.original_id, p.resolved_id = t."{column}" AS is_valid, ARRAY[p.original_id, p.resolved_id] AS written
            FROM identity_placement p
            WHERE p.org_id = %(org)s AND p.table_name = %(table)s AND p.column_name = %(column)s AND p.row_id = t.id OFFSET 0
        ) AS p ON true
        JOIN settled s ON s.record = CASE WHEN p.is_valid THEN p.original_id ELSE t."{column}" END
        {joins}
        WHERE t.org_id = %(org)s AND t."{column}" = ANY(%(records)s::bigint[])
    )
"""
_WANTED = "wanted AS (SELECT *, false AS stays, current <> target AS moves FROM found)"
# Of several rows that may be there only once, the survivor's own goes first, then the oldest; the others stay at home. Where a
# row is still there that is to leave, the next pass moves the one that waits for its place. No joins here, but windows: how
# long those take does not hang on what the planner expects.
_WANTED_ONCE = """
    ranked AS (
        SELECT *, row_number() OVER (PARTITION BY target, slot ORDER BY (original = target) DESC, id) > 1 AND target <> original
               AS stays FROM found
    ), placed AS (
        SELECT id, current, placement, written, original, CASE WHEN stays THEN original ELSE target END AS target, slot, follows, stays
        FROM ranked
    ), places AS (
        SELECT *, current AS place, true AS is_there FROM placed
        UNION ALL SELECT *, target, false FROM placed WHERE current <> target
    ), wanted AS MATERIALIZED (
        SELECT *, current <> target AND NOT is_taken AS moves
        FROM (SELECT *, bool_or(is_there) OVER (PARTITION BY place, slot) AS is_taken FROM places) AS p
        WHERE is_there = (current = target)
    )
"""
_MOVE = """
    moved AS (
        UPDATE "{table}" t SET "{column}" = w.target FROM wanted w
        WHERE w.moves AND t.id = w.id AND t."{column}" = w.current
        RETURNING t.id, w.current, w.target
    ), home AS (
        DELETE FROM identity_placement p USING wanted w
        WHERE p.id = w.placement AND w.original = w.target AND (w.moves OR w.current = w.target)
    ), away AS (
        SELECT id, original, target, written FROM wanted WHERE original <> target AND moves AND NOT follows
    ), remembered AS (
        INSERT INTO identity_placement (org_id, table_name, column_name, row_id, original_id, resolved_id)
        SELECT %(org)s, %(table)s, %(column)s, id, original, target FROM away WHERE written IS DISTINCT FROM ARRAY[original, target]
        ON CONFLICT (org_id, table_name, column_name, row_id)
        DO UPDATE SET original_id = excluded.original_id, resolved_id = excluded.resolved_id
    ), forgotten AS (
        DELETE FROM identity_placement p USING edited e
        WHERE p.id = e.placement AND e.row_id NOT IN (SELECT id FROM away)
    )
    SELECT 'moved', id, current, target FROM moved
    UNION ALL SELECT 'edited', row_id, resolved_id, current FROM edited
    UNION ALL SELECT 'stays', id, original, original FROM wanted WHERE stays
    UNION ALL SELECT 'waits', id, current, target FROM wanted WHERE NOT moves AND current <> target
    ORDER BY 1, 2
"""


def move_rows(
    org_id: int,
    relation: Relation,
    settled: Mapping[int, int],
    effect: Effect,
    *,
    follow: tuple[str, Sequence[tuple[str, int, int]]] | None = None,
) -> None:
    """Point each row of a relation to who stands for its record; `settled` gives that for each record that may be tied.

    `follow` is a column of text, and (text, target before, target now): rows that went by their text still do.
    """
    sql = _move_sql(relation, follow[0] if follow else "")
    texts = follow[1] if follow else ()
    bound: dict[str, Any] = {
        "org": org_id, "table": relation.table, "column": relation.column,
        "records": array_of(settled), "survivors": array_of(settled.values()),
        "texts": [text for text, _, _ in texts], "was": [was for _, was, _ in texts], "now": [now for *_, now in texts],
    }  # fmt: skip
    while True:
        told = _told(sql, bound)
        effect.moved += _rows(relation, told["moved"])
        effect.edited += _rows(relation, told["edited"], SINCE)
        # A place that one row leaves is free for the next.
        if not (told["waits"] and told["moved"]):
            break
    effect.stays += _rows(relation, told["stays"] + told["waits"], TAKEN)


def _move_sql(relation: Relation, text: str) -> str:
    once = ", ".join(f't."{column}"' for column in relation.unique)
    named = {"table": relation.table, "column": relation.column}
    sp = f'LEFT JOIN spelling sp ON sp.text = t."{text}" AND sp.was = t."{relation.column}" AND p.is_valid IS NOT TRUE'
    found = _FOUND.format(
        **named,
        slot=f"jsonb_build_array({once})" if once else "NULL::jsonb",
        target="coalesce(sp.target, s.survivor)" if text else "s.survivor",
        follows="sp.target IS NOT NULL" if text else "false",
        joins=sp if text else "",
    )
    parts = (_EDITED.format(**named), found, _WANTED_ONCE if once else _WANTED, _MOVE.format(**named))
    return f"WITH {_SETTLED}{_SPELLING if text else ''}, {', '.join(parts)}"


def _told(sql: str, bound: Mapping[str, Any]) -> dict[str, list[tuple[int, int, int]]]:
    told: dict[str, list[tuple[int, int, int]]] = {"moved": [], "edited": [], "stays": [], "waits": []}
    with connection.cursor() as cursor:
        cursor.execute(sql, bound)
        for what, row, before, after in cursor.fetchall():
            told[what].append((row, before, after))
    return told


def _rows(relation: Relation, rows: Sequence[tuple[int, int, int]], reason: str = "") -> list[Moved]:
    return [Moved(relation.title, relation.table, *row, reason) for row in rows]
