"""Which candidates are still a question, as follows from the decisions that stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from aiop.identity.clusters import Clusters, Said
from aiop.identity.copying import array_of
from aiop.identity.models import Candidate
from aiop.identity.standing import standing_further

State = Candidate.State
_AROUND = """
    SELECT id, "left", "right", state, because <> '' FROM identity_candidate
    WHERE org_id = %(org)s AND entity = %(entity)s AND "left" = ANY(%(nodes)s::bigint[])
    UNION
    SELECT id, "left", "right", state, because <> '' FROM identity_candidate
    WHERE org_id = %(org)s AND entity = %(entity)s AND "right" = ANY(%(nodes)s::bigint[])
"""
_SET = """
    UPDATE identity_candidate c SET state = s.state, assigned_to = CASE WHEN s.state = 'settled' THEN '' ELSE c.assigned_to END
    FROM unnest(%(ids)s::bigint[], %(states)s::text[]) AS s (id, state)
    WHERE c.id = s.id AND c.org_id = %(org)s AND c.state <> s.state
"""


class Answers:
    """What the standing decisions say of any pair among some nodes, implied answers included."""

    def __init__(self, links: Iterable[Said]) -> None:
        """`links` in the order of their decisions, those of every cluster that may matter."""
        said = list(links)
        self.clusters = Clusters(said)
        self._joined: dict[int, int] = {}  # root → root of the group that it was joined to
        latest = {(link.left, link.right): link.verdict for link in said}
        self.unsure = {pair for pair, verdict in latest.items() if verdict == "unsure"}
        # What holds for one of a cluster holds for all of it.
        self.apart: dict[int, set[int]] = {}
        for (left, right), verdict in latest.items():
            if verdict in ("different", "apart"):
                one, other = self._root(left), self._root(right)
                if one == other:
                    continue  # merged in spite of an undo
                self.apart.setdefault(one, set()).add(other)
                self.apart.setdefault(other, set()).add(one)

    def _root(self, node: int) -> int:
        root = min(self.clusters.members(node))
        while (further := self._joined.get(root)) is not None:
            root = further
        return root

    def join(self, nodes: Sequence[int]) -> bool:
        """Take some nodes for one from here on, unless anyone told two of them, or of those whom they bring along, apart."""
        roots = sorted({self._root(node) for node in nodes})
        if any(other in self.apart.get(one, ()) for one in roots for other in roots):
            return False
        first, *others = roots
        for root in others:
            self._joined[root] = first
            for foe in self.apart.pop(root, set()):
                self.apart[foe].discard(root)
                self.apart[foe].add(first)
                self.apart.setdefault(first, set()).add(foe)
        return True

    def told_apart(self, left: int, right: int) -> bool:
        """Tell whether anyone, by hand or by undo, told these or whom they belong to apart."""
        return self._root(right) in self.apart.get(self._root(left), ())

    def state(self, left: int, right: int, *, asked_again: bool = False) -> str:
        """Give what a pair's candidate is: settled where it is answered either way, open where there is evidence since a doubt."""
        one, other = self._root(left), self._root(right)
        if one == other or self.told_apart(left, right):
            return State.SETTLED.value
        doubted = (min(left, right), max(left, right)) in self.unsure and not asked_again
        return State.UNSURE.value if doubted else State.OPEN.value


def answers_around(org_id: int, entity: str, nodes: Iterable[int]) -> Answers:
    """Read the standing decisions on some nodes, on everyone tied to them, and on those whom these were told apart from."""
    return Answers(standing_further(org_id, entity, set(nodes)))


def evidence_was_seen(org_id: int, entity: str, left: int, right: int) -> None:
    """Note that a pair is judged on what it was last asked again for, so that a new doubt parks it."""
    Candidate.objects.filter(org_id=org_id, entity=entity, left=left, right=right).exclude(because="").update(
        because=""
    )


def refresh_candidates(org_id: int, entity: str, nodes: Iterable[int]) -> int:
    """Set the state of every candidate of some nodes by the standing decisions; gives how many changed."""
    bound: dict[str, Any] = {"org": org_id, "entity": entity, "nodes": array_of(nodes)}
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, bound)
        rows = cursor.fetchall()
        if not rows:
            return 0
        answers = answers_around(org_id, entity, {node for _, left, right, *_ in rows for node in (left, right)})
        states = [
            (number, was, answers.state(left, right, asked_again=again)) for number, left, right, was, again in rows
        ]
        wanted = [(number, state) for number, was, state in states if state != was]
        if not wanted:
            return 0
        cursor.execute(_SET, {"org": org_id, "ids": array_of(n for n, _ in wanted), "states": [s for _, s in wanted]})
        return int(cursor.rowcount)
