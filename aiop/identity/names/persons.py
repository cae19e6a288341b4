"""Names of sales people taken apart and held against each other, first and last names each in their place."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from aiop.identity.names.nicknames import GIVEN_NAMES, VARIANTS
from aiop.identity.names.similarity import blended_similarity, is_typo, loosely_alike
from aiop.identity.names.words import NameRules
from aiop.values.folding import fold, without_emoji, without_punctuation
from aiop.values.person_name import PARTICLES, generation, name_key
from aiop.values.seller_name import LANGUAGES, seller_key

_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]|\"([^\"]+)\"")
_CLOSED_UP = re.compile(r"(?<=[a-z]{2})(?=[A-Z]\b)")  # `RosaK`
_MAIL = re.compile(r"@\S*")
_DIGITS = re.compile(r"\d+")
_ENDINGS = frozenset("aeiouy")
_OWN_RIGHT = 2  # names at hand
_SHORT_NAME = 3  # letters; one slip changes a third of it
_ALIKE, _SHORT_ALIKE = 75, 60  # of 100, of the letters of two last names
_TAG_JOINERS = frozenset({"and", "or", "only", "speaker", "speaking"})


class PersonTokens(NamedTuple):
    """A name in parts, all folded; what is absent is empty, a `last` of one letter is an initial."""

    key: str
    first: str
    middle: tuple[str, ...]
    last: str
    roots: frozenset[str]
    others: frozenset[str]
    tags: frozenset[str]
    notes: frozenset[str]
    numbers: frozenset[str]
    suffix: str
    house: bool
    ignored: tuple[str, ...]
    joined: str
    initials: frozenset[str]

    @property
    def plain(self) -> str:
        """The name as it is compared by its letters."""
        return " ".join(word for word in (self.first, *self.middle, self.last) if word)


def person_tokens(text: str, rules: NameRules) -> PersonTokens | None:
    """Take a name apart; None when nothing of it is left."""
    bare, tags, notes = _without_brackets(_CLOSED_UP.sub(" ", without_emoji(text)))
    words = (name_key(_MAIL.sub("", bare)) or "").split()
    words, tags = _without_tag_behind(words, bare, tags)
    numbers = frozenset(number for word in words for number in _DIGITS.findall(word))
    words = [rules.abbreviations.get(word, word) for word in words if not any(map(str.isdigit, word))]
    kept = [word for word in words if word not in rules.noise] or words
    if not kept:
        return None
    first, last = kept[0], kept[-1] if len(kept) > 1 else ""
    called = frozenset(notes & GIVEN_NAMES) if last else frozenset()
    return PersonTokens(
        key=seller_key(text) or "",
        first=first,
        middle=tuple(word for word in kept[1:-1] if word not in PARTICLES),
        last=last,
        roots=rules.roots(first),
        others=called,
        tags=tags,
        notes=frozenset(notes - called - rules.noise),
        numbers=numbers,
        suffix=generation(bare) or "",
        house=not rules.house.isdisjoint(words),
        ignored=tuple(word for word in words if word in rules.noise),
        joined="".join(kept),
        initials=frozenset(word[0] for word in kept[1:]),
    )


def _without_brackets(text: str) -> tuple[str, frozenset[str], frozenset[str]]:
    """Give the text without its brackets, the languages in them, and their other words."""
    inside = " ".join(a or b for a, b in _BRACKETS.findall(text))
    words = frozenset(without_punctuation(fold(inside)).split()) - _TAG_JOINERS
    return _BRACKETS.sub(" ", text), words & LANGUAGES, words - LANGUAGES


def _without_tag_behind(words: list[str], bare: str, tags: frozenset[str]) -> tuple[list[str], frozenset[str]]:
    """Take languages off the end behind a dash: `Tomas - Spanish`; without a dash they may be a surname."""
    _, dash, behind = fold(bare).rpartition("-")
    said = without_punctuation(behind).split() if dash else []
    spoken = [word for word in said if word not in _TAG_JOINERS]
    if not spoken or not LANGUAGES.issuperset(spoken) or len(said) >= len(words):
        return words, tags
    return words[: -len(said)], tags | frozenset(spoken)


FIRST = ("other", "nearly alike", "one letter off", "initial", "another form", "short form", "same")
LAST = (
    "other",
    "part",
    "nearly alike",
    "one letter off",
    "on one side",
    "on neither side",
    "initial of the other",
    "same initial",
    "same",
)
MIDDLE = ("other", "on one side", "on neither side", "same")
TAGS = ("other", "on one side", "on neither side", "same", "all that differs")
NAMESAKES = ("some", "none")


class HeldNames(NamedTuple):
    """How many of the names at hand have each given name and each last name, for what several have is no slip of the pen;
    and with which initials of last names each given name is borne."""

    first: Mapping[str, int] = {}
    last: Mapping[str, int] = {}
    initials: Mapping[str, frozenset[str]] = {}

    def both_first(self, a: str, b: str) -> bool:
        """Tell whether two given names are names in their own right."""
        return min(self.first.get(a, 0), self.first.get(b, 0)) >= _OWN_RIGHT

    def both_last(self, a: str, b: str) -> bool:
        """Tell whether two last names are names in their own right."""
        return min(self.last.get(a, 0), self.last.get(b, 0)) >= _OWN_RIGHT


def held_names(names: Iterable[PersonTokens]) -> HeldNames:
    """Count given and last names."""
    all_names, initials = list(names), defaultdict[str, set[str]](set)
    for name in all_names:
        if name.last:
            initials[name.first].add(name.last[0])
    return HeldNames(
        Counter(name.first for name in all_names),
        Counter(name.last for name in all_names),
        {first: frozenset(known) for first, known in initials.items()},
    )


NONE_HELD = HeldNames()


def first_level(a: PersonTokens, b: PersonTokens, held: HeldNames = NONE_HELD) -> int:
    """Give the position in FIRST; a common given name is never taken for another one mistyped."""
    if len(a.first) == 1 or len(b.first) == 1:
        return 3 if not _initials(a).isdisjoint(_initials(b)) else 0
    if a.first == b.first or b.first in a.others or a.first in b.others:
        return 6
    if not a.roots.isdisjoint(b.roots):
        return _form_level(a, b)
    if a.first in GIVEN_NAMES and b.first in GIVEN_NAMES:
        return 0
    level = _mistyped_given_name(a.first, b.first)
    return min(level, 1) if held.both_first(a.first, b.first) else level


def _form_level(a: PersonTokens, b: PersonTokens) -> int:
    """Tell a short form of the other name from another spelling of it, and from two short forms of a third."""
    level_a, level_b = VARIANTS.get(a.first, a.first), VARIANTS.get(b.first, b.first)
    return 5 if level_a != level_b and (level_a in b.roots or level_b in a.roots) else 4


def _initials(name: PersonTokens) -> set[str]:
    """The initial of a given name as written, and of its formal names."""
    return {name.first[0]} if len(name.first) == 1 else {name.first[0], *(root[0] for root in name.roots)}


def _mistyped_given_name(a: str, b: str) -> int:
    """Give the position in FIRST of two unequal names: their ends tell `Ivan` from `Ivana`, `Maria` from `Mario`."""
    shorter, longer = sorted((a, b), key=len)
    if not is_typo(a, b, shortest=3):
        return int(a[0] == b[0] and (loosely_alike(a, b) or _begins(shorter, longer)))
    only_ending = a[:-1] == b[:-1] or (longer[:-1] == shorter and longer[-1] != shorter[-1])
    return 1 if only_ending and (a[-1] in _ENDINGS or b[-1] in _ENDINGS) else 2


def _begins(shorter: str, longer: str) -> bool:
    """Tell whether a longer name was cut off."""
    return len(shorter) > 2 and longer.startswith(shorter)


def last_level(a: PersonTokens, b: PersonTokens, held: HeldNames = NONE_HELD) -> int:
    """Give the position in LAST; a single letter must agree."""
    if not a.last or not b.last:
        return 4 if a.last or b.last else 5
    if a.last == b.last:
        return 7 if len(a.last) == 1 else 8
    if len(a.last) == 1 or len(b.last) == 1:
        return 6 if _initial_fits(a, b) else 0
    if is_typo(a.last, b.last):
        return 2 if held.both_last(a.last, b.last) else 3
    if a.last in b.middle or b.last in a.middle or _begins(*sorted((a.last, b.last), key=len)):
        return 1
    least = _SHORT_ALIKE if len(a.last) == len(b.last) <= _SHORT_NAME else _ALIKE
    return 2 if a.last[0] == b.last[0] and loosely_alike(a.last, b.last, least=least) else 0


def _initial_fits(a: PersonTokens, b: PersonTokens) -> bool:
    """Tell whether a single letter is the initial of the other's last name, or of a part of it: `V` of `Van Dyke`."""
    short, long = (a, b) if len(a.last) == 1 else (b, a)
    return short.last in long.initials


def middle_level(a: PersonTokens, b: PersonTokens) -> int:
    """Give the position in MIDDLE."""
    if not a.middle or not b.middle:
        return 1 if a.middle or b.middle else 2
    agree = all(
        x == y or (1 in (len(x), len(y)) and x[0] == y[0]) or is_typo(x, y)
        for x, y in zip(a.middle, b.middle, strict=False)
    )
    return 3 if agree else 0


def tags_level(a: PersonTokens, b: PersonTokens) -> int:
    """Give the position in TAGS, for languages and for what else stands in brackets.

    Beside a last name a mark says little; two of one given name and initial are often told apart by it.
    """
    said_a, said_b = a.tags | a.notes, b.tags | b.notes
    if not said_a or not said_b:
        only = a.joined == b.joined and len(a.last) == 1
        return (4 if only else 1) if said_a or said_b else 2
    return 3 if said_a & said_b else 0


def namesakes_level(a: PersonTokens, b: PersonTokens, held: HeldNames) -> int:
    """Give the position in NAMESAKES of two names that share an initial of the last name.

    A given name that is borne with other initials too is a common one, and may well be borne twice with this one.
    """
    initials = held.initials.get(a.first, frozenset[str]()) | held.initials.get(b.first, frozenset[str]())
    return 0 if len(initials) > 1 else 1


def persons_conflict(a: PersonTokens, b: PersonTokens, held: HeldNames = NONE_HELD) -> bool:
    """Tell whether two names cannot be one person's, for what both state."""
    if turned_words(a, b) or a.joined == b.joined:
        return False
    if first_level(a, b) == 0:
        return {a.first, b.first} <= GIVEN_NAMES or not loosely_alike(a.first, b.first)
    least = _SHORT_ALIKE if max(len(a.last), len(b.last)) <= _SHORT_NAME else _ALIKE
    apart = last_level(a, b) == 0 and not loosely_alike(a.last, b.last, least=least)
    return apart or (min(len(a.last), len(b.last)) > 1 and a.last != b.last and held.both_last(a.last, b.last))


def persons_fit(a: PersonTokens, b: PersonTokens) -> bool:
    """Tell whether one may be the other and at least one part is written out in both."""
    first, last = first_level(a, b), last_level(a, b)
    return first > 0 and last > 0 and (first != 3 or last in (3, 8))


def turned_words(a: PersonTokens, b: PersonTokens) -> int:
    """Give 2 when first and last name are exchanged, 1 when they may be, 0 when not.

    One of the given names may be an initial; yet `Scott M`, whose only word is a given name, need not be `Mary Scott`.
    """
    if not a.last or not b.last or a.first == a.last:
        return 0
    crossed = sorted((_crossed(a.first, b.last), _crossed(b.first, a.last)))
    if crossed not in ([1, 2], [2, 2]):
        return 0
    shared = a.first if a.first == b.last else b.first
    return 1 if crossed == [1, 2] and shared in GIVEN_NAMES else 2


def _crossed(first: str, last: str) -> int:
    """Give 2 for equal words written out, 1 for a word and its initial, 0 for others."""
    if first == last:
        return 2 if len(first) > 1 else 0
    return int(1 in (len(first), len(last)) and first[0] == last[0])


def person_veto(a: PersonTokens, b: PersonTokens) -> str | None:
    """Give why two names are never one person's, or None."""
    if a.numbers != b.numbers:
        return "the numbers differ"
    if a.house != b.house:
        return "one is a house account, the other a person"
    if a.suffix and b.suffix and a.suffix != b.suffix:
        return f"{a.suffix.capitalize()} and {b.suffix.capitalize()} are two people"
    if a.key == b.key or a.joined == b.joined or turned_words(a, b):
        return None
    if first_level(a, b) == 0:
        return "the given names are two names"
    if last_level(a, b) == 0:
        return "the last names or initials differ"
    return None


def person_likeness(a: PersonTokens, b: PersonTokens) -> float:
    """Give how alike the letters are, 0 to 1."""
    return blended_similarity(a.plain, b.plain)
