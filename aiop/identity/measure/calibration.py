"""Whether a stated probability comes true as often as it says."""

from collections.abc import Sequence
from typing import NamedTuple


class Bin(NamedTuple):
    """Pairs of similar probability: how many, what was said on average, what came true."""

    pairs: int
    said: float
    came_true: float


def bins(probabilities: Sequence[float], same: Sequence[bool], *, count: int = 10) -> list[Bin]:
    """Part pairs into bins of equal width between 0 and 1 and give those that hold any; ValueError outside 0 to 1."""
    kept: list[list[tuple[float, bool]]] = [[] for _ in range(count)]
    for probability, is_same in zip(probabilities, same, strict=True):
        if not 0 <= probability <= 1:
            raise ValueError(f"A probability lies between 0 and 1, not at {probability}.")
        kept[min(int(probability * count), count - 1)].append((probability, is_same))
    return [_bin(members) for members in kept if members]


def calibration_error(probabilities: Sequence[float], same: Sequence[bool], *, count: int = 10) -> float:
    """Give the mean distance between what was said and what came true, weighted by pairs; 0 for none."""
    held = bins(probabilities, same, count=count)
    pairs = sum(each.pairs for each in held)
    return sum(each.pairs * abs(each.said - each.came_true) for each in held) / pairs if pairs else 0.0


def _bin(members: list[tuple[float, bool]]) -> Bin:
    said = sum(probability for probability, _ in members) / len(members)
    return Bin(len(members), said, sum(is_same for _, is_same in members) / len(members))
