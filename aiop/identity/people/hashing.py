"""64-bit hashes of texts, by the column: the same in every process, on every machine, for one text or a million."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Whole = NDArray[np.int64]

_LONGEST = 256  # bytes that count
_CHUNK = 100_000  # texts at a time: bounds memory
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def mixed(numbers: Hashes) -> Hashes:
    """Spread every bit over all bits (the finaliser of SplitMix64)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


# One odd factor per place in the text.
_FACTORS: Hashes = mixed(np.arange(1, _LONGEST + 2, dtype=np.uint64) * _GOLDEN) | np.uint64(1)


def hashes(texts: Sequence[str]) -> Hashes:
    """Hash texts; a blank one is 0."""
    out = np.zeros(len(texts), np.uint64)
    for start in range(0, len(texts), _CHUNK):
        out[start : start + _CHUNK] = _hashed(texts[start : start + _CHUNK])
    return out


def _hashed(texts: Sequence[str]) -> Hashes:
    # A closing byte, so that no text is empty for `reduceat`.
    encoded = [text.encode("utf-8", "surrogatepass")[:_LONGEST] + b"\x01" for text in texts]
    lengths = np.fromiter(map(len, encoded), np.int64, len(encoded))
    starts = np.cumsum(lengths) - lengths
    letters = np.frombuffer(b"".join(encoded), np.uint8).astype(np.uint64)
    places = np.arange(len(letters)) - np.repeat(starts, lengths)
    sums: Hashes = np.add.reduceat(letters * _FACTORS[places], starts)
    return np.where(lengths > 1, mixed(sums) | np.uint64(1), np.uint64(0))


def distinct(numbers: Whole) -> Whole:
    """Give the different numbers, ascending (sorting beats the hashing of `np.unique` tenfold on millions)."""
    ordered = np.sort(numbers)
    fresh = np.ones(len(ordered), bool)
    fresh[1:] = ordered[1:] != ordered[:-1]
    return ordered[fresh]


def combined(parts: Sequence[Hashes], salt: int) -> Hashes:
    """Hash several columns into one; 0 where any part is blank, so that what is missing makes no key."""
    out = np.repeat(mixed(np.array([salt], np.uint64)), len(parts[0]))
    known = np.ones(len(parts[0]), bool)
    for part in parts:
        known &= part != 0
        out = mixed(out ^ part) + _GOLDEN
    return np.where(known, mixed(out) | np.uint64(1), np.uint64(0))
