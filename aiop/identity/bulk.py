"""Merging a whole zone at once: groups that would grow too large, or that somebody told apart, are left to people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from aiop.identity.audits import audits_of, is_switched_on, lines_of
from aiop.identity.candidates import answers_around
from aiop.identity.copying import fetch
from aiop.identity.decide import same_many
from aiop.identity.entity import Entity
from aiop.identity.measure.bounds import audits_needed
from aiop.identity.models import Candidate, Decision
from aiop.identity.working import Work
from aiop.identity.zones import AUTO_PRECISION, LARGEST_CLUSTER, trips

BATCH = 500  # groups merged in one transaction and one decision
# The audit sample is left to people: only so does it say how often the zone is right.
_PAIRS = """
    SELECT "left", "right", probability FROM identity_candidate
    WHERE org_id = %(org)s AND entity = %(entity)s AND state = 'open' AND zone = %(zone)s AND NOT is_audit ORDER BY "left", "right"
"""


class NotProven(Exception):  # noqa: N818  (an answer for people)
    """Merging by itself is off, or not proven; the text says what is missing."""


@dataclass(slots=True)
class Merged:
    """What merging a zone did."""

    entity: str
    zone: str
    pairs: int = 0
    groups: int = 0
    merged: int = 0
    expected_wrong: float = 0.0
    too_large: list[tuple[int, ...]] = field(default_factory=list)
    left_out: list[tuple[tuple[int, ...], str]] = field(default_factory=list)
    change_sets: list[int] = field(default_factory=list)
    waiting: int = 0

    def as_json(self) -> dict[str, Any]:
        """Give what the command prints."""
        return {
            "entity": self.entity, "zone": self.zone, "pairs": self.pairs, "groups": self.groups, "merged": self.merged,
            "expected_wrong": round(self.expected_wrong, 2), "too_large": len(self.too_large),
            "left_out": len(self.left_out), "waiting": self.waiting, "change_sets": self.change_sets,
        }  # fmt: skip


def merge_zone(org_id: int, entity: Entity, zone: str, *, by: str, work: Work) -> Merged:
    """Merge the open candidates of a zone, batch by batch; done again it goes on where it was. Raises NotProven for auto."""
    result = Merged(entity.name, zone)
    with work():
        if zone == Candidate.Zone.AUTO:
            hold_to_proof(org_id, entity)
        pairs = fetch(_PAIRS, {"org": org_id, "entity": entity.name, "zone": zone})
        groups = components((left, right) for left, right, _ in pairs)
        result.pairs, result.expected_wrong = len(pairs), sum(1 - probability for *_, probability in pairs)
        small = _small_groups(org_id, entity, groups, result)
    method = Decision.Method.AUTO if zone == Candidate.Zone.AUTO else Decision.Method.BULK
    result.groups = len(small)
    for start in range(0, len(small), BATCH):
        with work():
            _merge(org_id, entity, small[start : start + BATCH], method.value, by, result)
    return result


def _merge(org_id: int, entity: Entity, groups: list[tuple[int, ...]], method: str, by: str, result: Merged) -> None:
    note = f"All of the zone {result.zone}"
    decided = same_many(org_id, entity.name, groups, by=by, method=method, note=note)
    result.left_out += decided.left_out
    result.merged += len(groups) - len(decided.left_out)
    result.waiting += len(groups) - len(decided.left_out) if decided.waits else 0
    if decided.change_set_id is not None:
        result.change_sets.append(decided.change_set_id)


def hold_to_proof(org_id: int, entity: Entity) -> None:
    """Raise NotProven unless pairs may be merged by themselves: switched on, proven by audits, and not tripped."""
    if not is_switched_on(org_id, entity.name):
        raise NotProven(f"Merging {entity.plural.lower()} by itself is switched off.")
    if trips(audits_of(org_id, entity)):
        raise NotProven("Too many of the audited pairs were wrong: look at them before anything is merged by itself.")
    if not lines_of(org_id, entity).auto_on:
        needed = audits_needed(AUTO_PRECISION)
        raise NotProven(
            f"Audits do not yet prove {AUTO_PRECISION:.1%} right with 95 % certainty; it takes {needed:,} of them without an error. "
            "Until then approve in bulk."
        )


def components(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, ...]]:
    """Give the groups that pairs tie together, each ascending."""
    root: dict[int, int] = {}

    def find(node: int) -> int:
        while root.setdefault(node, node) != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for left, right in pairs:
        one, other = sorted((find(left), find(right)))
        root[other] = one
    groups: dict[int, list[int]] = {}
    for node in sorted(root):
        groups.setdefault(find(node), []).append(node)
    return [tuple(group) for group in groups.values()]


def _small_groups(org_id: int, entity: Entity, groups: list[tuple[int, ...]], result: Merged) -> list[tuple[int, ...]]:
    """Keep the groups that stay small with everyone whom their members stand for; others are left to people."""
    clusters = answers_around(org_id, entity.name, {node for group in groups for node in group}).clusters
    small: list[tuple[int, ...]] = []
    for group in groups:
        everyone = {node for member in group for node in clusters.members(member)}
        (small if len(everyone) <= LARGEST_CLUSTER else result.too_large).append(group)
    return small
