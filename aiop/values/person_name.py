"""Names of people: their parts, a key for comparison, and whether two can be one person's."""

import dataclasses
import re
from typing import NamedTuple

from nameparser import Lexicon, Parser

from aiop.values.blank import blank_to_none
from aiop.values.folding import fold, without_punctuation

TITLES = frozenset(
    {
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "professor",
        "rev",
        "reverend",
        "sir",
        "madam",
        "mme",
        "mlle",
        "messrs",
    }
)
GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})  # not "v": `Leonora V` is an initial
CREDENTIALS = frozenset({"phd", "md", "dds", "esq", "cpa", "mba", "rn"})
_JOINERS = frozenset({"and", "y", "et"})
PARTICLES = frozenset(
    {
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "das",
        "du",
        "des",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "ten",
        "bin",
        "binti",
        "ibn",
        "al",
        "el",
        "st",
        "ste",
        "abu",
        "abd",
        "abdul",
    }
)
_NEEDS_PARSER = TITLES | GENERATIONS | CREDENTIALS | _JOINERS | PARTICLES
_AFFIXES = TITLES | GENERATIONS | CREDENTIALS

_LONGEST = 200  # characters; the parser would take seconds over a longer text, which is no name
_PLAIN = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*")
_PLAIN_WITH_MARKS = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*(?: [^\W\d_]+(?:['\u2019-][^\W\d_]+)*)*")
_DOTTED_CREDENTIAL = re.compile(r"\b(ph|m|d)\.\s?(d)\.(?:\s?(s)\b\.?)?(?=$|[\s,;)])")

# The library knows 800 titles, Prince, Major and Judge among them; customers with such given names would lose them.
_PARSER = Parser(
    dataclasses.replace(
        Lexicon.default(),
        titles=TITLES,
        given_name_titles=frozenset({"sir"}),
        after_given_titles=frozenset(),
        honorific_tails=frozenset(),
        suffix_words=GENERATIONS,
        suffix_acronyms=CREDENTIALS,
        suffix_acronyms_ambiguous=frozenset(),
    )
)


class PersonName(NamedTuple):
    """The parts of a name as written; a part that is absent is empty."""

    first: str
    middle: str = ""
    last: str = ""
    suffix: str = ""
    title: str = ""


def split_name(t: str) -> PersonName | None:
    """Give the parts of a name, `Velmont, Nadia` and titles included; None when blank."""
    stripped = blank_to_none(t)
    if stripped is None:
        return None
    words = stripped.split()
    simple = len(stripped) > _LONGEST or (
        _PLAIN_WITH_MARKS.fullmatch(" ".join(words)) and _NEEDS_PARSER.isdisjoint(fold(stripped).split())
    )
    if simple:
        last = words[-1] if len(words) > 1 else ""
        return PersonName(words[0], " ".join(words[1:-1]), last)
    return _parsed(stripped)


def name_key(t: str) -> str | None:
    """Give the name for comparison: folded, without punctuation, titles and suffixes, given name first; None if empty."""
    if _PLAIN.fullmatch(t):
        lowered = t.lower()
        if _AFFIXES.isdisjoint(lowered.split(" ")):
            return lowered if lowered not in _BLANK_WORDS or blank_to_none(t) else None
    return " ".join(_key_words(t)) or None


def first_key(t: str) -> str | None:
    """Give the first word of the name's key, or None."""
    key = name_key(t)
    return key.partition(" ")[0] if key else None


def last_key(t: str) -> str | None:
    """Give the last word of the name's key (`cruz` of `Juan de la Cruz`), or None for a name of one word."""
    key = name_key(t)
    return key.rpartition(" ")[2] if key and " " in key else None


def generation(t: str) -> str | None:
    """Give the generation suffix (`jr`, `sr`, `ii`, `iii`, `iv`) that a name states, or None."""
    words = without_punctuation(fold(t)).split()
    return next((word for word in words[1:] if word in GENERATIONS), None)


def names_compatible(a: str, b: str) -> bool:
    """Tell whether two names can be one person's by their structure alone; how alike the letters are never counts.

    Equal keys, a missing or abbreviated part beside an equal full one, or a given name alone; never Jr beside Sr.
    """
    key_a, key_b = name_key(a), name_key(b)
    if key_a is None or key_b is None:
        return False
    words_a, words_b = key_a.split(), key_b.split()
    if words_a[0][0] != words_b[0][0] or _generations_differ(a, b):
        return False
    if key_a == key_b:
        return True
    if len(words_a) == 1 or len(words_b) == 1:
        return words_a[0] == words_b[0] and len(words_a[0]) > 1
    return _ends_agree(words_a, words_b) and _middles_agree(words_a[1:-1], words_b[1:-1])


def _ends_agree(a: list[str], b: list[str]) -> bool:
    """Require one end equal and written out, the other equal or an initial of it."""
    written_out = any(a[end] == b[end] and len(a[end]) > 1 for end in (0, -1))
    return written_out and _same_or_initial(a[0], b[0]) and _same_or_initial(a[-1], b[-1])


def _middles_agree(a: list[str], b: list[str]) -> bool:
    return not a or not b or (len(a) == len(b) and all(map(_same_or_initial, a, b)))


def _same_or_initial(a: str, b: str) -> bool:
    return a == b or (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b))


def _generations_differ(a: str, b: str) -> bool:
    stated_a, stated_b = generation(a), generation(b)
    return stated_a is not None and stated_b is not None and stated_a != stated_b


_BLANK_WORDS = frozenset({"nan", "none", "nat"})


def _key_words(t: str) -> list[str]:
    stripped = blank_to_none(t)
    if stripped is None:
        return []
    folded = _DOTTED_CREDENTIAL.sub(r"\1\2\3", fold(stripped)).replace("&", " and ")
    parts = [words for part in folded.split(",") if (words := without_punctuation(part).split())]
    # `Velmont, Nadia, Jr`: what is only a suffix takes no part in turning the name round.
    named = [words for words in parts if not (GENERATIONS | CREDENTIALS).issuperset(words)] or parts
    if len(named) == 2:
        named.reverse()
    return _without_affixes([word for words in named for word in _without_affixes(words)])


def _without_affixes(words: list[str]) -> list[str]:
    """Drop titles in front and suffixes behind, as long as a name is left."""
    start, end = 0, len(words)
    while start < end - 1 and (words[start] in TITLES or (start and words[start] == "and")):
        start += 1
    while end - start > 1 and (words[end - 1] in GENERATIONS or (words[end - 1] in CREDENTIALS and end - start > 2)):
        end -= 1
    return words[start:end]


def _parsed(stripped: str) -> PersonName:
    """Let nameparser take apart what has commas, titles, suffixes or particles."""
    parsed = _PARSER.parse(stripped)
    name = PersonName(parsed.given, parsed.middle, parsed.family, parsed.suffix, parsed.title)
    # A name of brackets or signs alone would leave every part empty; it then stands as its own first name.
    return name if name.first or name.last else PersonName(stripped)
