"""Pairs of people as vectors of grades, one small number per compared field."""

import numpy as np
from numpy.typing import NDArray

from aiop.identity.people.contacts import email_grades, phone_grades
from aiop.identity.people.fields import FIELDS, WIDTHS
from aiop.identity.people.names import middle_grades, name_grades, suffix_grades
from aiop.identity.people.places import address_grades, birth_grades, more_grades, place_grades
from aiop.identity.people.snapshot import Snapshot, take
from aiop.identity.people.table import Table

Rows = NDArray[np.int32]
Vectors = NDArray[np.int8]
Patterns = NDArray[np.int64]
__all__ = ["FIELDS", "patterns", "vectors"]


def vectors(table: Table, left: Rows, right: Rows, snapshot: Snapshot | None = None) -> Vectors:
    """Compare pairs of rows field by field; without a snapshot the table itself says what is common and shared."""
    known = take(table) if snapshot is None else snapshot
    first, last = name_grades(table, left, right, known)
    return np.stack(
        (
            first,
            last,
            middle_grades(table, left, right),
            suffix_grades(table, left, right),
            email_grades(table, left, right, known, first),
            phone_grades(table, left, right, known),
            address_grades(table, left, right, known),
            more_grades(table, left, right),
            place_grades(table, left, right, known),
            birth_grades(table, left, right),
        ),
        axis=1,
    )


def patterns(vec: Vectors) -> tuple[Vectors, NDArray[np.intp], NDArray[np.intp]]:
    """Give the distinct vectors, for each pair the number of its own, and how often each occurs: few stand for many."""
    numbers: Patterns = np.zeros(len(vec), np.int64)
    for column, width in enumerate(WIDTHS):
        numbers = numbers * width + vec[:, column]
    _, first, where, counts = np.unique(numbers, return_index=True, return_inverse=True, return_counts=True)
    return vec[first], where, counts
