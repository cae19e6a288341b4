"""Judging pairs of people: graded, weighed by the mixture and, once learnt, by the layer on top; with the reasons kept.

Few distinct vectors stand for many pairs, so that everything beyond grading is done once per pattern. Imports NumPy: for workers
and commands alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiop.identity.guards import people_guard
from aiop.identity.people import mixture
from aiop.identity.people.fields import WIDTHS
from aiop.identity.people.mixture import HOUSEHOLD, SAME, ClassTables
from aiop.identity.people.snapshot import Snapshot
from aiop.identity.people.table import Table
from aiop.identity.people.vectors import vectors
from aiop.identity.zones import Guard

Rows = NDArray[np.int32]
Numbers = NDArray[np.int64]
_CHUNK = 200_000  # pairs graded at a time: bounds memory
Layer = Callable[[NDArray[np.int8]], NDArray[np.float64]]


class Pattern(NamedTuple):
    """One distinct vector of grades, and all that follows from it."""

    vector: tuple[int, ...]
    probability: float
    household: float | None
    weights: tuple[float, ...]
    guard: Guard


class Judged(NamedTuple):
    """Patterns, and for each pair the number of its own."""

    patterns: list[Pattern]
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class Judge:
    """What pairs are judged by; `shares` are those of the kinds of pair in this organisation's data."""

    snapshot: Snapshot
    tables: ClassTables
    shares: NDArray[np.float64]
    version: str
    layer: Layer | None = None

    def judge(self, packed: Numbers) -> Judged:
        """Judge pairs by their packed vectors."""
        distinct, numbers = np.unique(packed, return_inverse=True)
        grades = unpacked(distinct)
        classes = mixture.posterior(grades, self.tables, self.shares)
        same = classes[:, SAME] if self.layer is None else self.layer(grades)
        bits = _weights(grades, self.tables, self.shares)
        rows = zip(
            grades.tolist(),
            np.round(same, 6).tolist(),
            np.round(classes[:, HOUSEHOLD], 6).tolist(),
            bits.tolist(),
            strict=True,
        )
        return Judged([Pattern(tuple(v), p, h, tuple(w), people_guard(v)) for v, p, h, w in rows], numbers.reshape(-1))


def graded(table: Table, left: Rows, right: Rows, snapshot: Snapshot, tell: Callable[[int, int], None]) -> Numbers:
    """Compare pairs of rows and give each one's vector packed into a number."""
    out = np.zeros(len(left), np.int64)
    for start in range(0, len(left), _CHUNK):
        part = slice(start, start + _CHUNK)
        out[part] = packed(vectors(table, left[part], right[part], snapshot))
        tell(min(start + _CHUNK, len(left)), len(left))
    return out


def packed(grades: NDArray[np.int8]) -> Numbers:
    """Write each vector as one number."""
    numbers = np.zeros(len(grades), np.int64)
    for column, width in enumerate(WIDTHS):
        numbers = numbers * width + grades[:, column]
    return numbers


def unpacked(numbers: Numbers) -> NDArray[np.int8]:
    """Give the vectors of packed numbers."""
    grades = np.zeros((len(numbers), len(WIDTHS)), np.int8)
    for column in reversed(range(len(WIDTHS))):
        numbers, grades[:, column] = np.divmod(numbers, WIDTHS[column])
    return grades


def shares_of(packed_vectors: Numbers, tables: ClassTables) -> NDArray[np.float64]:
    """Estimate how frequent each kind of pair is."""
    return mixture.shares(unpacked(packed_vectors), tables)


def _weights(grades: NDArray[np.int8], tables: ClassTables, shares: NDArray[np.float64]) -> NDArray[Any]:
    """Give the bits with which each field speaks for one person, each added to the fields before it, as the mixture counts."""
    same = np.array([kind == SAME for kind in tables.kinds])
    log = np.tile(np.log(np.maximum(shares, 1e-300)), (len(grades), 1))
    before = _log_odds(log, same)
    bits = np.zeros((len(grades), len(tables.logs)))
    for column, table in enumerate(tables.logs):
        log = log + table.T[grades[:, column]]
        after = _log_odds(log, same)
        bits[:, column] = (after - before) / np.log(2)
        before = after
    return np.round(bits, 2)


def _log_odds(log: NDArray[np.float64], same: NDArray[np.bool_]) -> NDArray[np.float64]:
    return np.asarray(np.logaddexp.reduce(log[:, same], axis=1) - np.logaddexp.reduce(log[:, ~same], axis=1))
