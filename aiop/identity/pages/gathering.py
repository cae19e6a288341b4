"""Several records that are one, or may be: each with why it belongs, and the golden record that they would make."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiop.identity.entity import Entity, Kept, row_of, source_of
from aiop.identity.golden import choices_for, golden_values
from aiop.identity.history import DecisionRow, decisions_of
from aiop.identity.models import Candidate
from aiop.identity.pages.records import Record, joined, label_of, read_records, title_of
from aiop.identity.pages.related import Summary, summaries
from aiop.identity.pages.result import RULES
from aiop.identity.settle import Standing, stand, survivor_among
from aiop.identity.standing import standing_links

# Beyond so many a person reads a list, not a cluster.
MOST = 60


@dataclass(frozen=True, slots=True)
class Tie:
    """The strongest reason why a record belongs to the others."""

    words: str
    probability: float | None = None
    candidate: int | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """One record of a gathering: whether it is in, its tie, and what hangs on it of its own cluster."""

    record: Record
    is_in: bool
    cluster: frozenset[int]
    tie: Tie | None
    related: Sequence[Summary]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that may survive: its text, from whom, what the form sends."""

    text: str
    label: str
    sends: str


@dataclass(frozen=True, slots=True)
class GoldenLine:
    """One group of columns of the golden record with its provenance and what may be chosen instead."""

    group: Kept
    title: str
    text: str
    source: str
    rule: str
    choices: Sequence[Choice]

    @property
    def key(self) -> str:
        """The name of the group in forms."""
        return self.group.columns[0]


@dataclass(frozen=True, slots=True)
class Gathering:
    """What the page of several records shows."""

    entity: Entity
    members: Sequence[Member]
    survivor: int
    golden: Sequence[GoldenLine]
    decisions: Sequence[DecisionRow]

    @property
    def clusters(self) -> int:
        """How many separate ones are among those that are in."""
        return len({member.cluster for member in self.members if member.is_in})

    @property
    def columns(self) -> list[tuple[str, Kept | None, str]]:
        """Give the columns of the table: title, group of kept columns or name of a compared field."""
        if self.entity.kept:
            return [(group.title or title_of(group.columns[0]), group, "") for group in self.entity.kept]
        return [(title_of(name), None, name) for name in self.entity.sources[0].fields]

    @property
    def rows(self) -> list[tuple[Member, list[str]]]:
        """Give each member with its values by column."""
        return [
            (
                m,
                [
                    joined(m.record.kept(group)) if group else m.record.fields.get(name, "")
                    for _, group, name in self.columns
                ],
            )
            for m in self.members
        ]


def gather(org_id: int, entity: Entity, nodes: Collection[int], beside: Collection[int] = ()) -> Gathering:
    """Gather some records with everyone merged with them, and others beside them that are not in yet."""
    standing = stand(org_id, entity, [*nodes, *beside][:MOST])
    inside = {other for node in nodes for other in _cluster(standing, node)}
    around = {other for node in beside for other in _cluster(standing, node)} - inside
    records = read_records(org_id, entity, inside | around)
    survivors = {row_of(s) for n in records if source_of(s := standing.survivors.get(n, n)) == 0}
    related = summaries(org_id, entity, survivors)
    ties = _ties(org_id, entity, records)
    members = [
        _member(node, node in inside, standing, records[node], ties, related) for node in _ordered(records, inside)
    ]
    within = sorted(inside & set(records))
    survivor = survivor_among(org_id, entity.name, within) if within else 0
    golden = golden_lines(org_id, entity, [records[node] for node in within])
    return Gathering(entity, members, survivor, golden, decisions_of(org_id, entity.name, within))


def golden_lines(org_id: int, entity: Entity, records: Sequence[Record]) -> list[GoldenLine]:
    """Work out the golden record of some records, each line with its provenance."""
    members = [record.member for record in records if record.member is not None]
    if not entity.kept or not members:
        return []
    values, provenance = golden_values(
        entity.kept, members, choices_for(org_id, entity.name, [m.node for m in members])
    )
    return [_golden_line(entity, group, values, provenance, records) for group in entity.kept]


def _golden_line(
    entity: Entity,
    group: Kept,
    values: Mapping[str, str | None],
    provenance: Mapping[str, dict[str, Any]],
    records: Sequence[Record],
) -> GoldenLine:
    why, found = provenance[group.columns[0]], {}
    for record in records:
        if record.member is not None and (text := joined(record.kept(group))) and text not in found:
            sends = json.dumps(dict.fromkeys(group.columns, record.node), separators=(",", ":"))
            found[text] = Choice(text, record.label, sends)
    node = why.get("node")
    text = joined([values[column] or "" for column in group.columns])
    source = label_of(entity, node) if node is not None else ""
    return GoldenLine(
        group, group.title or title_of(group.columns[0]), text, source, RULES[why["rule"]], list(found.values())
    )


def _cluster(standing: Standing, node: int) -> frozenset[int]:
    return next((cluster for cluster in standing.clusters if node in cluster), frozenset({node}))


def _ordered(records: Mapping[int, Record], inside: Collection[int]) -> list[int]:
    return sorted(records, key=lambda node: (node not in inside, source_of(node) != 0, row_of(node)))


def _member(
    node: int,
    is_in: bool,
    standing: Standing,
    record: Record,
    ties: Mapping[int, Tie],
    related: Mapping[int, Sequence[Summary]],
) -> Member:
    survivor = standing.survivors.get(node, node)
    hangs = related.get(row_of(survivor), ()) if survivor == node and source_of(node) == 0 else ()
    return Member(record, is_in, _cluster(standing, node), ties.get(node), hangs)


def _ties(org_id: int, entity: Entity, records: Collection[int]) -> dict[int, Tie]:
    """Find the strongest link of each record to another of them: what people said counts more than any score."""
    nodes = list(records)
    ties: dict[int, Tie] = {}
    pairs = Candidate.objects.filter(org_id=org_id, entity=entity.name, left__in=nodes, right__in=nodes)
    for pair in pairs.order_by("-probability", "left", "right"):
        for node, other in ((pair.left, pair.right), (pair.right, pair.left)):
            words = f"like {label_of(entity, other)}" + (f": {pair.rule}" if pair.rule else "")
            ties.setdefault(node, Tie(words, pair.probability, pair.pk))
    for link in standing_links(org_id, entity.name, nodes):
        if link.verdict == "same" and link.left in records and link.right in records:
            for node, other in ((link.left, link.right), (link.right, link.left)):
                scored = ties.get(node)
                words = f"decided the same as {label_of(entity, other)}"
                ties[node] = Tie(words, scored.probability if scored else None, scored.candidate if scored else None)
    return ties
