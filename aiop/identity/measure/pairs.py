"""How well pairs were found: precision, recall and F1 against the true pairs, at one line or along all of them."""

from collections.abc import Iterable, Sequence, Set
from itertools import groupby
from typing import NamedTuple

Pair = tuple[int, int]


class PairCounts(NamedTuple):
    """What was found of what is true; the shares of nothing are 0."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of the found pairs that are true."""
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of the true pairs that were found."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return _share(2 * self.right, 2 * self.right + self.wrong + self.missed)


class Line(NamedTuple):
    """A line drawn through scored pairs: those at or above the score are called the same."""

    score: float
    counts: PairCounts


def pair(left: int, right: int) -> Pair:
    """Give a pair in the order in which pairs are kept: the smaller left; ValueError for a row with itself."""
    if left == right:
        raise ValueError(f"A pair needs two rows, and both are {left}.")
    return (left, right) if left < right else (right, left)


def compared(found: Set[Pair], true: Set[Pair]) -> PairCounts:
    """Compare found with true pairs, both in kept order."""
    right = len(found & true)
    return PairCounts(right, len(found) - right, len(true) - right)


def at_line(scores: Sequence[float], same: Sequence[bool], line: float, *, true: int) -> PairCounts:
    """Count when pairs at or above a score are called the same; `true` counts all true pairs, found or not."""
    above = [is_same for score, is_same in zip(scores, same, strict=True) if score >= line]
    right = sum(above)
    return PairCounts(right, len(above) - right, true - right)


def lines(scores: Sequence[float], same: Sequence[bool], *, true: int) -> Iterable[Line]:
    """Give every line that can be drawn, from the highest score down; pairs of one score stand or fall together."""
    ordered = sorted(zip(scores, same, strict=True), reverse=True)
    right = wrong = 0
    for score, group in groupby(ordered, key=lambda scored: scored[0]):
        verdicts = [is_same for _, is_same in group]
        right += sum(verdicts)
        wrong += len(verdicts) - sum(verdicts)
        yield Line(score, PairCounts(right, wrong, true - right))


def best_line(scores: Sequence[float], same: Sequence[bool], *, true: int) -> Line | None:
    """Give the line with the best F1, the highest of equals; None when nothing was scored."""
    return max(lines(scores, same, true=true), key=lambda line: line.counts.f1, default=None)


def lowest_line(scores: Sequence[float], same: Sequence[bool], *, true: int, precision: float) -> Line | None:
    """Give the lowest line whose measured precision reaches `precision`, None when none does.

    Its recall is what could be merged without a reviewer, were the line known.
    """
    reaching = [line for line in lines(scores, same, true=true) if line.counts.precision >= precision]
    return reaching[-1] if reaching else None


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
