"""Which words of two labels stand for each other, and what is left over."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from aiop.identity.names.labels import LabelTokens, is_same_label
from aiop.identity.names.lexicon import Lexicon
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
EXTRA = ("on both sides", "telling word", "in front", "behind", "often left out", "none")
SHARE = ("under 40 %", "40 to 60 %", "60 to 80 %", "over 80 %")
NUMBERS = ("none", "same")
STATE = ("usually elsewhere", "on one side", "on neither side", "same")

_SHORTENED, _MISTYPED, _TURNED, _SAME = 2, 4, 5, 6  # positions in WORDS
_SHORT_WORD = 6  # letters; in a shorter word one letter may make another
_NOWHERE = ("", "", "")
_LOST_FIRST = 5  # letters; from here a word is told by what is left of it
_LOOSE = 60  # of 100
_SHARE_STEPS = (0.4, 0.6, 0.8)


class Alignment(NamedTuple):
    """Pairs of words that stand for each other, and the words of either side that have no partner."""

    pairs: tuple[tuple[str, str], ...]
    level: int
    left: tuple[str, ...]
    right: tuple[str, ...]


def align(a: LabelTokens, b: LabelTokens, lexicon: Lexicon) -> Alignment:
    """Pair the words of two names: equal ones first, then mistyped, then shortened."""
    if is_same_label(a, b):
        return Alignment(tuple(zip(a.words, b.words, strict=False)), _SAME, (), ())
    if _is_acronym(a, b) or _is_acronym(b, a):
        return Alignment((), _SHORTENED, (), ())
    left, right = list(a.words), list(b.words)
    pairs, level = _equal_words(left, right), _TURNED
    mistyped = _alike_words(left, right, lambda x, y: _is_slip(x, y) and not lexicon.own_right(x, y))
    if mistyped:
        level = _MISTYPED - (min(len(word) for pair in mistyped for word in pair) < _SHORT_WORD)
    # A word that begins another is often one in its own right: `New` of `Newport`. Beside equal words it is a short form.
    shortened = _alike_words(
        left, right, lambda x, y: is_shortened(x, y) and (bool(pairs) or not _known(lexicon, x, y))
    )
    level = _SHORTENED if shortened else level
    parted = (left and right) or not any(lexicon.tells(word) for word in left + right)
    if (left or right) and parted and _mistyped_as_a_whole(a, b, lexicon):
        return Alignment(((a.compact, b.compact),), _MISTYPED, (), ())
    pairs += mistyped + shortened
    return _left_over(pairs, level, left, right, lexicon)


def _left_over(
    pairs: list[tuple[str, str]], level: int, left: list[str], right: list[str], lexicon: Lexicon
) -> Alignment:
    """Drop what says nothing, and on two sides what is dispensable, when something else is shared."""
    if pairs:
        left, right = ([word for word in words if not lexicon.says_nothing(word)] for words in (left, right))
        if left and right:
            kept = [[word for word in words if not lexicon.is_dispensable(word)] for words in (left, right)]
            left, right = (kept[0], right if not kept[0] else kept[1]) if not all(kept) else (left, right)
    if left or right:
        level = 0 if left and right else 1
    return Alignment(tuple(pairs), level, tuple(left), tuple(right))


def _equal_words(left: list[str], right: list[str]) -> list[tuple[str, str]]:
    """Take the words that both lists have out of them."""
    return _alike_words(left, right, str.__eq__)


def _alike_words(left: list[str], right: list[str], test: Callable[[str, str], bool]) -> list[tuple[str, str]]:
    """Take the words out of both lists that pass a test together."""
    pairs = []
    for word in tuple(left):
        other = next((o for o in right if test(word, o)), None)
        if other is not None:
            left.remove(word)
            right.remove(other)
            pairs.append((word, other))
    return pairs


def _known(lexicon: Lexicon, a: str, b: str) -> bool:
    return lexicon.is_known(min(a, b, key=len))


def _is_slip(a: str, b: str) -> bool:
    """Tell whether one word is the other mistyped: a plural's `s` may be the slip, or the first letter left out."""
    if is_typo(a, b, shortest=3) or is_typo(f"{a}s", b) or is_typo(a, f"{b}s"):
        return True
    shorter, longer = sorted((a, b), key=len)
    return len(shorter) >= _LOST_FIRST and longer[1:] == shorter


def _mistyped_as_a_whole(a: LabelTokens, b: LabelTokens, lexicon: Lexicon) -> bool:
    """Tell whether names parted in another way differ by one letter: `TikTok` and `Tiik Tok`."""
    if len(a.words) == len(b.words) or any(len(n.words) == 1 and lexicon.is_known(n.words[0]) for n in (a, b)):
        return False
    return any(
        len(x) >= _SHORT_WORD and abs(len(x) - len(y)) < 2 and OSA.distance(x, y, score_cutoff=1) == 1
        for x in a.forms
        for y in b.forms
    )


def _is_acronym(a: LabelTokens, b: LabelTokens) -> bool:
    """Tell whether the one word of `a` is made of the first letters of `b`, passed-over words included or not."""
    if len(a.words) != 1 or not 2 <= len(a.words[0]) <= 5 or len(b.words) < 2:
        return False
    whole = "".join(word[0] for word in b.key.split() if word)
    return a.words[0] in ("".join(word[0] for word in b.words), whole)


def extra_level(a: LabelTokens, found: Alignment, b: LabelTokens, rules: NameRules, lexicon: Lexicon) -> int:
    """Give the position in EXTRA of what one name says more than the other."""
    if found.left and found.right:
        return 0
    extra, longer = (found.left, a) if found.left else (found.right, b)
    if not extra:
        return 5
    if any(_tells(word, rules.telling, rules.opposites) for word in extra):
        return 1
    if all(lexicon.is_dispensable(word) for word in extra):
        return 4
    return 2 if longer.words[0] in extra else 3


@lru_cache(maxsize=4096)
def _tells(word: str, telling: frozenset[str], opposites: tuple[frozenset[str], ...]) -> bool:
    """Tell whether a word, be it mistyped, makes a narrower thing of a name."""
    if word in telling or any(word in group for group in opposites):
        return True
    return len(word) >= _LOST_FIRST and any(is_typo(word, other) for other in telling)


def share_level(found: Alignment, lexicon: Lexicon) -> int:
    """Give the position in SHARE of the worth of the paired words among all."""
    paired = sum(lexicon.weight(word) for pair in found.pairs for word in pair) / 2
    alone = sum(lexicon.weight(word) for word in found.left + found.right)
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
