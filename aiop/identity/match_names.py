"""Matching short names: every name of an entity is held against every other by the words that staff taught."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import cast

from aiop.identity.copying import fetch
from aiop.identity.entity import Entity
from aiop.identity.guards import bare_rule, guard_of, name_rule
from aiop.identity.models import Candidate, TaughtWord
from aiop.identity.names.comparison import RIVALS
from aiop.identity.names.matcher import NameMatcher
from aiop.identity.names.matcher import Scored as MatchedNames
from aiop.identity.names.words import Flavour, NameRules
from aiop.identity.propose import Proposed, Scored, propose
from aiop.identity.sources import record_sql
from aiop.identity.turns import take_turn
from aiop.identity.zones import Lines

VERSION = "names 1"


def match_names(org_id: int, entity: Entity, lines: Lines, *, tell: Callable[[int, int], None]) -> tuple[int, Proposed]:
    """Match all names of an entity in this transaction; gives the number of pairs above the matcher's floor."""
    take_turn(org_id, entity.name)
    sql = " UNION ALL ".join(record_sql(entity, source, ("name",)) for source in entity.sources)
    values = [(node, name) for node, _, name in fetch(sql, {"org": org_id}) if name]
    tell(0, len(values))
    found = matcher_of(org_id, entity).pairs(values)
    numbers: dict[Scored, int] = {}
    pairs = [(pair.left, pair.right, numbers.setdefault(_scored(pair), len(numbers))) for pair in found]
    tell(len(values), len(values))
    return len(found), propose(org_id, entity, numbers, pairs, lines, version=VERSION)


def matcher_of(org_id: int, entity: Entity) -> NameMatcher:
    """Give the matcher of an entity with the words that the organisation's staff taught."""
    flavour = cast(Flavour, entity.matcher)
    taught: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    words = TaughtWord.objects.filter(org_id=org_id, entity=entity.name, state=TaughtWord.State.ACCEPTED)
    for kind, word, means in words.order_by("id").values_list("kind", "word", "means"):
        taught[kind].append((word, means))
    rules = NameRules.shipped(flavour).taught(
        noise=[word for word, _ in taught["noise"]],
        abbreviations=dict(taught["short"]),
        nicknames=[(means, word) for word, means in taught["nickname"]],
        opposites=[pair for pair in taught["opposite"] if all(pair)],
    )
    return NameMatcher(flavour, rules)


def _scored(pair: MatchedNames) -> Scored:
    vector, weights = tuple(pair.vector), tuple(round(weight, 2) for weight in pair.weights)
    return Scored(round(pair.probability, 6), None, guard_of(name_rule(pair.rule, vector)), vector, weights)


def stored(candidate: Candidate) -> MatchedNames:
    """Give a stored candidate as the matcher scored it; who else it might be is not kept."""
    others = ("another name",) if RIVALS[candidate.vector[-1]] != "none" else ()
    vector, weights = tuple(candidate.vector), tuple(candidate.weights)
    return MatchedNames(
        candidate.left, candidate.right, candidate.probability, bare_rule(candidate.rule), vector, weights, others
    )
