"""Where the lines of the zones may stand, by what audits have proven and not by taste."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from aiop.identity.measure.bounds import CONFIDENCE, lower_bound


class Proof(NamedTuple):
    """What audits above a score have shown: the precision that is certain, from so many audits, so many of them right."""

    score: float
    right: int
    audited: int
    bound: float


def proof_at(score: float, right: int, audited: int, *, confidence: float = CONFIDENCE) -> Proof:
    """Give what so many right ones of so many audits at or above a score have shown."""
    return Proof(score, right, audited, lower_bound(right, audited, confidence=confidence))


def proven_line(
    scores: Sequence[float], same: Sequence[bool], *, precision: float, confidence: float = CONFIDENCE
) -> Proof | None:
    """Give the lowest audited score whose bound reaches the precision, None as long as audits prove it nowhere.

    The scores must be those of pairs that were chosen at random for audit.
    """
    tried = (proof_at(*where, confidence=confidence) for where in _before_errors(scores, same))
    return next((proof for proof in tried if proof.bound >= precision), None)


def _before_errors(scores: Sequence[float], same: Sequence[bool]) -> list[tuple[float, int, int]]:
    """Give score, right and audited where the next score brings an error, from the lowest up.

    As long as audits are clean the bound only rises, so that the lowest proven line can stand nowhere else.
    """
    ordered = sorted(zip(scores, same, strict=True), reverse=True)
    places: list[tuple[float, int, int]] = []
    right = audited = 0
    for score, group in groupby(ordered, key=lambda scored: scored[0]):
        verdicts = [is_same for _, is_same in group]
        right, audited = right + sum(verdicts), audited + len(verdicts)
        if places and all(verdicts):
            places.pop()
        places.append((score, right, audited))
    return places[::-1]


def expected_wrong(probabilities: Sequence[float]) -> float:
    """Give how many wrong merges to expect when pairs of these probabilities are all approved."""
    return sum(1 - probability for probability in probabilities)
