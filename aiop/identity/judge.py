"""Judging pairs of people: graded in portions, then scored once per pattern, for few distinct vectors stand for many pairs.

Imports NumPy: for workers and commands alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiop.identity.guards import guard_of
from aiop.identity.people.fields import WIDTHS
from aiop.identity.people.guards import RULES
from aiop.identity.people.model import Matcher
from aiop.identity.people.snapshot import Snapshot
from aiop.identity.people.table import Table
from aiop.identity.people.vectors import vectors
from aiop.identity.propose import Scored

Rows = NDArray[np.int32]
Numbers = NDArray[np.int64]
_PORTION = 200_000  # pairs graded at a time: bounds memory


class Judged(NamedTuple):
    """Patterns, and for each pair the number of its own."""

    patterns: list[Scored]
    numbers: Numbers


def graded(table: Table, left: Rows, right: Rows, snapshot: Snapshot, tell: Callable[[int, int], None]) -> Numbers:
    """Compare pairs of rows and give each one's vector packed into a number."""
    out = np.zeros(len(left), np.int64)
    for start in range(0, len(left), _PORTION):
        part = slice(start, start + _PORTION)
        out[part] = packed(vectors(table, left[part], right[part], snapshot))
        tell(min(start + _PORTION, len(left)), len(left))
    return out


def judge(matcher: Matcher, packed_vectors: Numbers) -> Judged:
    """Score pairs by their packed vectors."""
    distinct, numbers = np.unique(packed_vectors, return_inverse=True)
    grades = unpacked(distinct)
    scored = matcher.score_vectors(grades)
    rows = zip(
        scored.probability.tolist(),
        scored.household.tolist(),
        scored.rule.tolist(),
        grades.tolist(),
        scored.weights.tolist(),
        strict=True,
    )
    patterns = [Scored(p, home, guard_of(RULES[rule]), vector, bits) for p, home, rule, vector, bits in rows]
    return Judged(patterns, numbers.reshape(-1))


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
