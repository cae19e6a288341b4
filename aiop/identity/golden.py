"""The golden record of a cluster: for each group of columns the member whose values survive, by rule or by choice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from aiop.identity.entity import Entity, Kept, node_of, row_of, source_of
from aiop.identity.models import Decision, Golden
from aiop.identity.standing import about_any, chosen


@dataclass(frozen=True, slots=True)
class Member:
    """One record of a cluster: its own values as text, when it was last known good, and how far it is trusted."""

    node: int
    values: Mapping[str, str | None]
    latest: str
    trust: int


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
    """Give the member whose values of a group survive; ties go to the latest, then to the oldest record."""
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
        return (first, member.latest, -member.node)

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
            f"SELECT r.id, ({entity.latest})::text, ({entity.trust})::int{listed} "
            f'FROM "{entity.table}" r WHERE r.org_id = %s AND r.id = ANY(%s)',
            [org_id, ids],
        )
        return {
            node_of(row[0]): Member(node_of(row[0]), dict(zip(columns, row[3:], strict=True)), row[1], row[2])
            for row in cursor.fetchall()
        }


def choices_for(org_id: int, entity: str, nodes: Sequence[int]) -> dict[str, Any]:
    """Collect what people chose for the columns of a cluster, the latest choice of each column."""
    return _choices(chosen(org_id, entity, nodes))


def _choices(decisions: Iterable[Decision]) -> dict[str, Any]:
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
    choices: Mapping[int, list[Decision]],
    nodes: Iterable[int],
) -> dict[int, dict[str, Any]]:
    """Store the golden record of each cluster and forget those of clusters that are no more; gives them by survivor.

    `choices` holds by node the decisions that chose a survivor or values.
    """
    members = members_of(org_id, entity, {node for cluster in clusters for node in cluster})
    wanted: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {}
    for cluster in clusters:
        records = [members[node] for node in sorted(cluster) if node in members]
        if len(records) > 1 and entity.kept:
            said = _choices(about_any(choices, cluster))
            wanted[survivors[records[0].node]] = golden_values(entity.kept, records, said)
    _store(org_id, entity.name, wanted, nodes)
    return {node: values for node, (values, _) in wanted.items()}


def _store(
    org_id: int, entity: str, wanted: Mapping[int, tuple[dict[str, Any], dict[str, Any]]], nodes: Iterable[int]
) -> None:
    """Write what differs, all at once."""
    stored = list(Golden.objects.filter(org_id=org_id, entity=entity, node__in=list(nodes)))
    if gone := [golden.pk for golden in stored if golden.node not in wanted]:
        Golden.objects.filter(pk__in=gone).delete()
    changed = [
        golden
        for golden in stored
        if golden.node in wanted and (golden.values, golden.provenance) != wanted[golden.node]
    ]
    for golden in changed:
        golden.values, golden.provenance = wanted[golden.node]
    Golden.objects.bulk_update(changed, ["values", "provenance"], batch_size=1_000)
    there = {golden.node for golden in stored}
    Golden.objects.bulk_create(
        [
            Golden(org_id=org_id, entity=entity, node=node, values=values, provenance=provenance)
            for node, (values, provenance) in wanted.items()
            if node not in there
        ],
        batch_size=1_000,
    )


def golden_of(org_id: int, entity: str, node: int) -> Golden | None:
    """Give the golden record that a node stands for, None where it stands for itself alone or was merged away."""
    return Golden.objects.filter(org_id=org_id, entity=entity, node=node).first()
