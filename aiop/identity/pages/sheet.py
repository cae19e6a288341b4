"""Everything that a decision on a pair needs, read for several pairs at once so that the next is there before it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from aiop.identity.entity import Entity, row_of, source_of
from aiop.identity.history import DecisionRow, decisions_of
from aiop.identity.models import Candidate
from aiop.identity.pages.around import Neighbour, neighbours
from aiop.identity.pages.records import Compared, Record, compare, label_of, read_records
from aiop.identity.pages.related import Summary, counted, listed, summaries
from aiop.identity.pages.result import Line, Result, result_of
from aiop.identity.pages.waterfall import Waterfall, waterfall
from aiop.identity.scoring import Explanation, explain
from aiop.identity.settle import Standing, stand, survivor_among


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its own record, the cluster that it is in, and what hangs on that."""

    letter: str
    record: Record
    members: frozenset[int]
    survivor: int
    related: Sequence[Summary]

    @property
    def others(self) -> int:
        """How many it is merged with already."""
        return len(self.members) - 1


@dataclass
class Sheet:
    """A pair as it is decided."""

    entity: Entity
    candidate: Candidate
    left: Side
    right: Side
    explanation: Explanation
    result: Result
    survivor: int
    around: Sequence[Neighbour]
    earlier: Sequence[DecisionRow]

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both, A first."""
        return self.left, self.right

    @cached_property
    def lines(self) -> list[tuple[Compared, Line | None]]:
        """Set the records beside each other, and what would survive beside both."""
        results = {line.group: line for line in self.result.lines}
        compared = compare(self.entity, self.left.record, self.right.record)
        return [(line, results.get(line.group) if line.group else None) for line in compared]

    @cached_property
    def waterfall(self) -> Waterfall | None:
        """The evidence as bars."""
        return waterfall(self.explanation.waterfall)

    @property
    def percents(self) -> tuple[str, str, str]:
        """How likely it is one person, one household and strangers, in words."""
        one, home = self.candidate.probability, self.candidate.household
        rest = None if home is None else max(0.0, 1 - one - home)
        return percent(one), percent(home) if home is not None else "", percent(rest) if rest is not None else ""

    @cached_property
    def consequence(self) -> str:
        """Say what a merge would do."""
        goes = self.right if self.survivor in self.left.members else self.left
        home = label_of(self.entity, self.survivor)
        parts = [counted(part.rows, part.title) for part in goes.related]
        leaves = label_of(self.entity, goes.survivor)
        if source_of(goes.survivor):
            return f"The {leaves} belongs to {home} from then on."
        marks = [str(self.entity.model._meta.get_field(name).verbose_name) for name in self.entity.marks]  # type: ignore[union-attr]
        said = (
            f"{listed(parts)} move{'s' if len(goes.related) == 1 and goes.related[0].rows == 1 else ''} to {home}; "
            if parts
            else ""
        )
        marked = f"{leaves} is marked “{listed(marks)}” of {home} and counts no more; " if marks else ""
        return f"{said}{marked}{leaves} stays findable and leads to {home}."


def percent(share: float) -> str:
    """Write a probability without claiming what it cannot: never 0 or 100 per cent."""
    value = share * 100
    if value >= 99.95:
        return "above 99.9 %"
    if value < 0.1:
        return "below 0.1 %"
    return f"{value:.1f} %" if value < 1 or value >= 99 else f"{value:.0f} %"


def sheets_of(org_id: int, entity: Entity, candidates: Sequence[Candidate]) -> list[Sheet]:
    """Read what is to be known of some pairs; those of whom a record is gone are left out."""
    nodes = {node for pair in candidates for node in (pair.left, pair.right)}
    standing = stand(org_id, entity, nodes) if nodes else None
    if standing is None:
        return []
    around = neighbours(org_id, entity, candidates)
    everyone = set(standing.nodes) | {node for found in around.values() for node in found.nodes}
    records = read_records(org_id, entity, everyone)
    survivors = {standing.survivors[node] for node in nodes if node in standing.survivors}
    related = summaries(org_id, entity, [row_of(node) for node in survivors if source_of(node) == 0])
    before = decisions_of(org_id, entity.name, sorted(nodes))
    read = _Read(org_id, entity, standing, records, related)
    return [
        read.sheet(
            pair,
            around[pair.pk].told(records),
            [row for row in before if {pair.left, pair.right} & set(row.decision.nodes)],
        )
        for pair in candidates
        if pair.left in records and pair.right in records
    ]


@dataclass
class _Read:
    """What was read for all of the pairs."""

    org_id: int
    entity: Entity
    standing: Standing
    records: dict[int, Record]
    related: dict[int, list[Summary]]

    def sheet(self, pair: Candidate, around: Sequence[Neighbour], before: Sequence[DecisionRow]) -> Sheet:
        left, right = self.side("A", pair.left), self.side("B", pair.right)
        everyone = sorted(left.members | right.members)
        alone = not left.others and not right.others
        survivor = _oldest(everyone) if alone else survivor_among(self.org_id, self.entity.name, everyone)
        return Sheet(
            self.entity, pair, left, right, explain(self.org_id, pair),
            result_of(self.org_id, self.entity, [self.records[n] for n in everyone if n in self.records], left, right, alone=alone),
            survivor, around, before,
        )  # fmt: skip

    def side(self, letter: str, node: int) -> Side:
        survivor = self.standing.survivors.get(node, node)
        members = next((cluster for cluster in self.standing.clusters if node in cluster), frozenset({node}))
        related: Any = self.related.get(row_of(survivor), []) if source_of(survivor) == 0 else []
        return Side(letter, self.records[node], members, survivor, related)


def _oldest(nodes: Sequence[int]) -> int:
    return min(nodes, key=lambda node: (source_of(node) != 0, row_of(node)))
