"""All names of one flavour at once: who fits whom, and who else a name fits."""

from collections.abc import Callable, Iterator, Sequence
from math import inf
from typing import Any

from aiop.identity.names.candidates import CandidateIndex
from aiop.identity.names.comparison import Compared, Comparison

_MARGIN = 1.7  # bits; a name that fits so much worse is no rival


class Board:
    """Names taken apart, and what has been found out of any two of them."""

    def __init__(
        self, comparison: Comparison[Any], worth: Callable[[Sequence[int]], float], values: Sequence[tuple[int, str]]
    ) -> None:
        """Take the names apart, in the order of their ids; empty ones take no part. `worth` gives the bits of a vector."""
        self._worth = worth
        taken = [(identifier, text, comparison.tokens(text)) for identifier, text in sorted(values)]
        kept = [(identifier, text, tokens) for identifier, text, tokens in taken if tokens is not None]
        self._comparison = comparison
        self.ids = [identifier for identifier, _, _ in kept]
        self.texts = [text for _, text, _ in kept]
        self._tokens = [tokens for _, _, tokens in kept]
        comparison.learn(self._tokens)
        self._index = CandidateIndex(
            [comparison.words(tokens) for tokens in self._tokens], shortens=comparison.shortens
        )
        self._compared: dict[tuple[int, int], Compared | None] = {}
        self._conflicts: dict[tuple[int, int], bool] = {}
        self._fitting: dict[int, frozenset[int]] = {}

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Give the positions of every two names to compare, the smaller first."""
        return ((at, partner) for at in range(len(self.ids)) for partner in self._index.partners(at) if partner > at)

    def pairs_with(self, fresh: set[int]) -> Iterator[tuple[int, int]]:
        """Give those pairs of which at least one position is fresh."""
        return (
            (at, partner)
            for at in sorted(fresh)
            for partner in self._index.partners(at)
            if partner not in fresh or partner > at
        )

    def compared(self, i: int, j: int) -> Compared | None:
        """Give what two names have in common, or None when a guard keeps them apart."""
        pair = (i, j) if i < j else (j, i)
        if pair not in self._compared:
            a, b = self._tokens[pair[0]], self._tokens[pair[1]]
            kept_apart = self._comparison.veto(a, b) is not None
            self._compared[pair] = None if kept_apart else self._comparison.compare(a, b)
        return self._compared[pair]

    def rivals(self, i: int, j: int) -> list[int]:
        """Give one name for each other person or thing that one of two names fits and the other cannot be."""
        return self._apart(self._only_one_fits(i, j) | self._only_one_fits(j, i))

    def crowd(self, i: int, j: int) -> list[int]:
        """Give those whom two names alike, that leave the telling part out, both fit: `Rosa` where Rosa K and Rosa M are."""
        compared = self.compared(i, j)
        if compared is None or not compared.open:
            return []
        fuller = self._apart({other for other in self._fits(i) & self._fits(j) if other not in (i, j)})
        return fuller if len(fuller) > 1 else []

    def _apart(self, others: set[int]) -> list[int]:
        """Give one for each that cannot be the same as those before it."""
        apart: list[int] = []
        for other in sorted(others):
            if all(self._conflict(other, one) for one in apart):
                apart.append(other)
        return apart

    def _only_one_fits(self, i: int, j: int) -> set[int]:
        """Names that fit `i` about as well as `j` does, and that contradict `j`."""
        bar = self._strength(i, j) - _MARGIN
        return {o for o in self._fits(i) if o != j and self._conflict(o, j) and self._strength(i, o) >= bar}

    def _strength(self, i: int, j: int) -> float:
        compared = self.compared(i, j)
        return self._worth(compared.vector) if compared is not None else -inf

    def _fits(self, i: int) -> frozenset[int]:
        if i not in self._fitting:
            found = ((other, self.compared(i, other)) for other in self._index.partners(i))
            self._fitting[i] = frozenset(other for other, compared in found if compared is not None and compared.fits)
        return self._fitting[i]

    def _conflict(self, i: int, j: int) -> bool:
        pair = (i, j) if i < j else (j, i)
        if pair not in self._conflicts:
            self._conflicts[pair] = self._comparison.conflict(self._tokens[pair[0]], self._tokens[pair[1]])
        return self._conflicts[pair]
