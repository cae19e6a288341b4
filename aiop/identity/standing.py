"""Which decisions stand, and whom they tie together: read in one query, however many they are."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db import connection

from aiop.identity.clusters import Clusters, Said, Verdict
from aiop.identity.copying import array_of

# Everyone whom any decision, standing or not, ever tied to those of another list.
_TIED = """
    {name} (node) AS (
        SELECT node FROM {seed}
        UNION
        SELECT t.node FROM {name} r CROSS JOIN LATERAL (
            SELECT l."right" AS node FROM identity_link l
            WHERE l.org_id = %(org)s AND l.entity = %(entity)s AND l."left" = r.node AND l.verdict = 'same'
            UNION ALL
            SELECT l."left" FROM identity_link l
            WHERE l.org_id = %(org)s AND l.entity = %(entity)s AND l."right" = r.node AND l.verdict = 'same'
        ) AS t
    )
"""
_GIVEN = "given (node) AS (SELECT unnest(%(nodes)s::bigint[]))"
# Those, and everyone else about whom something was said together with one of them.
_BESIDE = """
    beside (node) AS (
        SELECT node FROM near
        UNION SELECT l."right" FROM identity_link l
        WHERE l.org_id = %(org)s AND l.entity = %(entity)s AND l."left" IN (SELECT node FROM near)
        UNION SELECT l."left" FROM identity_link l
        WHERE l.org_id = %(org)s AND l.entity = %(entity)s AND l."right" IN (SELECT node FROM near)
    )
"""
_OF_THEM = """
    link AS (
        SELECT l.* FROM identity_link l
        WHERE l.org_id = %(org)s AND l.entity = %(entity)s AND l."left" IN (SELECT node FROM everyone)
        UNION
        SELECT l.* FROM identity_link l
        WHERE l.org_id = %(org)s AND l.entity = %(entity)s AND l."right" IN (SELECT node FROM everyone)
    )
"""
_OF_ALL = "link AS (SELECT l.* FROM identity_link l WHERE l.org_id = %(org)s AND l.entity = %(entity)s)"
# Taken back, unless that was taken back: an undo of an undo, and so on, in one line.
_STANDS = """
    CASE WHEN u.id IS NULL THEN true ELSE (
        WITH RECURSIVE undoing (id, depth) AS (
            SELECT u.id, 1 UNION ALL
            SELECT n.id, o.depth + 1 FROM undoing o JOIN audit_changeset n ON n.org_id = %(org)s AND n.undoes_id = o.id
        ) SELECT max(depth) %% 2 = 0 FROM undoing
    ) END AND (NOT d.needs_second OR coalesce(c.agrees, false))
"""
_CHOSE = "d.survivor IS NOT NULL OR d.choices <> '{{}}'::jsonb"
_READ = f"""
    WITH RECURSIVE {{who}}
    SELECT l."left", l."right", l.verdict, d.id AS decision, l.id AS link, {_STANDS},
           CASE WHEN {_CHOSE} THEN d.nodes END, d.survivor, CASE WHEN {_CHOSE} THEN d.choices END
    FROM link l JOIN identity_decision d ON d.id = l.decision_id LEFT JOIN identity_confirmation c ON c.decision_id = d.id
    LEFT JOIN audit_changeset u ON u.org_id = %(org)s AND u.undoes_id = d.change_set_id
    UNION ALL
    -- A choice of values, which there are few of, has no links.
    SELECT NULL, NULL, NULL, d.id, 0, {_STANDS}, d.nodes, d.survivor, d.choices
    FROM identity_decision d LEFT JOIN identity_confirmation c ON c.decision_id = d.id
    LEFT JOIN audit_changeset u ON u.org_id = %(org)s AND u.undoes_id = d.change_set_id
    WHERE d.org_id = %(org)s AND d.entity = %(entity)s AND d.kind = 'choice' {{chosen_by}}
    ORDER BY decision, link
"""
_ABOUT_THEM = "AND d.nodes && ARRAY(SELECT node FROM everyone)"
_AROUND = _READ.format(
    who=", ".join((_GIVEN, _TIED.format(name="everyone", seed="given"), _OF_THEM)), chosen_by=_ABOUT_THEM
)
_FURTHER = _READ.format(
    who=", ".join(
        (
            _GIVEN,
            _TIED.format(name="near", seed="given"),
            _BESIDE,
            _TIED.format(name="everyone", seed="beside"),
            _OF_THEM,
        )
    ),
    chosen_by=_ABOUT_THEM,
)
_EVERYTHING = _READ.format(who=_OF_ALL, chosen_by="")
# Decisions carry links to all whom they are about.
_ABOUT = """
    SELECT decision_id FROM identity_link WHERE org_id = %(org)s AND entity = %(entity)s AND "left" = ANY(%(nodes)s)
    UNION
    SELECT decision_id FROM identity_link WHERE org_id = %(org)s AND entity = %(entity)s AND "right" = ANY(%(nodes)s)
    UNION
    SELECT id FROM identity_decision WHERE org_id = %(org)s AND entity = %(entity)s AND kind = 'choice' AND nodes && %(nodes)s::bigint[]
"""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A standing decision that chose a survivor or values, by its number; later numbers hold over earlier ones."""

    number: int
    nodes: tuple[int, ...]
    survivor: int | None
    choices: Mapping[str, Any]


class Around:
    """Everyone whom some nodes may be tied to, and what stands of what was decided about them."""

    def __init__(self, nodes: Iterable[int], said: Sequence[Said], chosen: Sequence[Chosen]) -> None:
        """`said` in the order of the decisions: every standing link that touches the nodes; `chosen` the latest first."""
        self.nodes = frozenset(nodes)
        self.said = said
        self.chosen = chosen
        self.clusters = Clusters(link for link in said if link.left in self.nodes and link.right in self.nodes)

    def with_decision(self, said: Sequence[Said], chosen: Chosen) -> Around:
        """Give what it is once a decision stands that says more about the same nodes."""
        first = [chosen] if chosen.survivor is not None or chosen.choices else []
        return Around(self.nodes, [*self.said, *said], [*first, *self.chosen])


def around(org_id: int, entity: str, nodes: Collection[int]) -> Around:
    """Read what was decided around some nodes; an empty list of nodes has nobody around."""
    return _read(_AROUND, org_id, entity, nodes) if nodes else Around((), [], [])


def around_everyone(org_id: int, entity: str) -> Around:
    """Read all that was ever decided of an entity."""
    return _read(_EVERYTHING, org_id, entity, ())


def standing_further(org_id: int, entity: str, nodes: Collection[int]) -> list[Said]:
    """List what stands about some nodes, everyone tied to them, and everyone tied to those whom these were told apart from."""
    return list(_read(_FURTHER, org_id, entity, nodes).said) if nodes else []


def standing_links(org_id: int, entity: str, nodes: Iterable[int]) -> list[Said]:
    """List what stands of what was said about some nodes, in the order of the decisions."""
    wanted = set(nodes)
    return [link for link in around(org_id, entity, wanted).said if link.left in wanted or link.right in wanted]


def about(org_id: int, entity: str, nodes: Sequence[int]) -> list[int]:
    """Give the numbers of all decisions about some nodes, standing or not."""
    with connection.cursor() as cursor:
        cursor.execute(_ABOUT, {"org": org_id, "entity": entity, "nodes": list(nodes)})
        return [number for (number,) in cursor.fetchall()]


def chosen(org_id: int, entity: str, nodes: Collection[int]) -> list[Chosen]:
    """List the standing decisions about some nodes that chose a survivor or values, the latest first."""
    wanted = set(nodes)
    return [choice for choice in around(org_id, entity, wanted).chosen if wanted.intersection(choice.nodes)]


def by_node(choices: Iterable[Chosen]) -> dict[int, list[Chosen]]:
    """Order choices by whom they are about."""
    found: dict[int, list[Chosen]] = {}
    for choice in choices:
        for node in choice.nodes:
            found.setdefault(node, []).append(choice)
    return found


def about_any(choices: Mapping[int, list[Chosen]], members: Iterable[int]) -> list[Chosen]:
    """Pick those about any of some nodes, the latest first."""
    picked = {choice.number: choice for node in members for choice in choices.get(node, ())}
    return [picked[number] for number in sorted(picked, reverse=True)]


def _read(sql: str, org_id: int, entity: str, nodes: Collection[int]) -> Around:
    found, said = set(nodes), []
    chose: dict[int, Chosen] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, {"org": org_id, "entity": entity, "nodes": array_of(nodes)})
        for left, right, verdict, number, _, stands, about_whom, survivor, choices in cursor.fetchall():
            if verdict == "same":
                found |= {left, right}
            if stands and verdict is not None:
                said.append(Said(left, right, cast(Verdict, verdict)))
            if stands and about_whom is not None:
                chose[number] = Chosen(number, tuple(about_whom), survivor, json.loads(choices))
    return Around(found, said, [chose[number] for number in sorted(chose, reverse=True)])
