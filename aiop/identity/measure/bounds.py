"""What audits prove: the share of right merges that is certain with 95 %, and how many audits a promise needs.

The bounds are exact (Clopper and Pearson), because the interesting case is a thousand audits without an error, where the
usual approximations promise too much.
"""

from math import ceil, exp, inf, lgamma, log, log1p

CONFIDENCE = 0.95
_MOST_AUDITS = 10_000_000  # beyond, a promise cannot be audited


def lower_bound(right: int, audited: int, *, confidence: float = CONFIDENCE) -> float:
    """Give the one-sided lower bound of the share of right ones, 0 for no audit; ValueError for impossible counts."""
    if not 0 <= right <= audited:
        raise ValueError(f"{right} right of {audited} audited cannot be.")
    if right == 0:
        return 0.0
    # At the bound, as many right ones or more would be a surprise of 1 - confidence.
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _at_least(right, audited, middle) < 1 - confidence:
            low = middle
        else:
            high = middle
    return low


def audits_needed(precision: float, *, errors: int = 0, confidence: float = CONFIDENCE) -> int:
    """Give how many audits with so many errors among them prove a precision; ValueError when no number could."""
    if not 0 < precision < 1:
        raise ValueError(f"No number of audits proves a precision of {precision}.")
    if errors == 0:
        return ceil(log(1 - confidence) / log(precision))
    few, enough = errors, errors + 1
    while lower_bound(enough - errors, enough, confidence=confidence) < precision:
        few, enough = enough, enough * 2
        if enough > _MOST_AUDITS:
            raise ValueError(f"No number of audits proves a precision of {precision}.")
    while enough - few > 1:
        middle = (few + enough) // 2
        if lower_bound(middle - errors, middle, confidence=confidence) < precision:
            few = middle
        else:
            enough = middle
    return enough


def _at_least(right: int, count: int, share: float) -> float:
    """Give the probability of `right` or more of `count`, each right with the same share: the shorter tail is summed."""
    if share <= 0 or share >= 1:
        return float(share >= 1)
    if count - right + 1 <= right:
        return _sum(count - right, count, 1 - share)
    return 1 - _sum(right - 1, count, share)


def _sum(most: int, count: int, share: float) -> float:
    """Give the probability of `most` or fewer of `count`, from the largest term down until terms no longer matter."""
    if most < 0:
        return 0.0
    mode = min(most, int(count * share))
    total, peak = 0.0, _log_term(mode, count, share)
    for steps in (range(mode, -1, -1), range(mode + 1, most + 1)):
        for k in steps:
            term = _log_term(k, count, share)
            if term < peak - 40:
                break
            total += exp(term)
    return min(total, 1.0)


def _log_term(k: int, count: int, share: float) -> float:
    chosen = lgamma(count + 1) - lgamma(k + 1) - lgamma(count - k + 1)
    return chosen + k * log(share) + (count - k) * log1p(-share) if 0 < share < 1 else -inf
