"""What the names at hand tell of their words: how rare each is, which are known, and which are often left out."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import log

from rapidfuzz.distance import OSA

from aiop.identity.names.labels import LabelTokens
from aiop.identity.names.similarity import is_typo
from aiop.identity.names.words import NameRules

_KNOWN = 3  # names that hold a word, from which on it is no typing error
_BRAND_NAMES, _BRAND_SHARE = 12, 0.25  # names, and share of all names, that hold a brand's word; never a name by itself
_LEFT_OUT = 3  # names that occur with a word and without it, from which on it is dispensable


class Lexicon:
    """The words of all names that are compared; each distinct name counts once."""

    def __init__(self, names: Iterable[LabelTokens], rules: NameRules) -> None:
        """Count the words."""
        distinct = {name.words for name in names}
        self._names = len(distinct)
        self._alone = {words[0] for words in distinct if len(words) == 1}
        self._held = Counter(word for words in distinct for word in set(words))
        self._noise = rules.noise | rules.ends
        self._opposites = rules.opposites
        self._telling = rules.telling | frozenset().union(*rules.opposites)
        self._dispensable = _often_left_out(distinct) - self._telling

    def weight(self, word: str) -> float:
        """Give what a word is worth: the logarithm of how rare it is."""
        return log((self._names + 2) / (self._held[word] + 1)) + 0.5

    def is_known(self, word: str) -> bool:
        """Tell whether several names hold the word."""
        return self._held[word] >= _KNOWN

    def says_nothing(self, word: str) -> bool:
        """Tell whether a word is a brand's, held by very many names and none by itself, or noise mistyped."""
        if self._held[word] >= max(_BRAND_NAMES, _BRAND_SHARE * self._names) and word not in self._alone:
            return True
        return self._held[word] < _KNOWN and any(is_typo(word, noise) for noise in self._noise)

    def tells(self, word: str) -> bool:
        """Tell whether a word makes a narrower thing of a name."""
        return word in self._telling

    def is_dispensable(self, word: str) -> bool:
        """Tell whether several names occur with the word and without it."""
        return word in self._dispensable

    def own_right(self, a: str, b: str) -> bool:
        """Tell whether neither word is the other mistyped: both known, or as near to another that excludes it."""
        if self.is_known(a) and self.is_known(b):
            return True
        return any(_near_two(one, other, group) for group in self._opposites for one, other in ((a, b), (b, a)))


def _near_two(word: str, member: str, group: frozenset[str]) -> bool:
    """Tell whether a word is as near to another member of a group: `eest` to `west` as to `east`."""
    if member not in group:
        return False
    return any(other != member and OSA.distance(word, other, score_cutoff=1) <= 1 for other in group)


def _often_left_out(names: set[tuple[str, ...]]) -> frozenset[str]:
    without: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for words in names:
        for at, word in enumerate(words):
            rest = words[:at] + words[at + 1 :]
            if rest in names:
                without[word].add(rest)
    return frozenset(word for word, rests in without.items() if len(rests) >= _LEFT_OUT)
