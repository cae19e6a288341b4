"""How far two reviewers agree beyond what chance alone would give."""

from collections import Counter
from collections.abc import Hashable, Sequence


def agreement(first: Sequence[Hashable], second: Sequence[Hashable]) -> float | None:
    """Give Cohen's kappa of two reviewers' verdicts on the same pairs: 1 in full agreement, 0 as by chance.

    None without verdicts; 1 when both gave one and the same verdict throughout, where kappa itself is not defined.
    """
    verdicts = list(zip(first, second, strict=True))
    if not verdicts:
        return None
    observed = sum(left == right for left, right in verdicts) / len(verdicts)
    lefts, rights = Counter(first), Counter(second)
    by_chance = sum(lefts[verdict] * rights[verdict] for verdict in lefts) / len(verdicts) ** 2
    return (observed - by_chance) / (1 - by_chance) if by_chance < 1 else 1.0
