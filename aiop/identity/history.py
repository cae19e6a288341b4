"""Who belongs to whom now, and how it came to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from aiop.audit.undo import taken_back
from aiop.identity.clusters import Said
from aiop.identity.entity import Entity, entity_named, node_of, row_of, source_of
from aiop.identity.models import Decision
from aiop.identity.settle import stand, standing_among
from aiop.identity.standing import about, around


@dataclass(frozen=True, slots=True)
class Cluster:
    """Everyone who is one, who stands for them, and the standing links among them."""

    nodes: tuple[int, ...]
    survivor: int
    links: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision and whether it stands."""

    decision: Decision
    stands: bool
    waits: bool


def cluster_of(org_id: int, entity: str, node: int) -> Cluster:
    """Give the cluster of a node; one that stands alone is a cluster of itself."""
    decided = around(org_id, entity, [node])
    standing = standing_among(org_id, entity_named(entity), decided)
    members = sorted(decided.clusters.members(node) & standing.nodes) or [node]
    within = tuple(link for link in decided.said if link.left in members and link.right in members)
    return Cluster(tuple(members), standing.survivors.get(node, node), within)


def survivor_of(org_id: int, entity: str, node: int) -> int:
    """Give the node that stands for a node: itself where it was never merged."""
    declared = entity_named(entity)
    if source_of(node) == 0:
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT merged_into_id FROM "{declared.table}" WHERE org_id = %s AND id = %s', [org_id, row_of(node)]
            )
            row = cursor.fetchone()
        found: int | None = row[0] if row else None
        return node_of(found) if found else node
    return stand(org_id, declared, [node]).survivors.get(node, node)


@dataclass(frozen=True, slots=True)
class Resolved:
    """What an id leads to: the record itself, whom it stands under, and everyone who is one with it."""

    record_id: int
    survivor_id: int
    members: tuple[int, ...]
    others: tuple[tuple[str, int], ...]  # rows without a record of their own that are one with it: (what it is, row)

    @property
    def is_merged(self) -> bool:
        """Tell whether another record stands for it."""
        return self.record_id != self.survivor_id


def resolve(org_id: int, entity: str, known_by: str | int) -> Resolved | None:
    """Find a record by the id that files know it by, else by its number, and give who stands for it; None where it never was."""
    declared = entity_named(entity)
    number = _by_file_id(org_id, declared, str(known_by)) or _by_number(org_id, declared, str(known_by))
    if number is None:
        return None
    cluster = cluster_of(org_id, entity, node_of(number))
    members = tuple(row_of(node) for node in cluster.nodes if source_of(node) == 0)
    others = tuple(
        (declared.source(source_of(node)).label, row_of(node)) for node in cluster.nodes if source_of(node) != 0
    )
    return Resolved(number, row_of(cluster.survivor), members, others)


def _by_file_id(org_id: int, entity: Entity, text: str) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT r.id FROM "{entity.table}" r WHERE r.org_id = %s AND ({entity.file_id}) = %s ORDER BY 1 LIMIT 1',
            [org_id, text],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def _by_number(org_id: int, entity: Entity, text: str) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return None
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT id FROM "{entity.table}" WHERE org_id = %s AND id = %s', [org_id, int(text)])
        row = cursor.fetchone()
    return row[0] if row else None


def decisions_of(org_id: int, entity: str, nodes: Sequence[int]) -> list[DecisionRow]:
    """List every decision about some nodes, the latest first, those that were taken back too."""
    found = list(
        Decision.objects.filter(org_id=org_id, entity=entity, pk__in=about(org_id, entity, nodes))
        .select_related("confirmation")
        .order_by("-id")
    )
    gone = taken_back(org_id, {decision.change_set_id for decision in found})
    return [DecisionRow(decision, _stands(decision, gone), _waits(decision)) for decision in found]


def merge_history(org_id: int, entity: str, record_id: int) -> list[dict[str, Any]]:
    """Give the standing merges of a record as events: method, confidence, moment, who, and the ids that were merged."""
    node = node_of(record_id)
    return [
        {
            "event": row.decision.pk,
            "method": row.decision.method,
            "confidence": row.decision.confidence,
            "timestamp": row.decision.at.isoformat(),
            "merged_by": row.decision.by,
            "merged_ids": [row_of(n) for n in row.decision.nodes if source_of(n) == 0 and n != node],
        }
        for row in reversed(decisions_of(org_id, entity, [node]))
        if row.stands and row.decision.kind == Decision.Kind.SAME
    ]


def _waits(decision: Decision) -> bool:
    return decision.needs_second and not hasattr(decision, "confirmation")


def _stands(decision: Decision, gone: set[int]) -> bool:
    if decision.change_set_id in gone:
        return False
    return not decision.needs_second or (hasattr(decision, "confirmation") and decision.confirmation.agrees)
