"""Names of branches, lead sources and vendors taken apart, and the guards that keep two of them apart."""

import re
from typing import NamedTuple

from aiop.identity.names.similarity import blended_similarity
from aiop.identity.names.words import NameRules, singular
from aiop.values.branch_name import BranchPlace, branch_key, branch_place
from aiop.values.folding import fold, without_emoji, without_punctuation
from aiop.values.source_name import source_key
from aiop.values.state import state_code

_LONGEST_PHRASE = 4  # words
_LETTERS_AND_DIGITS = re.compile(r"\d+(?:st|nd|rd|th)\b|\d+|[^\W\d]+")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_AMPERSAND = re.compile(r"(?<=\s)[&+](?=\s)")
_WEB_ADDRESS = re.compile(r"https?://|\bwww\.|\.(?:com|ca|net|org|co|io)\b", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_PARTED = re.compile(r"[(),\[\]]|\s[-\u2010-\u2015]+\s")
_RUN_ON = re.compile(r"(?<=[a-z])([A-Z][a-z]*)(?![a-z])")  # `YelpAds`, `HomeAdvisor`, `PlanA`
_PART = 4  # letters; `LinkedIn` and `TikTok` are one word
_NOT_ALONE = frozenset({"fort", "port", "mount", "saint", "new", "lake", "cape"})  # begin a place's name


class LabelTokens(NamedTuple):
    """A name in parts, all folded: `words` as they are compared, `stated` those that exclude others, by group.

    `forms` are the name closed up: as written and as compared, with and without the words that say nothing.
    """

    key: str
    words: tuple[str, ...]
    letters: frozenset[str]
    numbers: frozenset[str]
    stated: tuple[frozenset[str], ...]
    state: str
    place: BranchPlace | None
    ignored: tuple[str, ...]
    forms: frozenset[str]

    @property
    def plain(self) -> str:
        """The name as it is compared by its letters."""
        return " ".join(self.words)

    @property
    def compact(self) -> str:
        """The same without blanks."""
        return "".join(self.words)


def branch_tokens(text: str, rules: NameRules) -> LabelTokens | None:
    """Take a branch's name apart; state marks are dropped, province or state kept apart; None when nothing is left."""
    key = branch_key(text)
    if key is None:
        return None
    words: list[str] = []
    state = ""
    for part in _PARTED.split(text):
        said = _words((branch_key(part) or "").replace("/", " "))
        left, stated = _without_state(said, bool(words), rules)
        state = state or stated
        words += left
    return _label(key, words or _words(key), rules, state=state, place=branch_place(text))


def source_tokens(text: str, rules: NameRules) -> LabelTokens | None:
    """Take the name of a lead source or vendor apart; None when nothing is left."""
    key = source_key(text)
    if key is None:
        return None

    def noted(bracket: re.Match[str]) -> str:
        return " " if rules.notes.issuperset(_words(bracket[1])) else bracket[0]

    def parted(run_on: re.Match[str]) -> str:
        word = singular(run_on[1].lower())
        parts = len(word) >= _PART or len(word) == 1 or word in rules.telling or word in rules.abbreviations
        return f" {run_on[1]}" if parts else run_on[1]

    bare = _IN_BRACKETS.sub(noted, _WEB_ADDRESS.sub(" ", without_emoji(text)))
    words = _words(_AMPERSAND.sub("and", _RUN_ON.sub(parted, bare)))
    return _label(key, words or _words(text), rules, plurals=True)


def _words(text: str) -> list[str]:
    return _LETTERS_AND_DIGITS.findall(without_punctuation(fold(text)))


def _without_state(words: list[str], follows: bool, rules: NameRules) -> tuple[list[str], str]:
    """Take a province or state off a part of a name: the whole part behind another, its end, or a code at its front."""
    end = len(words)
    while end > 1 and words[end - 1] in rules.noise:
        end -= 1
    words, behind = words[:end], words[end:]
    for count in (3, 2, 1):
        left = [rules.abbreviations.get(word, word) for word in words[:-count]]
        named = set(left) - rules.noise - rules.opposites[0] - _NOT_ALONE
        if len(words) >= count and (named or (follows and len(words) == count)):
            code = state_code(" ".join(words[-count:]))
            if code:
                return words[:-count] + behind, code
    code = state_code(words[0]) if len(words) > 1 and len(words[0]) == 2 else None
    return (words[1:] + behind, code) if code else (words + behind, "")


def _label(
    key: str,
    words: list[str],
    rules: NameRules,
    *,
    plurals: bool = False,
    state: str = "",
    place: BranchPlace | None = None,
) -> LabelTokens | None:
    expanded = _expanded(words, rules, plurals=plurals)
    numbers = frozenset(_ORDINAL.sub(r"\1", word).lstrip("0") or "0" for word in expanded if word[0].isdigit())
    named = [word for word in expanded if not word[0].isdigit()]
    levelled = [singular(word) if plurals else word for word in named]
    said = rules.without_noise(levelled) or levelled
    if not said and not numbers:
        return None
    letters = [word for word in words if not word[0].isdigit()]
    written = rules.without_noise([singular(word) if plurals else word for word in letters])
    return LabelTokens(
        key=key,
        words=tuple(said),
        letters=frozenset(word for word in said if len(word) == 1),
        numbers=numbers,
        stated=tuple(group.intersection(said) for group in rules.opposites),
        state=state,
        place=place,
        ignored=tuple(word for word in levelled if word not in said),
        forms=frozenset({"".join(form) for form in (letters, written, named, said)} - {""}),
    )


def _expanded(words: list[str], rules: NameRules, *, plurals: bool) -> list[str]:
    """Put what is meant in place of each phrase and word that the rules know, the longest phrase first."""
    looked_up = [singular(word) for word in words] if plurals else words
    out: list[str] = []
    at = 0
    while at < len(words):
        for count in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
            full = rules.abbreviations.get(" ".join(looked_up[at : at + count]))
            if full is not None:
                break
        else:
            count, full = 1, rules.run_together.get(words[at], words[at])
        out += full.split()
        at += count
    return out


def is_same_label(a: LabelTokens, b: LabelTokens) -> bool:
    """Tell whether two names have the same words, or the same letters however they are parted."""
    return a.words == b.words or not a.forms.isdisjoint(b.forms)


def label_veto(a: LabelTokens, b: LabelTokens) -> str | None:
    """Give why two names never mean one thing, or None."""
    if a.numbers != b.numbers:
        return "the numbers differ"
    if a.state and b.state and a.state != b.state:
        return f"{a.state} and {b.state} are two places"
    if a.place and b.place and a.place[0] != b.place[0]:
        return f"{a.place[0]} and {b.place[0]} are two places"
    if is_same_label(a, b):
        return None
    if a.letters and b.letters and a.letters != b.letters:
        return "the single letters differ"
    for mine, yours in zip(a.stated, b.stated, strict=True):
        if mine and yours and mine.isdisjoint(yours):
            return f"“{' '.join(sorted(mine))}” and “{' '.join(sorted(yours))}” exclude each other"
    return None


def label_likeness(a: LabelTokens, b: LabelTokens) -> float:
    """Give how alike the letters are, 0 to 1; blanks between words are forgiven."""
    if is_same_label(a, b):
        return 1.0
    return blended_similarity(a.plain, b.plain)
