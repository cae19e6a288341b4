"""What decisions teach: words that names differ in without meaning anything, and short forms of given names."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from aiop.identity.names.comparison import LabelComparison, PersonComparison
from aiop.identity.names.labels import LabelTokens
from aiop.identity.names.persons import PersonTokens
from aiop.identity.names.words import Flavour, NameRules

_LEAST = 3  # merges that ignored a word, each of another person or thing


class Decided(NamedTuple):
    """A pair of names that a person decided on."""

    a: str
    b: str
    same: bool


class Proposal(NamedTuple):
    """A word for staff to accept as saying nothing, in how many merges it said nothing, and some of them."""

    word: str
    merges: int
    examples: tuple[tuple[str, str], ...]


class ShortForm(NamedTuple):
    """Two given names for staff to accept as one person's, and the merges that show it."""

    name: str
    other: str
    examples: tuple[tuple[str, str], ...]


def propose_noise(
    flavour: Flavour, rules: NameRules, decisions: Iterable[Decided], *, least: int = _LEAST
) -> list[Proposal]:
    """Give the words that were the only difference of at least so many merges and of no rejected pair, most first."""
    ignored: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    turned: set[str] = set()
    for decided in decisions:
        left, right = _said(flavour, rules, decided.a), _said(flavour, rules, decided.b)
        alone = left ^ right
        if not decided.same:
            turned |= alone
        elif left & right and (left < right or right < left) and len(alone) == 1:
            # Merges of one thing count once: ten spellings of one branch do not make ten witnesses.
            ignored[min(alone)].setdefault(" ".join(sorted(left & right)), (decided.a, decided.b))
    found = [
        Proposal(word, len(merges), tuple(merges.values())[:3])
        for word, merges in ignored.items()
        if len(merges) >= least and word not in turned
    ]
    return sorted(found, key=lambda proposal: (-proposal.merges, proposal.word))


def propose_short_forms(rules: NameRules, decisions: Iterable[Decided], *, least: int = 2) -> list[ShortForm]:
    """Give pairs of given names that merges under one written-out last name show to be forms of one name."""
    shown: dict[tuple[str, str], dict[str, tuple[str, str]]] = defaultdict(dict)
    refused: set[tuple[str, str]] = set()
    compare = PersonComparison(rules)
    for decided in decisions:
        a, b = compare.tokens(decided.a), compare.tokens(decided.b)
        if a is None or b is None or len(a.last) < 2 or a.last != b.last or not a.roots.isdisjoint(b.roots):
            continue
        names = (min(a.first, b.first), max(a.first, b.first))
        if not decided.same:
            refused.add(names)
        elif len(names[0]) > 1 and len(names[1]) > 1:
            shown[names].setdefault(a.last, (decided.a, decided.b))
    return [
        ShortForm(*names, tuple(merges.values())[:3])
        for names, merges in sorted(shown.items())
        if len(merges) >= least and names not in refused
    ]


def _said(flavour: Flavour, rules: NameRules, text: str) -> frozenset[str]:
    """The words that a name is compared by; of persons also what stands in brackets."""
    tokens: PersonTokens | LabelTokens | None
    if flavour == "person":
        tokens = PersonComparison(rules).tokens(text)
    else:
        tokens = LabelComparison(rules, flavour).tokens(text)
    if tokens is None:
        return frozenset()
    if isinstance(tokens, LabelTokens):
        return frozenset(tokens.words)
    return frozenset(word for word in (tokens.first, *tokens.middle, tokens.last) if len(word) > 1) | tokens.notes
