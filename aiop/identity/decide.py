"""Deciding who is who: each decision is one event and one change set, and takes effect at once.

Call inside an open `org_context`; every function is one transaction, and waits for its turn before it looks. Deciding twice,
or against what people decided before, raises by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from typing import Any

from django.db import connection, transaction

from aiop.audit.models import ChangeSet
from aiop.audit.record import change_set, within
from aiop.audit.turns import take_turn
from aiop.identity.candidates import answers_around, refresh_candidates
from aiop.identity.clusters import bars
from aiop.identity.effects import Decided, Effect
from aiop.identity.entity import Entity, entity_named, row_of, source_of
from aiop.identity.models import Candidate, Confirmation, Decision, Link
from aiop.identity.settle import settle, stand
from aiop.identity.standing import clusters_around
from aiop.orgs.models import Org

Kind = Decision.Kind
Pair = tuple[int, int]


class CannotDecide(Exception):  # noqa: N818  (an answer in words, not a fault)
    """The decision cannot be taken; the text says why and what to do."""


class Barred(CannotDecide):
    """People decided that some of these are different; merging them anyway has to be asked for."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        """`pairs` are the nodes that were told apart."""
        super().__init__(
            "Some of these were decided to be different. Merge them all the same only if that was a mistake."
        )
        self.pairs = list(pairs)


class NotThere(CannotDecide):
    """A record is not there (any more)."""


class OneCluster(CannotDecide):
    """Both are merged by now."""


class OwnDecision(CannotDecide):
    """Nobody confirms what they decided themselves."""


@dataclass(frozen=True, slots=True)
class How:
    """What is kept of a decision besides what was decided."""

    by: str
    method: str = Decision.Method.REVIEW.value
    note: str = ""
    survivor: int | None = None
    choices: dict[str, Any] = field(default_factory=dict)
    evidence: Sequence[dict[str, Any]] = ()
    confidence: str = ""
    seconds: Decimal | None = None


def same(org_id: int, entity: str, nodes: Sequence[int], *, override: bool = False, **how: Any) -> Decided:
    """Decide that all of some nodes are one, and merge their clusters; raises Barred, NotThere.

    `how` is what `How` holds: by, method, note, survivor, choices, evidence, confidence, seconds.
    """
    declared, given = entity_named(entity), How(**how)
    take_turn(org_id)
    ordered = _there(org_id, declared, nodes)
    if len(ordered) < 2:
        raise CannotDecide("Merging takes two records or more.")
    _, clusters, said = clusters_around(org_id, entity, ordered)
    barred = [
        pair
        for one, other in combinations(ordered, 2)
        for pair in bars(said, clusters.members(one), clusters.members(other))
    ]
    if barred and not override:
        raise Barred(sorted(set(barred)))
    pairs = {(ordered[0], other) for other in ordered[1:]} | set(barred)
    links = [(left, right, Link.Verdict.SAME.value) for left, right in sorted(pairs)]
    return _decide(org_id, declared, Kind.SAME, ordered, links, given)


def same_many(org_id: int, entity: str, groups: Sequence[Sequence[int]], **how: Any) -> Decided:
    """Decide many groups at once, as one decision; groups that anyone told apart, by hand or by undo, are left out."""
    declared, given = entity_named(entity), How(**{"method": Decision.Method.BULK.value, **how})
    take_turn(org_id)
    everyone = {node for group in groups for node in group}
    answers = answers_around(org_id, entity, everyone)
    there = stand(org_id, declared, everyone).nodes
    left_out: list[tuple[tuple[int, ...], str]] = []
    links: dict[Pair, None] = {}
    for group in groups:
        ordered = sorted(set(group))
        if not there.issuperset(ordered):
            left_out.append((tuple(ordered), "a record is not there any more"))
        elif not answers.join(ordered):
            left_out.append((tuple(ordered), "they were told apart before"))
        else:
            links.update(dict.fromkeys((ordered[0], other) for other in ordered[1:]))
    if not links:
        return Decided(None, None, Effect(), left_out)
    nodes = sorted({node for pair in links for node in pair})
    decided = _decide(org_id, declared, Kind.SAME, nodes, [(*pair, "same") for pair in links], given)
    decided.left_out = left_out
    return decided


def different(org_id: int, entity: str, left: int, right: int, **how: Any) -> Decided:
    """Decide that two nodes are different, for good; raises OneCluster where they are merged by now."""
    declared = entity_named(entity)
    take_turn(org_id)
    pair = _pair(_there(org_id, declared, (left, right)))
    _, clusters, _ = clusters_around(org_id, entity, pair)
    if pair[1] in clusters.members(pair[0]):
        raise OneCluster("These two are merged. Split them instead, so that what moved goes back.")
    return _decide(org_id, declared, Kind.DIFFERENT, pair, [(*pair, "different")], How(**how))


def unsure(org_id: int, entity: str, left: int, right: int, **how: Any) -> Decided:
    """Park a pair for somebody else to look at."""
    declared = entity_named(entity)
    take_turn(org_id)
    pair = _pair(_there(org_id, declared, (left, right)))
    return _decide(org_id, declared, Kind.UNSURE, pair, [(*pair, "unsure")], How(**how))


def split(org_id: int, entity: str, nodes: Sequence[int], **how: Any) -> Decided:
    """Separate some members from the rest of their cluster; each part stays together. Raises CannotDecide."""
    declared = entity_named(entity)
    take_turn(org_id)
    leaving = frozenset(_there(org_id, declared, nodes))
    _, clusters, _ = clusters_around(org_id, entity, leaving)
    whole = clusters.members(min(leaving))
    rest = whole - leaving
    if not leaving < whole:
        raise CannotDecide("These are not some members of one merged record, so there is nothing to split.")
    apart = [(*_pair((one, other)), "different") for one in sorted(leaving) for other in sorted(rest)]
    together = [(min(part), other, "same") for part in (leaving, rest) for other in sorted(part) if other != min(part)]
    return _decide(org_id, declared, Kind.SPLIT, sorted(whole), together + apart, How(**how))


def choose(org_id: int, entity: str, node: int, **how: Any) -> Decided:
    """Choose by hand who stands for a cluster, or which values survive; raises CannotDecide."""
    declared, given = entity_named(entity), How(**how)
    take_turn(org_id)
    _, clusters, _ = clusters_around(org_id, entity, [node])
    members = sorted(clusters.members(node))
    known = {column for group in declared.kept for column in group.columns}
    if unknown := set(given.choices) - known:
        raise CannotDecide(f"{declared.title} records have no field “{min(unknown)}” to choose.")
    if given.survivor is not None and (given.survivor not in members or source_of(given.survivor) != 0):
        raise CannotDecide("Only a record of this cluster can stand for it.")
    return _decide(org_id, declared, Kind.CHOICE, members, [], given)


def confirm(org_id: int, decision_id: int, *, agrees: bool, by: str, note: str = "") -> Decided:
    """Give the second opinion on a decision that waits for one; raises OwnDecision, CannotDecide."""
    take_turn(org_id)
    decision = Decision.objects.filter(org_id=org_id, pk=decision_id).first()
    if decision is None or not decision.needs_second or Confirmation.objects.filter(decision=decision).exists():
        raise CannotDecide("This decision does not wait for a second person.")
    if decision.by == by:
        raise OwnDecision("Somebody else has to confirm this decision.")
    with transaction.atomic(), within(decision.change_set_id):
        Confirmation.objects.create(org_id=org_id, decision=decision, agrees=agrees, by=by, note=note)
        effect = settle(org_id, decision.entity, decision.nodes)
    return Decided(decision.pk, decision.change_set_id, effect)


def preview(act: Callable[[], Decided]) -> Decided:
    """Run a decision and roll it back: what it would do, exactly, with nothing kept."""
    with transaction.atomic():
        decided = act()
        transaction.set_rollback(True)
    decided.decision_id = decided.change_set_id = None
    return decided


def money_of(org_id: int, entity: Entity, nodes: Iterable[int]) -> Decimal:
    """Give the money that hangs on some records."""
    ids = [row_of(node) for node in nodes if source_of(node) == 0]
    if not entity.worth or not ids:
        return Decimal(0)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce(sum(money), 0) FROM ({entity.worth}) AS w (id, money) WHERE id = ANY(%(ids)s)",
            {"org": org_id, "ids": ids},
        )
        row = cursor.fetchone()
    return Decimal(row[0]) if row else Decimal(0)


def _decide(
    org_id: int,
    entity: Entity,
    kind: Decision.Kind,
    nodes: Sequence[int],
    links: Sequence[tuple[int, int, str]],
    how: How,
) -> Decided:
    with transaction.atomic():
        waits = kind in (Kind.SAME, Kind.SPLIT) and _needs_second(org_id, entity, nodes)
        title = f"{kind.label}: {len(nodes):,} {entity.plural.lower()}"
        with change_set(org_id, kind=ChangeSet.Kind.MERGE, title=title, reason=how.note) as opened:
            decision = Decision.objects.create(
                org_id=org_id, entity=entity.name, kind=kind, method=how.method, nodes=list(nodes), survivor=how.survivor,
                choices=how.choices, evidence=list(how.evidence) or _evidence(org_id, entity, links),
                confidence=how.confidence or _confidence(how), note=how.note, by=how.by,
                change_set_id=opened.pk, needs_second=waits, seconds=how.seconds,
            )  # fmt: skip
            _link(decision, links)
            if kind in (Kind.DIFFERENT, Kind.UNSURE) or waits:
                # What is said of two holds for everyone who belongs to them.
                refresh_candidates(org_id, entity.name, clusters_around(org_id, entity.name, nodes)[0])
                effect = Effect()
            else:
                effect = settle(org_id, entity.name, nodes)
            opened.report = effect.as_json()
            opened.save(update_fields=["report"])
    return Decided(decision.pk, opened.pk, effect, waits=waits)


def _link(decision: Decision, links: Sequence[tuple[int, int, str]]) -> None:
    Link.objects.bulk_create(
        Link(org_id=decision.org_id, decision=decision, entity=decision.entity, left=left, right=right, verdict=verdict)
        for left, right, verdict in links
    )


def _there(org_id: int, entity: Entity, nodes: Sequence[int]) -> list[int]:
    ordered = sorted(set(nodes))
    gone = set(ordered) - stand(org_id, entity, ordered).nodes
    if gone:
        raise NotThere(f"{entity.title} {row_of(min(gone))} is not there (any more).")
    return ordered


def _pair(nodes: Iterable[int]) -> Pair:
    ordered = sorted(set(nodes))
    if len(ordered) != 2:
        raise CannotDecide("This takes two different records.")
    return ordered[0], ordered[1]


def _needs_second(org_id: int, entity: Entity, nodes: Sequence[int]) -> bool:
    settings = Org.objects.values_list("settings", flat=True).get(pk=org_id).get("identity", {})
    limit = settings.get("second_pair_above")
    return limit is not None and money_of(org_id, entity, nodes) > Decimal(str(limit))


def _evidence(org_id: int, entity: Entity, links: Sequence[tuple[int, int, str]]) -> list[dict[str, Any]]:
    """Keep with the decision what was known of its pairs."""
    pairs = {(left, right) for left, right, _ in links}
    found = Candidate.objects.filter(
        org_id=org_id, entity=entity.name, left__in={left for left, _ in pairs}, right__in={right for _, right in pairs}
    )
    return [
        {
            "left": c.left, "right": c.right, "probability": c.probability, "household": c.household, "zone": c.zone,
            "rule": c.rule, "vector": c.vector, "weights": c.weights, "model": c.model_version, "audit": c.is_audit,
        }
        for c in found
        if (c.left, c.right) in pairs
    ]  # fmt: skip


def _confidence(how: How) -> str:
    return "HIGH" if how.method in (Decision.Method.AUTO, Decision.Method.BULK) else "MANUAL_APPROVAL"
