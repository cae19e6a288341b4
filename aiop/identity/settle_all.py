"""Settling everyone whom decisions ever touched, after something else has pointed rows: only those whose part has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db import connection

from aiop.identity.attach import not_tied
from aiop.identity.copying import array_of
from aiop.identity.effects import Effect
from aiop.identity.entity import Entity, Relation, node_of
from aiop.identity.golden import stale_golden
from aiop.identity.settle import Standing, bring_in_line, standing_among
from aiop.identity.standing import around_everyone

# Rows at a record that another stands for, though nothing keeps them there: what a survivor has the same of already stays at home.
# Single rows are looked up behind OFFSET 0, so that no plan joins whole tables.
_NOT_MOVED = """
    SELECT t."{column}" FROM "{table}" t
    CROSS JOIN LATERAL (SELECT r.merged_into_id AS survivor FROM "{records}" r WHERE r.id = t."{column}" OFFSET 0) AS r
    WHERE t.org_id = %(org)s AND t."{column}" = ANY(%(merged)s::bigint[]) {free}
"""
_FREE = """
    AND NOT EXISTS (
        SELECT FROM "{table}" x WHERE x."{column}" = r.survivor AND {same} AND (x.id < t.id OR NOT EXISTS (
            SELECT FROM identity_placement p WHERE p.org_id = %(org)s AND p.table_name = '{table}' AND p.column_name = '{column}'
              AND p.row_id = x.id AND p.resolved_id = x."{column}"))
    )
"""
# Rows that somebody pointed elsewhere since, and rows that are not where their own record's survivor is: whose they are, and where.
_MISPLACED = """
    SELECT unnest(ARRAY[p.original_id, t.current]) FROM identity_placement p
    CROSS JOIN LATERAL (SELECT t."{column}" AS current FROM "{table}" t WHERE t.id = p.row_id OFFSET 0) AS t
    CROSS JOIN LATERAL (
        SELECT coalesce(r.merged_into_id, r.id) AS survivor FROM "{records}" r WHERE r.id = p.original_id OFFSET 0
    ) AS r
    WHERE p.org_id = %(org)s AND p.table_name = '{table}' AND p.column_name = '{column}'
      AND (t.current IS DISTINCT FROM p.resolved_id OR r.survivor <> p.resolved_id)
"""


def settle_all(org_id: int, entity: Entity) -> Effect:
    """Bring all in line whom decisions have touched, after something else wrote rows; clusters that are in line cost one look."""
    decided = around_everyone(org_id, entity.name)
    if not decided.nodes:
        return Effect()
    standing = standing_among(org_id, entity, decided)
    changed = _changed(org_id, entity, standing)
    stale = stale_golden(org_id, entity, standing.clusters, standing.survivors, standing.choices)
    if not (changed or stale):
        return Effect()
    shown = standing.of(stale)
    # Golden records of who is gone go as well.
    return bring_in_line(org_id, entity, standing.of(changed), replace(shown, nodes=shown.nodes | stale))


def _changed(org_id: int, entity: Entity, standing: Standing) -> set[int]:
    """Give those whose marks or rows are not as it follows from decisions."""
    changed = {node_of(record) for record in standing.marked_otherwise()}
    merged = [record for record, survivor in standing.settled().items() if record != survivor]
    if looks := list(_looks(entity)):
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(looks), {"org": org_id, "merged": array_of(merged)})
            changed |= {node_of(record) for (record,) in cursor.fetchall() if record is not None}
    for source in entity.sources:
        if source.attach:
            rows = not_tied(org_id, source, standing.ties(source.code))
            changed |= {node_of(row, source.code) for row in rows}
    return changed


def _looks(entity: Entity) -> Iterator[str]:
    for relation in _links(entity):
        same = " AND ".join(f'x."{column}" IS NOT DISTINCT FROM t."{column}"' for column in relation.unique)
        named: dict[str, Any] = {"table": relation.table, "column": relation.column, "records": entity.table}
        yield _NOT_MOVED.format(**named, free=_FREE.format(**named, same=same) if same else "")
        yield _MISPLACED.format(**named)


def _links(entity: Entity) -> Iterator[Relation]:
    yield from entity.relations
    if entity.aliases is not None:
        yield Relation(entity.aliases.model, entity.aliases.column)
    for spelled in entity.spelled:
        yield Relation(spelled.model, spelled.column)
