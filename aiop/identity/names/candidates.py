"""Which names are compared at all: those that share a word, or a word and its mistyped or shortened form."""

from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from aiop.identity.names.similarity import is_shortened, is_typo

_MOST_ERRORS = 2
_TOO_COMMON = 500  # names with one word, from where on it brings no pair together by itself


class CandidateIndex:
    """Words of all names at hand; finds the partners of one name without a look at every other."""

    def __init__(self, names: Sequence[set[str]], *, shortens: bool) -> None:
        """Take the words of each name, and whether a word's beginning stands for it."""
        self._names = names
        self._holders: dict[str, list[int]] = defaultdict(list)
        for at, words in enumerate(names):
            for word in words:
                self._holders[word].append(at)
        self._words = list(self._holders)
        self._shortens = shortens
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in self._words:
            self._by_letter[word[0]].append(word)
        self._families: dict[str, set[str]] = {}

    def partners(self, at: int) -> set[int]:
        """Give the positions of the names to compare with the one at a position, itself left out."""
        near = {other for word in self._names[at] for other in self._family(word)}
        return {
            partner for word in near if len(self._holders[word]) <= _TOO_COMMON for partner in self._holders[word]
        } - {at}

    def _family(self, word: str) -> set[str]:
        """The word, and those that may be the same mistyped or shortened."""
        family = self._families.get(word)
        if family is None:
            near = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=_MOST_ERRORS, limit=None)
            family = {word} | {
                other
                for other, _, _ in near
                if is_typo(word, other, shortest=3) or other[1:] == word or word[1:] == other
            }
            if self._shortens:
                family.update(other for other in self._by_letter[word[0]] if is_shortened(word, other))
            self._families[word] = family
        return family
