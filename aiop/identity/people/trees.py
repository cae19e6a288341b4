"""Gradient-boosted trees on small whole numbers, in NumPy: few hundred to some thousand rows, a second to grow."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Bins = NDArray[np.uint8]
Reals = NDArray[np.float64]

_RATE = 0.1
_RIDGE = 1.0
_WIDEST = 32
_LEAST_GAIN = 1e-6


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
            for _ in range(len(leaves).bit_length() - 1):
                node = 2 * node + 1 + (bins[rows, fields[node]] > limits[node])
            out += leaves[node - len(fields)]
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


@dataclass(frozen=True, slots=True)
class Shape:
    """How many trees, how deep, and the least evidence (sum of second derivatives) that a leaf must stand on."""

    trees: int = 120
    depth: int = 4
    lightest: float = 1.0


def grow(bins: Bins, truth: NDArray[np.bool_], known: Reals, start: float, shape: Shape) -> Forest:
    """Grow trees on rows whose truth is known; `known` is how much each row counts. Deterministic."""
    inner, rows = 2**shape.depth - 1, np.arange(len(bins))
    odds = np.full(len(bins), start)
    fields = np.zeros((shape.trees, inner), np.int16)
    limits = np.full((shape.trees, inner), _WIDEST, np.int16)
    leaves = np.zeros((shape.trees, inner + 1))
    for tree in range(shape.trees):
        chance = 1 / (1 + np.exp(-odds))
        slope, curve = known * (truth - chance), known * chance * (1 - chance)
        node = np.zeros(len(bins), np.int64)
        for level in range(shape.depth):
            first, last = 2**level - 1, 2 ** (level + 1) - 1
            fields[tree, first:last], limits[tree, first:last] = _split(
                bins, slope, curve, node - first, last - first, shape.lightest
            )
            node = 2 * node + 1 + (bins[rows, fields[tree, node]] > limits[tree, node])
        leaf = node - inner
        sums, weight = (np.bincount(leaf, part, inner + 1) for part in (slope, curve))
        leaves[tree] = np.round(_RATE * sums / (weight + _RIDGE), 6)
        odds += leaves[tree, leaf]
    return Forest(start, fields, limits, leaves)


def _split(
    bins: Bins, slope: Reals, curve: Reals, place: NDArray[np.int64], nodes: int, lightest: float
) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """Choose for every node of a level the field and limit that gain most; a node that gains nothing sends all left."""
    every = np.arange(nodes)
    fields, limits, best = np.zeros(nodes, np.int16), np.full(nodes, _WIDEST, np.int16), np.full(nodes, _LEAST_GAIN)
    for field in range(bins.shape[1]):
        cell = place * _WIDEST + bins[:, field]
        gain = _gain(_summed(cell, slope, nodes), _summed(cell, curve, nodes), lightest)
        limit = np.argmax(gain, axis=1)
        better = gain[every, limit] > best
        best = np.where(better, gain[every, limit], best)
        fields[better], limits[better] = field, limit[better]
    return fields, limits


def _summed(cell: NDArray[np.int64], part: Reals, nodes: int) -> Reals:
    sums = np.bincount(cell, part, nodes * _WIDEST).reshape(nodes, _WIDEST)
    return np.asarray(np.cumsum(sums, axis=1), np.float64)


def _gain(sums: Reals, weight: Reals, lightest: float) -> Reals:
    total, whole = sums[:, -1:], weight[:, -1:]
    gain = sums**2 / (weight + _RIDGE) + (total - sums) ** 2 / (whole - weight + _RIDGE) - total**2 / (whole + _RIDGE)
    light = (weight < lightest) | (whole - weight < lightest)
    return np.asarray(np.where(light, 0.0, gain))
