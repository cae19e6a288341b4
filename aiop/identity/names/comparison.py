"""Names of one flavour taken apart, and two of them compared into a vector of small whole numbers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeVar

from aiop.identity.names import alignment, persons
from aiop.identity.names.alignment import align, extra_level, extras_unlike, share_level
from aiop.identity.names.labels import LabelTokens, branch_tokens, label_likeness, label_veto, source_tokens
from aiop.identity.names.lexicon import Lexicon
from aiop.identity.names.persons import PersonTokens
from aiop.identity.names.words import Flavour, NameRules

LIKENESS = ("under .35", ".35 to .5", ".5 to .65", ".65 to .8", "above .8", "the same letters")
RIVALS = ("several", "one", "both fit several", "none")
_NO_FULLER_FORM = (0, 1)  # positions in EXTRA: each has words of its own, or a telling one
_LIKENESS_STEPS = (0.35, 0.5, 0.65, 0.8, 0.999)

Tokens = TypeVar("Tokens", PersonTokens, LabelTokens)


class Compared(NamedTuple):
    """What two names have in common; `vector` lacks the rivals; `open` names leave the telling part out."""

    rule: str
    vector: tuple[int, ...]
    fits: bool
    open: bool = False


class Comparison(Protocol[Tokens]):
    """How names of one flavour are taken apart and compared."""

    parts: Mapping[str, Sequence[str]]
    shortens: bool

    def tokens(self, text: str) -> Tokens | None:
        """Take a name apart; None when nothing of it is left."""

    def learn(self, names: Iterable[Tokens]) -> None:
        """Count the words of all the names that are compared."""

    def words(self, name: Tokens) -> set[str]:
        """Give the words of which two names must share one to be compared at all."""

    def veto(self, a: Tokens, b: Tokens) -> str | None:
        """Give why two names never mean one, or None."""

    def compare(self, a: Tokens, b: Tokens) -> Compared:
        """Compare two names that no guard keeps apart."""

    def conflict(self, a: Tokens, b: Tokens) -> bool:
        """Tell whether two names contradict each other."""


class PersonComparison:
    """Sales people: given and last names each in their place."""

    parts: Mapping[str, Sequence[str]] = {
        "first": persons.FIRST,
        "last": persons.LAST,
        "middle": persons.MIDDLE,
        "tags": persons.TAGS,
        "namesakes": persons.NAMESAKES,
        "likeness": LIKENESS,
        "rivals": RIVALS,
    }
    shortens = False

    def __init__(self, rules: NameRules) -> None:
        """Take the word lists."""
        self.rules = rules
        self._held = persons.NONE_HELD

    def tokens(self, text: str) -> PersonTokens | None:
        """Take a name apart; None when nothing of it is left."""
        return persons.person_tokens(text, self.rules)

    def learn(self, names: Iterable[PersonTokens]) -> None:
        """Count given and last names."""
        self._held = persons.held_names(names)

    def words(self, name: PersonTokens) -> set[str]:
        """Give the given name with its formal names, the last names, and all closed up."""
        long = {word for word in (name.first, *name.middle, name.last) if len(word) > 1}
        return long | name.roots | name.others | {name.joined}

    def veto(self, a: PersonTokens, b: PersonTokens) -> str | None:
        """Give why two names are never one person's, or None."""
        return persons.person_veto(a, b)

    def compare(self, a: PersonTokens, b: PersonTokens) -> Compared:
        """Compare part by part; names run together or turned round count as equal parts."""
        first, last = persons.first_level(a, b, self._held), persons.last_level(a, b, self._held)
        if first == _SHORT_FORM and last in _INITIALS:
            first -= 1  # among a hundred people a Joe G and another Joseph G are not rare
        rule = _PERSON_RULES.get((first, last), "given name mistyped")
        fits = persons.persons_fit(a, b)
        namesakes = persons.namesakes_level(a, b, self._held) if last in _INITIALS else 1
        if a.joined == b.joined:
            last, namesakes, fits = 8 if a.last and b.last else 5, 1, True
            rule, first = ("same name", 6) if len(a.first) > 1 else (rule, first)
        elif turned := persons.turned_words(a, b):
            rule, first, last, fits = "words turned round", *((6, 8) if turned > 1 else (4, 6)), True
        levels = persons.middle_level(a, b), persons.tags_level(a, b), namesakes, _band(persons.person_likeness(a, b))
        return Compared(rule, (first, last, *levels), fits, open=not a.last and not b.last)

    def conflict(self, a: PersonTokens, b: PersonTokens) -> bool:
        """Tell whether two names cannot be one person's."""
        return persons.persons_conflict(a, b, self._held)


_SHORT_FORM, _INITIALS = 5, (6, 7)  # positions in FIRST and in LAST
# By the positions in FIRST and LAST; whatever else is left has a given name mistyped.
_PERSON_RULES = {
    (6, 8): "same name",
    (6, 7): "same name",
    (6, 6): "last name and its initial",
    (6, 5): "same name",
    (6, 4): "given name alone",
    (5, 8): "short form of the given name",
    (4, 8): "another form of the given name",
    (4, 7): "form of the given name and initial",
    (4, 6): "form of the given name and initial",
    **{(first, last): "short form alone" for first in (4, 5) for last in (4, 5)},
    **{(first, last): "last name mistyped" for first in (4, 5, 6) for last in (2, 3)},
    **{(first, 1): "part of the last name" for first in (4, 5, 6)},
    **{(3, last): "initial of the given name" for last in range(1, 9)},
}


class LabelComparison:
    """Branches, lead sources and vendors: word by word, rare words counting for more."""

    shortens = True

    def __init__(self, rules: NameRules, flavour: Flavour) -> None:
        """Take the word lists and whether the names are of places."""
        self.rules = rules
        self._take_apart = branch_tokens if flavour == "branch" else source_tokens
        self._lexicon = Lexicon((), rules)
        self._parted: dict[str, LabelTokens] = {}
        self.parts: Mapping[str, Sequence[str]] = {
            "words": alignment.WORDS,
            "extra": alignment.EXTRA,
            "share": alignment.SHARE,
            "numbers": alignment.NUMBERS,
            "state": alignment.STATE,
            "likeness": LIKENESS,
            "rivals": RIVALS,
        }

    def tokens(self, text: str) -> LabelTokens | None:
        """Take a name apart; None when nothing of it is left."""
        return self._take_apart(text, self.rules)

    def learn(self, names: Iterable[LabelTokens]) -> None:
        """Count how many names hold each word."""
        known = list(names)
        self._lexicon = Lexicon(known, self.rules)
        self._parted = {form: name for name in known if len(name.words) > 1 for form in name.forms}

    def words(self, name: LabelTokens) -> set[str]:
        """Give the words, and all closed up."""
        return {*name.words, *name.forms}

    def veto(self, a: LabelTokens, b: LabelTokens) -> str | None:
        """Give why two names never mean one thing, or None."""
        return label_veto(self._in_words(a), self._in_words(b))

    def _in_words(self, name: LabelTokens) -> LabelTokens:
        """Give a name that is run together as another name parts it: `googlemaps` where `Google Maps` is at hand."""
        if len(name.words) > 1:
            return name
        return next((self._parted[form] for form in sorted(name.forms) if form in self._parted), name)

    def compare(self, a: LabelTokens, b: LabelTokens) -> Compared:
        """Pair the words and grade what is left over."""
        a, b = self._in_words(a), self._in_words(b)
        found = align(a, b, self._lexicon)
        extra = extra_level(a, found, b, self.rules, self._lexicon)
        state = alignment.state_level(a, b)
        vector = (
            found.level,
            extra,
            share_level(found, self._lexicon),
            int(bool(a.numbers)),
            state,
            _band(label_likeness(a, b)),
        )
        return Compared(alignment.WORDS[found.level], vector, extra not in _NO_FULLER_FORM and state > 0)

    def conflict(self, a: LabelTokens, b: LabelTokens) -> bool:
        """Tell whether a guard keeps two names apart or each says something else than the other."""
        a, b = self._in_words(a), self._in_words(b)
        apart = label_veto(a, b) is not None or alignment.state_level(a, b) == 0
        return apart or extras_unlike(align(a, b, self._lexicon))


def _band(likeness: float) -> int:
    return sum(likeness >= step for step in _LIKENESS_STEPS)
