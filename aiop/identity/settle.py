"""What follows from the decisions that stand, worked out anew for everyone whom some nodes may be tied to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from aiop.identity.attach import tie_rows
from aiop.identity.candidates import refresh_candidates
from aiop.identity.effects import Effect
from aiop.identity.entity import Entity, Relation, Spelled, entity_named, node_of, row_of, source_of
from aiop.identity.golden import keep_golden
from aiop.identity.models import Decision
from aiop.identity.moves import gather_settled, move_rows, spelled_rows
from aiop.identity.standing import about_any, by_node, chosen, clusters_around

# The row's own time of change is left alone: a merge says nothing new about a record.
_MERGE = """
    UPDATE "{table}" t SET merged_into_id = s.survivor, merged_from_ids = s.merged::jsonb {marks}
    FROM unnest(%(records)s::bigint[], %(into)s::bigint[], %(merged)s::text[]) AS s (record, survivor, merged)
    JOIN "{table}" o ON o.id = s.record
    WHERE t.id = s.record AND t.org_id = %(org)s
      AND (o.merged_into_id, o.merged_from_ids) IS DISTINCT FROM (s.survivor, s.merged::jsonb)
    RETURNING t.id, o.merged_into_id, s.survivor
"""
_PLACED = """
    SELECT DISTINCT original_id FROM identity_placement
    WHERE org_id = %s AND table_name = %s AND column_name = %s AND original_id IS NOT NULL
"""
_TIED = """
    SELECT row_id FROM identity_placement WHERE org_id = %s AND table_name = %s AND column_name = %s AND original_id IS NULL
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who belongs together among some nodes, and who stands for whom."""

    nodes: frozenset[int]  # everyone who may be tied together and is there
    clusters: list[frozenset[int]]  # those of two or more
    survivors: dict[int, int]  # node → node that stands for it; itself where it stands alone
    choices: dict[int, list[Decision]]  # node → standing decisions about it that chose a survivor or values


def settle(org_id: int, entity_name: str, nodes: Iterable[int]) -> Effect:
    """Bring everything in line with the standing decisions around some nodes; writes only what differs.

    Call inside the change set of the decision, or of what takes it back.
    """
    entity = entity_named(entity_name)
    standing = stand(org_id, entity, nodes)
    effect = Effect()
    survivor_of = {row_of(n): row_of(standing.survivors[n]) for n in standing.nodes if source_of(n) == 0}
    aliases_before = _aliases(org_id, entity, list(survivor_of))
    _mark(org_id, entity, survivor_of, effect)
    gather_settled(survivor_of)
    for relation in entity.relations:
        move_rows(org_id, relation, effect)
    if entity.aliases is not None:
        move_rows(org_id, Relation(entity.aliases.model, entity.aliases.column, title="spellings"), effect)
        aliases_now = _aliases(org_id, entity, list(survivor_of))
        for spelled in entity.spelled:
            _respell(org_id, entity, spelled, aliases_before, aliases_now, effect)
    for source in entity.sources:
        if source.attach:
            tie_rows(org_id, source, _ties(standing, source.code), effect)
    effect.golden = keep_golden(org_id, entity, standing.clusters, standing.survivors, standing.choices, standing.nodes)
    refresh_candidates(org_id, entity.name, standing.nodes)
    effect.touched = sorted(_touched(survivor_of, effect))
    if effect.touched:
        entity.restate(org_id, effect.touched)
    return effect


def stand(org_id: int, entity: Entity, nodes: Iterable[int]) -> Standing:
    """Work out who stands for whom around some nodes; changes nothing."""
    touched, clusters, _ = clusters_around(org_id, entity.name, nodes)
    there = _there(org_id, entity, touched)
    groups = [members & there for members in clusters.all()]
    groups = [frozenset(members) for members in groups if len(members) > 1]
    choices = by_node(chosen(org_id, entity.name, sorted(set().union(*groups)))) if groups else {}
    survivors = {node: node for node in there}
    for members in groups:
        survivors.update(dict.fromkeys(members, _survivor(members, choices)))
    return Standing(frozenset(there), groups, survivors, choices)


def survivor_among(org_id: int, entity: str, members: Collection[int]) -> int:
    """Give who stands for a cluster: whom a person chose last, else the oldest record, else the oldest row of any kind."""
    return _survivor(members, by_node(chosen(org_id, entity, sorted(members))))


def _survivor(members: Collection[int], choices: Mapping[int, list[Decision]]) -> int:
    for decision in about_any(choices, members):
        chosen_one = decision.survivor
        if chosen_one is not None and chosen_one in members and source_of(chosen_one) == 0:
            return chosen_one
    return min(members, key=lambda node: (source_of(node) != 0, row_of(node)))


def _there(org_id: int, entity: Entity, nodes: Iterable[int]) -> set[int]:
    """Keep the nodes whose row is there: undo of a load takes rows away, and brings them again under the same id."""
    there: set[int] = set()
    with connection.cursor() as cursor:
        for source in entity.sources:
            ids = [row_of(node) for node in nodes if source_of(node) == source.code]
            if ids:
                cursor.execute(f'SELECT id FROM "{source.table}" WHERE org_id = %s AND id = ANY(%s)', [org_id, ids])
                there |= {node_of(row, source.code) for (row,) in cursor.fetchall()}
    return there


def _mark(org_id: int, entity: Entity, survivor_of: dict[int, int], effect: Effect) -> None:
    merged: dict[int, list[int]] = {}
    for record, survivor in survivor_of.items():
        if record != survivor:
            merged.setdefault(survivor, []).append(record)
    records = sorted(survivor_of)
    marks = "".join(
        f', "{column}" = CASE WHEN s.survivor IS NOT NULL THEN {on} WHEN o.merged_into_id IS NOT NULL THEN {off} '
        f'ELSE o."{column}" END'
        for column, (on, off) in entity.marks.items()
    )
    bound: dict[str, Any] = {
        "org": org_id,
        "records": records,
        "into": [survivor_of[r] if survivor_of[r] != r else None for r in records],
        "merged": [str(sorted(merged.get(r, []))) for r in records],
    }
    with connection.cursor() as cursor:
        cursor.execute(_MERGE.format(table=entity.table, marks=marks), bound)
        effect.merged = {record: into for record, before, into in cursor.fetchall() if before != into}


def _aliases(org_id: int, entity: Entity, records: list[int]) -> dict[str, int]:
    """Read what the spellings of some records mean at this moment."""
    if entity.aliases is None:
        return {}
    found = entity.aliases.model._default_manager.filter(org_id=org_id, **{f"{entity.aliases.column}__in": records})
    return dict(found.values_list("key", entity.aliases.column))


def _respell(
    org_id: int, entity: Entity, spelled: Spelled, before: dict[str, int], now: dict[str, int], effect: Effect
) -> None:
    """Point rows to what their spelling means now; rows whose link never followed it move like any other."""
    assert entity.aliases is not None  # noqa: S101  (spelled links have aliases)
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT DISTINCT "{spelled.text}" FROM "{spelled.table}" WHERE org_id = %s AND "{spelled.text}" IS NOT NULL '
            f'AND "{spelled.column}" IN (SELECT record FROM settled)',
            [org_id],
        )
        keyed = [(text, entity.aliases.make_key(text)) for (text,) in cursor.fetchall()]
    spelled_rows([(text, before[key], now[key]) for text, key in keyed if key in before and key in now])
    move_rows(
        org_id,
        Relation(spelled.model, spelled.column, title=spelled.title),
        effect,
        target="coalesce(sp.target, s.survivor)",
        joins=f'LEFT JOIN spelling sp ON sp.text = t."{spelled.text}" AND sp.was = t."{spelled.column}" AND p.id IS NULL',
        follows="sp.target IS NOT NULL",
    )


def _ties(standing: Standing, code: int) -> dict[int, int | None]:
    """Give for each row of a source who stands for it, None where its cluster has no record."""
    ties: dict[int, int | None] = {}
    for node in standing.nodes:
        if source_of(node) == code:
            survivor = standing.survivors[node]
            ties[row_of(node)] = row_of(survivor) if source_of(survivor) == 0 else None
    return ties


def _touched(survivor_of: dict[int, int], effect: Effect) -> set[int]:
    touched = set(effect.merged) | {into for into in effect.merged.values() if into is not None}
    for row in effect.moved:
        touched |= {record for record in (row.before, row.after) if record is not None}
    return touched | {survivor_of[record] for record in touched if record in survivor_of}


def settle_all(org_id: int, entity: Entity) -> Effect:
    """Settle everyone whom decisions have touched: after something else has pointed rows to the records that they mean."""
    nodes = _merged(org_id, entity)
    return settle(org_id, entity.name, nodes) if nodes else Effect()


def _merged(org_id: int, entity: Entity) -> set[int]:
    """Give the records that are merged, and those whose rows are, or were when they were last seen, somewhere else."""
    links: tuple[Relation | Spelled, ...] = (*entity.relations, *entity.spelled)
    placed = [(link.table, link.column) for link in links]
    placed += [(entity.aliases.model._meta.db_table, entity.aliases.column)] if entity.aliases else []
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT id FROM "{entity.table}" WHERE org_id = %s AND merged_into_id IS NOT NULL', [org_id])
        nodes = {node_of(row) for (row,) in cursor.fetchall()}
        for table, column in placed:
            cursor.execute(_PLACED, [org_id, table, column])
            nodes |= {node_of(row) for (row,) in cursor.fetchall()}
        for source in entity.sources:
            if source.attach:
                cursor.execute(_TIED, [org_id, source.table, source.attach])
                nodes |= {node_of(row, source.code) for (row,) in cursor.fetchall()}
    return nodes
