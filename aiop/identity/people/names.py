"""The grades of names: given name, surname, middle name, generation."""

import numpy as np
from numpy.typing import NDArray

from aiop.identity.people.alike import Codes, Scores, jaro_winkler, per_pair, shares_word, slip
from aiop.identity.people.fields import First, Last, Middle, Suffix
from aiop.identity.people.nicknames import may_be_one
from aiop.identity.people.snapshot import COMMON, KNOWN, Snapshot
from aiop.identity.people.table import Table

Rows = NDArray[np.int32]
Grades = NDArray[np.int8]
_ALIKE = 0.85  # Jaro-Winkler


def first_grades(table: Table, left: Rows, right: Rows, snapshot: Snapshot) -> Grades:
    """Compare given names."""
    values, codes = table.values("first"), table.codes("first")
    a, b = codes[left], codes[right]
    common = snapshot.of("first", values)[a] > 0
    same = np.where(common, First.SAME_COMMON, First.SAME_RARE)
    grades = np.where(a == b, same, First.DIFFERENT).astype(np.int8)
    unlike = np.flatnonzero((a != b) & (a != 0) & (b != 0))
    grades[unlike] = per_pair(values, a[unlike], b[unlike], _first_grade).astype(np.int8)
    letter = table.made("first length", lambda: np.fromiter(map(len, values), np.int32)) == 1
    grades[(a == b) & letter[a]] = First.INITIAL
    grades[(a == 0) | (b == 0)] = First.MISSING
    grades[swapped(table, left, right) & (grades > First.NICKNAME)] = First.SWAPPED
    return grades


def last_grades(table: Table, left: Rows, right: Rows, snapshot: Snapshot) -> Grades:
    """Compare surnames."""
    values, codes = table.values("last"), table.codes("last")
    a, b = codes[left], codes[right]
    bands = np.array([Last.SAME_RARE, Last.SAME_KNOWN, Last.SAME_COMMON])
    assert (KNOWN, COMMON) == (1, 2)  # noqa: S101 - the order of the grades above
    grades = np.where(a == b, bands[snapshot.of("last", values)[a]], Last.DIFFERENT).astype(np.int8)
    unlike = np.flatnonzero((a != b) & (a != 0) & (b != 0))
    grades[unlike] = per_pair(values, a[unlike], b[unlike], _last_grade).astype(np.int8)
    grades[(a == 0) | (b == 0)] = Last.MISSING
    grades[swapped(table, left, right) & (grades > Last.SAME_COMMON)] = Last.SWAPPED
    return grades


def swapped(table: Table, left: Rows, right: Rows) -> NDArray[np.bool_]:
    """Tell which pairs have one's given name as the other's surname and the other way round, a slip in one allowed."""
    first, root, last = (table.hashes(name) for name in ("first", "root", "last"))
    hit = (first[left] == last[right]) | (root[left] == last[right]) | (last[left] == first[right])
    maybe = np.flatnonzero(hit & (first[left] != first[right]) & (first[left] != 0) & (last[right] != 0))
    crossed = np.zeros(len(left), bool)
    firsts, lasts = table.values("first"), table.values("last")
    for n in maybe.tolist():
        one, other = left[n], right[n]
        crossed[n] = _near(firsts, lasts, table, one, other) and _near(firsts, lasts, table, other, one)
    return crossed


def _near(firsts: list[str], lasts: list[str], table: Table, one: int, other: int) -> bool:
    given, family = firsts[table.codes("first")[one]], lasts[table.codes("last")[other]]
    return bool(given and family) and (
        given == family or may_be_one(given, family) or float(jaro_winkler([given], [family])[0]) > 0.9
    )


def _first_grade(a: list[str], b: list[str]) -> Scores:
    likeness, slips = jaro_winkler(a, b), slip(a, b)
    out = np.empty(len(a), np.float32)
    for n, (x, y) in enumerate(zip(a, b, strict=True)):
        if may_be_one(x, y):
            grade = First.NICKNAME
        elif len(x) == 1 or len(y) == 1:
            grade = First.INITIAL if x[0] == y[0] else First.DIFFERENT
        elif slips[n]:
            grade = First.SLIP
        elif likeness[n] >= _ALIKE or (len(x) > 2 < len(y) and (x.startswith(y) or y.startswith(x))):
            grade = First.ALIKE
        else:
            grade = First.SAME_LETTER if x[0] == y[0] else First.DIFFERENT
        out[n] = grade
    return out


def _last_grade(a: list[str], b: list[str]) -> Scores:
    initial = np.fromiter(
        (x[0] == y[0] and (len(x) == 1 or len(y) == 1) for x, y in zip(a, b, strict=True)), bool, len(a)
    )
    part = (shares_word(a, b) > 0) | initial
    grades = np.where(jaro_winkler(a, b) >= _ALIKE, Last.ALIKE, Last.DIFFERENT)
    grades = np.where(part, Last.PART, grades)
    return np.where(slip(a, b) > 0, Last.SLIP, grades).astype(np.float32)


def middle_grades(table: Table, left: Rows, right: Rows) -> Grades:
    """Compare middle names, of which mostly the initial is known."""
    codes, values = table.codes("middle"), table.values("middle")
    letters = table.made("middle letter", lambda: np.fromiter((ord(v[0]) if v else 0 for v in values), np.int32))
    a, b = codes[left], codes[right]
    grades = np.where(letters[a] == letters[b], Middle.INITIAL, Middle.DIFFERENT)
    return _known(np.where(a == b, Middle.SAME, grades), a, b)


def suffix_grades(table: Table, left: Rows, right: Rows) -> Grades:
    """Compare generations."""
    codes = table.codes("suffix")
    a, b = codes[left], codes[right]
    grades = np.where(a == b, Suffix.SAME, Suffix.CONFLICT)
    grades = np.where((a == 0) != (b == 0), Suffix.ONE_ONLY, grades)
    return np.where((a == 0) & (b == 0), Suffix.MISSING, grades).astype(np.int8)


def _known(grades: NDArray[np.generic], a: Codes, b: Codes) -> Grades:
    return np.where((a == 0) | (b == 0), 0, grades).astype(np.int8)
