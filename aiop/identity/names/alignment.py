"""Which words of two labels stand for each other, and what is left over."""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache
from math import log
from typing import NamedTuple

from aiop.identity.names.labels import LabelTokens, is_same_label
from aiop.identity.names.similarity import is_shortened, is_typo, loosely_alike
from aiop.identity.names.words import NameRules

WORDS = (
    "some words",
    "one holds the other",
    "shortened",
    "short word mistyped",
    "mistyped",
    "other order",
    "same words",
)
EXTRA = ("on both sides", "telling word", "in front", "behind", "none")
SHARE = ("under 40 %", "40 to 60 %", "60 to 80 %", "over 80 %")
NUMBERS = ("none", "same")
STATE = ("usually elsewhere", "on one side", "on neither side", "same")

_SHORTENED, _MISTYPED, _TURNED, _SAME = 2, 4, 5, 6  # positions in WORDS
_SHORT_WORD = 6  # letters; in a shorter word one letter may make another
_BRAND_NAMES, _BRAND_SHARE = 12, 0.25  # names, and share of all names, that hold a brand's word; never a name by itself
_KNOWN = 3  # names that hold a word, from which on it is no typing error
_NOWHERE = ("", "", "")
_LOOSE = 60  # of 100
_SHARE_STEPS = (0.4, 0.6, 0.8)


class Vocabulary:
    """How many of the names at hand hold each word; a word of many names says little of one."""

    def __init__(self, names: Iterable[LabelTokens]) -> None:
        """Count each distinct name once."""
        distinct = {name.words: name for name in names}
        self.names = len(distinct)
        self._alone = {words for words in distinct if len(words) == 1}
        self.held = Counter(word for name in distinct.values() for word in set(name.words))

    def weight(self, word: str) -> float:
        """Give what a word is worth: the logarithm of how rare it is."""
        return log((self.names + 2) / (self.held[word] + 1)) + 0.5

    def is_known(self, word: str) -> bool:
        """Tell whether several names hold the word."""
        return self.held[word] >= _KNOWN

    def telling(self, words: list[str]) -> list[str]:
        """Leave out the words that so many names hold that they are a brand's, not a name's."""
        least = max(_BRAND_NAMES, _BRAND_SHARE * self.names)
        return [word for word in words if self.held[word] < least or (word,) in self._alone]

    def own_right(self, a: str, b: str) -> bool:
        """Tell whether two words are both known, or the one that would be the short form is."""
        if len(a) == len(b):
            return self.is_known(a) and self.is_known(b)
        shorter, longer = sorted((a, b), key=len)
        return self.is_known(shorter) and (self.is_known(longer) or len(longer) > len(shorter) + 2)


class Alignment(NamedTuple):
    """Pairs of words that stand for each other, and the words of either side that have no partner."""

    pairs: tuple[tuple[str, str], ...]
    level: int
    left: tuple[str, ...]
    right: tuple[str, ...]


def align(a: LabelTokens, b: LabelTokens, vocabulary: Vocabulary) -> Alignment:
    """Pair the words of two names: equal ones first, then mistyped, then shortened."""
    if is_same_label(a, b):
        return Alignment(tuple(zip(a.words, b.words, strict=False)), _SAME, (), ())
    if _is_acronym(a, b) or _is_acronym(b, a):
        return Alignment((), _SHORTENED, (), ())
    left, right = list(a.words), list(b.words)
    pairs, level = _equal_words(left, right), _TURNED
    for rank, test in ((_MISTYPED, is_typo), (_SHORTENED, is_shortened)):
        found = _alike_words(left, right, test, vocabulary) if left and right else []
        if found:
            pairs += found
            short = rank == _MISTYPED and min(len(word) for pair in found for word in pair) < _SHORT_WORD
            level = rank - short
    if (left or right) and _mistyped_as_a_whole(a, b, left + right, vocabulary):
        return Alignment(((a.compact, b.compact),), _MISTYPED, (), ())
    kept_left, kept_right = vocabulary.telling(left), vocabulary.telling(right)
    if pairs and (kept_left, kept_right) != (left, right):
        left, right, level = kept_left, kept_right, min(level, _TURNED)
    if left or right:
        level = 0 if left and right else 1
    return Alignment(tuple(pairs), level, tuple(left), tuple(right))


def _equal_words(left: list[str], right: list[str]) -> list[tuple[str, str]]:
    """Take the words that both lists have out of them."""
    pairs = []
    for word in tuple(left):
        if word in right:
            left.remove(word)
            right.remove(word)
            pairs.append((word, word))
    return pairs


def _alike_words(
    left: list[str], right: list[str], test: Callable[[str, str], bool], vocabulary: Vocabulary
) -> list[tuple[str, str]]:
    """Take the words out of both lists that pass a test, unless both are words in their own right."""
    pairs = []
    for word in tuple(left):
        other = next((o for o in right if test(word, o) and not vocabulary.own_right(word, o)), None)
        if other is not None:
            left.remove(word)
            right.remove(other)
            pairs.append((word, other))
    return pairs


def _mistyped_as_a_whole(a: LabelTokens, b: LabelTokens, alone: list[str], vocabulary: Vocabulary) -> bool:
    """Tell whether names parted in another way differ by one letter: `TikTok` and `Tiiktok`."""
    if len(a.words) == len(b.words) or any(vocabulary.is_known(word) for word in alone):
        return False
    return len(a.compact) >= _SHORT_WORD and abs(len(a.compact) - len(b.compact)) < 2 and is_typo(a.compact, b.compact)


def _is_acronym(a: LabelTokens, b: LabelTokens) -> bool:
    """Tell whether the one word of `a` is made of the first letters of `b`, passed-over words included or not."""
    if len(a.words) != 1 or not 2 <= len(a.words[0]) <= 5 or len(b.words) < 2:
        return False
    whole = "".join(word[0] for word in b.key.split() if word)
    return a.words[0] in ("".join(word[0] for word in b.words), whole)


def extra_level(a: LabelTokens, found: Alignment, b: LabelTokens, rules: NameRules) -> int:
    """Give the position in EXTRA of what one name says more than the other."""
    if found.left and found.right:
        return 0
    extra, longer = (found.left, a) if found.left else (found.right, b)
    if not extra:
        return 4
    if any(_tells(word, rules.telling, rules.opposites) for word in extra):
        return 1
    return 2 if longer.words[0] in extra else 3


@lru_cache(maxsize=4096)
def _tells(word: str, telling: frozenset[str], opposites: tuple[frozenset[str], ...]) -> bool:
    """Tell whether a word, be it mistyped, makes a narrower thing of a name."""
    if word in telling or any(word in group for group in opposites):
        return True
    return len(word) >= _SHORT_WORD and any(is_typo(word, other) for other in telling)


def share_level(found: Alignment, vocabulary: Vocabulary) -> int:
    """Give the position in SHARE of the worth of the paired words among all."""
    paired = sum(vocabulary.weight(word) for pair in found.pairs for word in pair) / 2
    alone = sum(vocabulary.weight(word) for word in found.left + found.right)
    share = paired / (paired + alone) if paired + alone else 1.0
    return sum(share >= step for step in _SHARE_STEPS)


def state_level(a: LabelTokens, b: LabelTokens) -> int:
    """Give the position in STATE; a name that the list of branches knows is usually where the list says."""
    if a.state and b.state:
        return 3
    usual_a, usual_b = a.state or (a.place or _NOWHERE)[1], b.state or (b.place or _NOWHERE)[1]
    if usual_a and usual_b and usual_a != usual_b:
        return 0
    return 1 if a.state or b.state else 2


def extras_unlike(found: Alignment) -> bool:
    """Tell whether each name says something that the other does not, and not by slips of the pen."""
    if not found.left or not found.right:
        return False
    return not any(loosely_alike(mine, yours, least=_LOOSE) for mine in found.left for yours in found.right)
