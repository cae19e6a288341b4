"""Deciding who is who: each decision is one event and one change set, and takes effect at once.

Call inside an open `org_context`; every function is one transaction, and waits for its turn before it looks. Deciding twice,
or against what people decided before, raises by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from typing import Any, cast

from django.db import transaction

from aiop.audit.models import ChangeSet
from aiop.audit.record import change_set, within
from aiop.audit.turns import Busy, take_turn
from aiop.identity.candidates import answers_around, evidence_was_seen, refresh_candidates
from aiop.identity.clusters import Said, Verdict, bars, ties
from aiop.identity.effects import Decided, Effect
from aiop.identity.entity import Entity, entity_named, row_of, source_of
from aiop.identity.evidence import evidence_of
from aiop.identity.models import Confirmation, Decision, Link
from aiop.identity.second_opinion import BadThreshold, needs_second
from aiop.identity.settle import Standing, bring_in_line, settle, standing_among, standing_of
from aiop.identity.standing import Around, Chosen, around

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


class NotNow(CannotDecide):
    """A load or a link step goes on for too long to wait for it."""


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


@dataclass(frozen=True, slots=True)
class _Sight:
    """What was decided around some nodes before, and who stands for whom by that."""

    decided: Around
    standing: Standing


def wait_for_turn(org_id: int) -> None:
    """Wait until nobody else decides, links or loads, and keep them waiting until the transaction ends; raises NotNow."""
    try:
        take_turn(org_id)
    except Busy as busy:
        raise NotNow(str(busy)) from busy


def same(org_id: int, entity: str, nodes: Sequence[int], *, override: bool = False, **how: Any) -> Decided:
    """Decide that all of some nodes are one, and merge their clusters; raises Barred, NotThere.

    `how` is what `How` holds: by, method, note, survivor, choices, evidence, confidence, seconds.
    """
    declared, given = entity_named(entity), How(**how)
    ordered, sight = _look(org_id, declared, nodes)
    if len(ordered) < 2:
        raise CannotDecide("Merging takes two records or more.")
    clusters = sight.decided.clusters
    barred = [
        pair
        for one, other in combinations(ordered, 2)
        for pair in bars(sight.decided.said, clusters.members(one), clusters.members(other))
    ]
    if barred and not override:
        raise Barred(sorted(set(barred)))
    pairs = {(ordered[0], other) for other in ordered[1:]} | set(barred)
    links = [(left, right, Link.Verdict.SAME.value) for left, right in sorted(pairs)]
    return _decide(org_id, declared, Kind.SAME, ordered, links, given, sight)


def same_many(org_id: int, entity: str, groups: Sequence[Sequence[int]], **how: Any) -> Decided:
    """Decide many groups at once, as one decision; groups that anyone told apart, by hand or by undo, are left out."""
    declared, given = entity_named(entity), How(**{"method": Decision.Method.BULK.value, **how})
    everyone = {node for group in groups for node in group}
    sight = _sight(org_id, declared, everyone)
    answers = answers_around(org_id, entity, everyone)
    left_out: list[tuple[tuple[int, ...], str]] = []
    links: dict[Pair, None] = {}
    for group in groups:
        ordered = sorted(set(group))
        if not sight.standing.nodes.issuperset(ordered):
            left_out.append((tuple(ordered), "a record is not there any more"))
        elif not answers.join(ordered):
            left_out.append((tuple(ordered), "they were told apart before"))
        else:
            links.update(dict.fromkeys((ordered[0], other) for other in ordered[1:]))
    if not links:
        return Decided(None, None, Effect(), left_out)
    nodes = sorted({node for pair in links for node in pair})
    decided = _decide(org_id, declared, Kind.SAME, nodes, [(*pair, "same") for pair in links], given, sight)
    decided.left_out = left_out
    return decided


def different(org_id: int, entity: str, left: int, right: int, **how: Any) -> Decided:
    """Decide that two nodes are different, for good; raises OneCluster where they are merged by now."""
    declared = entity_named(entity)
    ordered, sight = _look(org_id, declared, (left, right))
    pair = _pair(ordered)
    if pair[1] in sight.decided.clusters.members(pair[0]):
        raise OneCluster("These two are merged. Split them instead, so that what moved goes back.")
    return _decide(org_id, declared, Kind.DIFFERENT, pair, [(*pair, "different")], How(**how), sight)


def unsure(org_id: int, entity: str, left: int, right: int, **how: Any) -> Decided:
    """Park a pair for somebody else to look at."""
    declared = entity_named(entity)
    ordered, sight = _look(org_id, declared, (left, right))
    pair = _pair(ordered)
    evidence_was_seen(org_id, entity, *pair)
    return _decide(org_id, declared, Kind.UNSURE, pair, [(*pair, "unsure")], How(**how), sight)


def split(org_id: int, entity: str, nodes: Sequence[int], **how: Any) -> Decided:
    """Separate some members from the rest of their cluster; each part stays together. Raises CannotDecide."""
    declared = entity_named(entity)
    ordered, sight = _look(org_id, declared, nodes)
    leaving = frozenset(ordered)
    whole = sight.decided.clusters.members(min(leaving))
    rest = whole - leaving
    if not leaving < whole:
        raise CannotDecide("These are not some members of one merged record, so there is nothing to split.")
    apart = [(*_pair((one, other)), "different") for one in sorted(leaving) for other in sorted(rest)]
    together = [(*pair, "same") for part in (leaving, rest) for pair in ties(sight.decided.said, part)]
    return _decide(org_id, declared, Kind.SPLIT, sorted(whole), together + apart, How(**how), sight)


def choose(org_id: int, entity: str, node: int, **how: Any) -> Decided:
    """Choose by hand who stands for a cluster, or which values survive; raises CannotDecide."""
    declared, given = entity_named(entity), How(**how)
    sight = _sight(org_id, declared, [node])
    members = sorted(sight.decided.clusters.members(node))
    known = {column for group in declared.kept for column in group.columns}
    if unknown := set(given.choices) - known:
        raise CannotDecide(f"{declared.title} records have no field “{min(unknown)}” to choose.")
    if given.survivor is not None and (given.survivor not in members or source_of(given.survivor) != 0):
        raise CannotDecide("Only a record of this cluster can stand for it.")
    return _decide(org_id, declared, Kind.CHOICE, members, [], given, sight)


def confirm(org_id: int, decision_id: int, *, agrees: bool, by: str, note: str = "") -> Decided:
    """Give the second opinion on a decision that waits for one; raises OwnDecision, CannotDecide."""
    wait_for_turn(org_id)
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


def _decide(
    org_id: int,
    entity: Entity,
    kind: Decision.Kind,
    nodes: Sequence[int],
    links: Sequence[tuple[int, int, str]],
    how: How,
    sight: _Sight,
) -> Decided:
    waits = kind in (Kind.SAME, Kind.SPLIT) and _needs_second(org_id, entity, nodes)
    with transaction.atomic(savepoint=False):
        title = f"{kind.label}: {len(nodes):,} {entity.plural.lower()}"
        with change_set(org_id, kind=ChangeSet.Kind.MERGE, title=title, reason=how.note) as opened:
            decision = Decision.objects.create(
                org_id=org_id, entity=entity.name, kind=kind, method=how.method, nodes=list(nodes), survivor=how.survivor,
                choices=how.choices, evidence=list(how.evidence) or evidence_of(org_id, entity, links),
                confidence=how.confidence or _confidence(how), note=how.note, by=how.by,
                change_set_id=opened.pk, needs_second=waits, seconds=how.seconds,
            )  # fmt: skip
            _link(decision, links)
            if kind in (Kind.DIFFERENT, Kind.UNSURE) or waits:
                effect = Effect()
            else:
                effect = bring_in_line(org_id, entity, _standing_now(sight, decision, links))
            # What is said of two holds for everyone who belongs to them.
            refresh_candidates(org_id, entity.name, sight.decided.nodes)
            opened.report = effect.as_json()
            opened.save(update_fields=["report"])
    return Decided(decision.pk, opened.pk, effect, waits=waits)


def _standing_now(sight: _Sight, decision: Decision, links: Sequence[tuple[int, int, str]]) -> Standing:
    """Give who stands for whom now that one more decision stands."""
    said = [Said(left, right, cast(Verdict, verdict)) for left, right, verdict in links]
    choice = Chosen(decision.pk, tuple(decision.nodes), decision.survivor, decision.choices)
    return standing_of(sight.decided.with_decision(said, choice), sight.standing)


def _link(decision: Decision, links: Sequence[tuple[int, int, str]]) -> None:
    Link.objects.bulk_create(
        Link(org_id=decision.org_id, decision=decision, entity=decision.entity, left=left, right=right, verdict=verdict)
        for left, right, verdict in links
    )


def _sight(org_id: int, entity: Entity, nodes: Iterable[int]) -> _Sight:
    """Wait for a turn, and then look around some nodes."""
    wait_for_turn(org_id)
    decided = around(org_id, entity.name, set(nodes))
    return _Sight(decided, standing_among(org_id, entity, decided))


def _look(org_id: int, entity: Entity, nodes: Sequence[int]) -> tuple[list[int], _Sight]:
    """Wait for a turn, and look around some nodes that have to be there; gives them in order. Raises NotThere."""
    ordered = sorted(set(nodes))
    sight = _sight(org_id, entity, ordered)
    gone = set(ordered) - sight.standing.nodes
    if gone:
        raise NotThere(f"{entity.title} {row_of(min(gone))} is not there (any more).")
    return ordered, sight


def _pair(nodes: Iterable[int]) -> Pair:
    ordered = sorted(set(nodes))
    if len(ordered) != 2:
        raise CannotDecide("This takes two different records.")
    return ordered[0], ordered[1]


def _needs_second(org_id: int, entity: Entity, nodes: Sequence[int]) -> bool:
    try:
        return needs_second(org_id, entity, nodes)
    except BadThreshold as bad:
        raise CannotDecide(str(bad)) from bad


def _confidence(how: How) -> str:
    return "HIGH" if how.method in (Decision.Method.AUTO, Decision.Method.BULK) else "MANUAL_APPROVAL"
