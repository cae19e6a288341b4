"""Gradient-boosted trees on small whole numbers, in NumPy: few hundred to some thousand rows, a second to grow."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Bins = NDArray[np.uint8]
Reals = NDArray[np.float64]

_TREES, _DEPTH = 120, 4
_RATE = 0.1
_RIDGE = 1.0
_LIGHTEST_LEAF = 1.0  # of the second derivative's sum
_WIDEST = 32


@dataclass(frozen=True, slots=True)
class Forest:
    """Complete trees of one depth, laid out level by level: field and limit per node (at most the limit goes left)."""

    start: float
    fields: NDArray[np.int16]
    limits: NDArray[np.int16]
    leaves: Reals

    @classmethod
    def empty(cls) -> "Forest":
        """Give a forest without trees."""
        nothing = np.zeros((0, 0), np.int16)
        return cls(0.0, nothing, nothing, np.zeros((0, 0)))

    def score(self, bins: Bins) -> Reals:
        """Give the logarithm of the odds of each row."""
        out = np.full(len(bins), self.start)
        rows = np.arange(len(bins))
        for fields, limits, leaves in zip(self.fields, self.limits, self.leaves, strict=True):
            node = np.zeros(len(bins), np.int64)
            for _ in range(_DEPTH):
                node = 2 * node + 1 + (bins[rows, fields[node]] > limits[node])
            out += leaves[node - (2**_DEPTH - 1)]
        return out

    def to_mapping(self) -> dict[str, Any]:
        """Give what JSON can hold."""
        return {
            "start": self.start,
            "fields": self.fields.tolist(),
            "limits": self.limits.tolist(),
            "leaves": self.leaves.tolist(),
        }

    @classmethod
    def from_mapping(cls, stored: Mapping[str, Any]) -> "Forest":
        """Read what `to_mapping` gave."""
        fields, limits = (np.array(stored[name], np.int16) for name in ("fields", "limits"))
        return cls(float(stored["start"]), fields, limits, np.array(stored["leaves"], float))


def grow(bins: Bins, truth: NDArray[np.bool_], known: Reals, start: float) -> Forest:
    """Grow trees on rows whose truth is known; `known` is how much each row counts. Deterministic."""
    odds = np.full(len(bins), start)
    fields = np.zeros((_TREES, 2**_DEPTH - 1), np.int16)
    limits = np.full((_TREES, 2**_DEPTH - 1), _WIDEST, np.int16)
    leaves = np.zeros((_TREES, 2**_DEPTH))
    for tree in range(_TREES):
        chance = 1 / (1 + np.exp(-odds))
        slope, curve = known * (truth - chance), known * chance * (1 - chance)
        node = np.zeros(len(bins), np.int64)
        for level in range(_DEPTH):
            first = 2**level - 1
            _split(bins, slope, curve, node - first, fields[tree], limits[tree], first)
            taken = bins[np.arange(len(bins)), fields[tree, node]] > limits[tree, node]
            node = 2 * node + 1 + taken
        leaf = node - (2**_DEPTH - 1)
        sums, weight = (np.bincount(leaf, part, 2**_DEPTH) for part in (slope, curve))
        leaves[tree] = np.round(_RATE * sums / (weight + _RIDGE), 8)
        odds += leaves[tree, leaf]
    return Forest(start, fields, limits, leaves)


def _split(
    bins: Bins,
    slope: Reals,
    curve: Reals,
    place: NDArray[np.int64],
    fields: NDArray[np.int16],
    limits: NDArray[np.int16],
    first: int,
) -> None:
    """Choose for every node of a level the field and limit that gain most; a node that gains nothing sends all left."""
    nodes = first + 1
    best = np.full(nodes, 1e-6)
    for field in range(bins.shape[1]):
        cell = place * _WIDEST + bins[:, field]
        sums, weight = (
            np.cumsum(np.bincount(cell, part, nodes * _WIDEST).reshape(nodes, _WIDEST), axis=1)
            for part in (slope, curve)
        )
        gain = _gain(sums, weight)
        limit = np.argmax(gain, axis=1)
        better = gain[np.arange(nodes), limit] > best
        best = np.where(better, gain[np.arange(nodes), limit], best)
        fields[first : first + nodes][better] = field
        limits[first : first + nodes][better] = limit[better]


def _gain(sums: Reals, weight: Reals) -> Reals:
    total, whole = sums[:, -1:], weight[:, -1:]
    gain = sums**2 / (weight + _RIDGE) + (total - sums) ** 2 / (whole - weight + _RIDGE) - total**2 / (whole + _RIDGE)
    light = (weight < _LIGHTEST_LEAF) | (whole - weight < _LIGHTEST_LEAF)
    return np.asarray(np.where(light, 0.0, gain))
