"""How alike texts are, computed once per distinct pair of texts."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.fuzz import partial_ratio, ratio
from rapidfuzz.process import cpdist

Codes = NDArray[np.int32]
Bits = NDArray[np.bool_]
Scores = NDArray[np.float32]
Measure = Callable[[list[str], list[str]], Scores]

_LONG = 7  # letters from which two slips are still a slip


def per_pair(values: list[str], left: Codes, right: Codes, measure: Measure) -> Scores:
    """Measure pairs of texts given by number; a pair that occurs often is measured once, whichever text is left."""
    low, high = np.minimum(left, right).astype(np.int64), np.maximum(left, right).astype(np.int64)
    distinct, where = np.unique(low * len(values) + high, return_inverse=True)
    lows, highs = np.divmod(distinct, max(len(values), 1))
    lefts, rights = [values[n] for n in lows.tolist()], [values[n] for n in highs.tolist()]
    measured: Scores = measure(lefts, rights) if len(distinct) else np.zeros(0, np.float32)
    return np.asarray(measured[where], np.float32)


def slip(a: list[str], b: list[str]) -> Scores:
    """Tell (1 or 0) which pairs differ by one slip of the keyboard, or by two in long texts."""
    distance = cpdist(a, b, scorer=OSA.distance, score_cutoff=3, dtype=np.uint8)
    shorter = np.fromiter(map(min, map(len, a), map(len, b)), np.int32, len(a))
    return np.asarray(((distance == 1) & (shorter > 2)) | ((distance == 2) & (shorter >= _LONG)), np.float32)


def jaro_winkler(a: list[str], b: list[str]) -> Scores:
    """Give the likeness of names between 0 and 1."""
    return np.asarray(cpdist(a, b, scorer=JaroWinkler.similarity, dtype=np.float32), np.float32)


def texts(a: list[str], b: list[str]) -> Scores:
    """Give the likeness of longer texts between 0 and 100; one that contains the other is rather alike."""
    whole = cpdist(a, b, scorer=ratio, dtype=np.float32)
    unsure = np.flatnonzero((whole > 40) & (whole < 82))
    part = cpdist([a[n] for n in unsure], [b[n] for n in unsure], scorer=partial_ratio, dtype=np.float32)
    long = np.fromiter((min(len(a[n]), len(b[n])) >= _LONG for n in unsure), bool, len(unsure))
    whole[unsure] = np.where(long, np.maximum(whole[unsure], part * 0.92), whole[unsure])
    return np.asarray(whole, np.float32)


def shares_word(a: list[str], b: list[str]) -> Scores:
    """Tell (1 or 0) which pairs of surnames have a whole word in common, as a double name has with its part."""
    found = (
        (" " in x or " " in y) and not set(x.split(" ")).isdisjoint(word for word in y.split(" ") if len(word) > 2)
        for x, y in zip(a, b, strict=True)
    )
    return np.fromiter(found, np.float32, len(a))
