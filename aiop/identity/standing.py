"""Which decisions stand, and whom they tie together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from django.db import connection

from aiop.audit.undo import taken_back
from aiop.identity.clusters import Clusters, Said, Verdict
from aiop.identity.models import Decision

_TIED = """
    SELECT "right" FROM identity_link
    WHERE org_id = %(org)s AND entity = %(entity)s AND "left" = ANY(%(nodes)s) AND verdict = 'same'
    UNION
    SELECT "left" FROM identity_link
    WHERE org_id = %(org)s AND entity = %(entity)s AND "right" = ANY(%(nodes)s) AND verdict = 'same'
"""
_LINKS = """
    SELECT l."left", l."right", l.verdict, l.decision_id, d.change_set_id, d.needs_second AND NOT coalesce(c.agrees, false)
    FROM (
        SELECT * FROM identity_link WHERE org_id = %(org)s AND entity = %(entity)s AND "left" = ANY(%(nodes)s)
        UNION
        SELECT * FROM identity_link WHERE org_id = %(org)s AND entity = %(entity)s AND "right" = ANY(%(nodes)s)
    ) AS l
    JOIN identity_decision d ON d.id = l.decision_id LEFT JOIN identity_confirmation c ON c.decision_id = d.id
    ORDER BY l.decision_id, l.id
"""

# Decisions carry links to all whom they are about, but a choice of values, which there are few of, has none.
_ABOUT = """
    SELECT decision_id FROM identity_link WHERE org_id = %(org)s AND entity = %(entity)s AND "left" = ANY(%(nodes)s)
    UNION
    SELECT decision_id FROM identity_link WHERE org_id = %(org)s AND entity = %(entity)s AND "right" = ANY(%(nodes)s)
    UNION
    SELECT id FROM identity_decision WHERE org_id = %(org)s AND entity = %(entity)s AND kind = 'choice' AND nodes && %(nodes)s::bigint[]
"""


def reached(org_id: int, entity: str, nodes: Iterable[int]) -> set[int]:
    """Give the nodes and everyone whom any decision, standing or not, ever tied to them."""
    found = set(nodes)
    further = found
    # In rounds, each for all at once: a recursive query would ask for one node after the other.
    with connection.cursor() as cursor:
        while further:
            cursor.execute(_TIED, {"org": org_id, "entity": entity, "nodes": list(further)})
            further = {node for (node,) in cursor.fetchall()} - found
            found |= further
    return found


def standing_links(org_id: int, entity: str, nodes: Iterable[int]) -> list[Said]:
    """List what stands of what was said about some nodes, in the order of the decisions."""
    with connection.cursor() as cursor:
        cursor.execute(_LINKS, {"org": org_id, "entity": entity, "nodes": list(nodes)})
        rows = cursor.fetchall()
    gone = taken_back(org_id, {change_set for *_, change_set, _ in rows})
    return [
        Said(left, right, cast(Verdict, verdict))
        for left, right, verdict, _, change_set, waits in rows
        if change_set not in gone and not waits
    ]


def clusters_around(org_id: int, entity: str, nodes: Iterable[int]) -> tuple[set[int], Clusters, list[Said]]:
    """Give everyone whom some nodes may be tied to, the clusters among them, and the standing links that touch them."""
    touched = reached(org_id, entity, nodes)
    said = standing_links(org_id, entity, touched)
    return touched, Clusters(link for link in said if link.left in touched and link.right in touched), said


def about(org_id: int, entity: str, nodes: Sequence[int]) -> list[int]:
    """Give the numbers of all decisions about some nodes, standing or not."""
    with connection.cursor() as cursor:
        cursor.execute(_ABOUT, {"org": org_id, "entity": entity, "nodes": list(nodes)})
        return [number for (number,) in cursor.fetchall()]


def chosen(org_id: int, entity: str, nodes: Sequence[int]) -> list[Decision]:
    """List the standing decisions about some nodes that chose a survivor or values, the latest first."""
    found = (
        Decision.objects.filter(org_id=org_id, entity=entity, pk__in=about(org_id, entity, nodes))
        .exclude(survivor=None, choices={})
        .exclude(needs_second=True, confirmation=None)
        .exclude(needs_second=True, confirmation__agrees=False)
        .order_by("-id")
    )
    decisions = list(found)
    gone = taken_back(org_id, {decision.change_set_id for decision in decisions})
    return [decision for decision in decisions if decision.change_set_id not in gone]


def by_node(decisions: Iterable[Decision]) -> dict[int, list[Decision]]:
    """Order decisions by whom they are about."""
    found: dict[int, list[Decision]] = {}
    for decision in decisions:
        for node in decision.nodes:
            found.setdefault(node, []).append(decision)
    return found


def about_any(decisions: Mapping[int, list[Decision]], members: Iterable[int]) -> list[Decision]:
    """Pick those about any of some nodes, the latest first."""
    picked = {decision.pk: decision for node in members for decision in decisions.get(node, ())}
    return [picked[number] for number in sorted(picked, reverse=True)]
