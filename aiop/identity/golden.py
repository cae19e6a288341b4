"""The golden record of a cluster: for each group of columns the member whose values survive, by rule or by choice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import Any, NamedTuple

from django.db import connection

from aiop.identity.copying import array_of
from aiop.identity.entity import Entity, Kept, node_of, row_of, source_of
from aiop.identity.models import Golden
from aiop.identity.standing import Chosen, about_any, chosen


@dataclass(frozen=True, slots=True)
class Member:
    """One record of a cluster: its own values as text, when it was last known good, and how far it is trusted."""

    node: int
    values: Mapping[str, str | None]
    latest: str
    trust: int
    digest: int = 0  # of all the above


class _Golden(NamedTuple):
    values: dict[str, Any]
    provenance: dict[str, dict[str, Any]]
    digest: int


def golden_values(
    kept: Sequence[Kept], members: Sequence[Member], choices: Mapping[str, Any]
) -> tuple[dict[str, str | None], dict[str, dict[str, Any]]]:
    """Give the surviving value of each column and its provenance: {node, rule} or {by: choice}.

    `choices` holds, by column, the node whose value a person chose, or {"value": what they typed}.
    """
    values: dict[str, str | None] = {}
    provenance: dict[str, dict[str, Any]] = {}
    by_node = {member.node: member for member in members}
    for group in kept:
        winner = _winner(group, members)
        for column in group.columns:
            choice = choices.get(column)
            if isinstance(choice, dict) and "value" in choice:
                values[column], provenance[column] = choice["value"], {"rule": "typed"}
            elif isinstance(choice, int) and choice in by_node:
                values[column], provenance[column] = by_node[choice].values[column], {"rule": "chosen", "node": choice}
            else:
                values[column] = winner.values[column] if winner else None
                provenance[column] = {"rule": group.rule, "node": winner.node} if winner else {"rule": "empty"}
    return values, provenance


def _winner(group: Kept, members: Sequence[Member]) -> Member | None:
    """Give the member whose values of a group survive, usable ones first; ties go to the latest, then to the oldest record."""
    filled = [member for member in members if any(member.values[column] for column in group.columns)]
    if not filled:
        return None
    common = Counter(_shown(group, member) for member in filled)

    def rank(member: Member) -> tuple[Any, ...]:
        first: Any = 0
        if group.rule == "fullest":
            first = (sum(1 for c in group.columns if member.values[c]), len("".join(_shown(group, member))))
        elif group.rule == "commonest":
            first = common[_shown(group, member)]
        elif group.rule == "trusted":
            first = member.trust
        return (any(group.usable(text) for text in _shown(group, member)), first, member.latest, -member.node)

    return max(filled, key=rank)


def _shown(group: Kept, member: Member) -> tuple[str, ...]:
    return tuple(member.values[column] or "" for column in group.columns)


def members_of(org_id: int, entity: Entity, nodes: Iterable[int]) -> dict[int, Member]:
    """Read the records among some nodes with their own values."""
    ids = [row_of(node) for node in nodes if source_of(node) == 0]
    columns = [column for group in entity.kept for column in group.columns]
    listed = "".join(f', r."{column}"::text' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT r.id, ({entity.latest})::text, ({entity.trust})::int, {_digest_sql(entity)}{listed} "
            f'FROM "{entity.table}" r WHERE r.org_id = %s AND r.id = ANY(%s::bigint[])',
            [org_id, array_of(ids)],
        )
        return {
            node_of(row[0]): Member(node_of(row[0]), dict(zip(columns, row[4:], strict=True)), *row[1:4])
            for row in cursor.fetchall()
        }


def _digest_sql(entity: Entity) -> str:
    """Give SQL over `r` that tells whether anything that survives of a record has changed."""
    listed = "".join(f', r."{column}"' for group in entity.kept for column in group.columns)
    return f"hashtextextended(ROW(({entity.latest}), ({entity.trust}){listed})::text, 0)"


def choices_for(org_id: int, entity: str, nodes: Sequence[int]) -> dict[str, Any]:
    """Collect what people chose for the columns of a cluster, the latest choice of each column."""
    return _choices(chosen(org_id, entity, nodes))


def _choices(decisions: Iterable[Chosen]) -> dict[str, Any]:
    choices: dict[str, Any] = {}
    for decision in decisions:
        for column, choice in decision.choices.items():
            choices.setdefault(column, choice)
    return choices


def keep_golden(
    org_id: int,
    entity: Entity,
    clusters: Sequence[frozenset[int]],
    survivors: Mapping[int, int],
    choices: Mapping[int, list[Chosen]],
    nodes: Iterable[int],
) -> dict[int, dict[str, Any]]:
    """Store the golden record of each cluster and forget those of clusters that are no more; gives them by survivor.

    `choices` holds by node the decisions that chose a survivor or values.
    """
    if not entity.kept:
        return {}
    everyone = {node for cluster in clusters for node in cluster}
    members = members_of(org_id, entity, everyone) if everyone else {}
    wanted: dict[int, _Golden] = {}
    for cluster in clusters:
        records = [members[node] for node in sorted(cluster) if node in members]
        if len(records) > 1:
            said = _choices(about_any(choices, cluster))
            digest = _digest(entity, [(record.node, record.digest) for record in records], said)
            wanted[survivors[records[0].node]] = _Golden(*golden_values(entity.kept, records, said), digest)
    _store(org_id, entity.name, wanted, nodes)
    return {node: golden.values for node, golden in wanted.items()}


def stale_golden(
    org_id: int,
    entity: Entity,
    clusters: Sequence[frozenset[int]],
    survivors: Mapping[int, int],
    choices: Mapping[int, list[Chosen]],
) -> set[int]:
    """Give the nodes whose golden record is not what their cluster now makes of it, of all clusters that there are."""
    if not entity.kept:
        return set()
    digests, stored = _digests(org_id, entity, [n for cluster in clusters for n in cluster]), _stored(org_id, entity)
    stale: set[int] = set()
    for cluster in clusters:
        records = [(node, digests[node]) for node in sorted(cluster) if node in digests]
        if len(records) > 1:
            digest = _digest(entity, records, _choices(about_any(choices, cluster)))
            if stored.pop(survivors[records[0][0]], None) != digest:
                stale.add(records[0][0])
    return stale | stored.keys()


def _digests(org_id: int, entity: Entity, nodes: Iterable[int]) -> dict[int, int]:
    ids = [row_of(node) for node in nodes if source_of(node) == 0]
    read = (
        f'SELECT r.id, {_digest_sql(entity)} FROM "{entity.table}" r WHERE r.org_id = %s AND r.id = ANY(%s::bigint[])'
    )
    with connection.cursor() as cursor:
        cursor.execute(read, [org_id, array_of(ids)])
        return {node_of(row): digest for row, digest in cursor.fetchall()}


def _stored(org_id: int, entity: Entity) -> dict[int, int]:
    return dict(Golden.objects.filter(org_id=org_id, entity=entity.name).values_list("node", "digest"))


def _digest(entity: Entity, records: Sequence[tuple[int, int]], said: Mapping[str, Any]) -> int:
    """Sum up what a golden record follows from: the rules, the members as they are, and what people chose."""
    told = f"{_rules(entity.kept)} {records} {sorted(said.items()) if said else ''}"
    return int.from_bytes(blake2b(told.encode(), digest_size=8).digest(), signed=True)


@cache
def _rules(kept: Sequence[Kept]) -> str:
    return repr(kept)


_STORE = """
    WITH wanted AS MATERIALIZED (
        SELECT * FROM unnest(%(nodes)s::bigint[], %(values)s::text[], %(provenance)s::text[], %(digests)s::bigint[])
        AS w (node, values, provenance, digest)
    ), gone AS (
        DELETE FROM identity_golden WHERE org_id = %(org)s AND entity = %(entity)s AND node = ANY(%(all)s::bigint[])
        AND node NOT IN (SELECT node FROM wanted)
    )
    INSERT INTO identity_golden (org_id, entity, node, values, provenance, digest)
    SELECT %(org)s, %(entity)s, node, values::jsonb, provenance::jsonb, digest FROM wanted w
    WHERE NOT EXISTS (
        SELECT FROM identity_golden o WHERE o.org_id = %(org)s AND o.entity = %(entity)s AND o.node = w.node AND o.digest = w.digest)
    ON CONFLICT (org_id, entity, node)
    DO UPDATE SET values = excluded.values, provenance = excluded.provenance, digest = excluded.digest
"""


def _store(org_id: int, entity: str, wanted: Mapping[int, _Golden], nodes: Iterable[int]) -> None:
    """Write what differs, all at once."""
    bound: dict[str, Any] = {
        "org": org_id, "entity": entity, "nodes": array_of(wanted), "all": array_of(nodes),
        "values": [json.dumps(golden.values) for golden in wanted.values()],
        "provenance": [json.dumps(golden.provenance) for golden in wanted.values()],
        "digests": array_of(golden.digest for golden in wanted.values()),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_STORE, bound)
