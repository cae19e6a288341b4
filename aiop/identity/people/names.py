"""The grades of names: given name, surname, middle name, generation."""

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler

from aiop.identity.people.alike import Codes, Scores, jaro_winkler, per_pair, shares_word, slip
from aiop.identity.people.fields import First, Last, Middle, Suffix
from aiop.identity.people.nicknames import may_be_one, root
from aiop.identity.people.snapshot import COMMON, KNOWN, Snapshot
from aiop.identity.people.sound import initial
from aiop.identity.people.table import Table

Rows = NDArray[np.int32]
Grades = NDArray[np.int8]
Crossed = NDArray[np.int8]
_ALIKE, _NEAR = 0.85, 0.9  # Jaro-Winkler


def name_grades(table: Table, left: Rows, right: Rows, snapshot: Snapshot) -> tuple[Grades, Grades]:
    """Compare given names and surnames, also crosswise."""
    crossed = swapped(table, left, right)
    first, last = first_grades(table, left, right, snapshot), last_grades(table, left, right, snapshot)
    first[crossed == 1], last[crossed == 1] = First.SWAPPED, Last.SWAPPED
    first[crossed == 2], last[crossed == 2] = First.SWAPPED_LOOSELY, Last.SWAPPED_LOOSELY
    return first, last


def first_grades(table: Table, left: Rows, right: Rows, snapshot: Snapshot) -> Grades:
    """Compare given names."""
    values, codes = table.values("first"), table.codes("first")
    a, b = codes[left], codes[right]
    common = snapshot.of(table, "first")[a] > 0
    same = np.where(common, First.SAME_COMMON, First.SAME_RARE)
    grades = np.where(a == b, same, First.DIFFERENT).astype(np.int8)
    unlike = np.flatnonzero((a != b) & (a != 0) & (b != 0))
    grades[unlike] = per_pair(values, a[unlike], b[unlike], _first_grade).astype(np.int8)
    letter = table.made("first length", lambda: np.fromiter(map(len, values), np.int32)) == 1
    grades[(a == b) & letter[a]] = First.INITIAL
    grades[(a == 0) | (b == 0)] = First.MISSING
    return grades


def last_grades(table: Table, left: Rows, right: Rows, snapshot: Snapshot) -> Grades:
    """Compare surnames."""
    values, codes = table.values("last"), table.codes("last")
    a, b = codes[left], codes[right]
    bands = np.array([Last.SAME_RARE, Last.SAME_KNOWN, Last.SAME_COMMON])
    assert (KNOWN, COMMON) == (1, 2)  # noqa: S101 - the order of the grades above
    grades = np.where(a == b, bands[snapshot.of(table, "last")[a]], Last.DIFFERENT).astype(np.int8)
    unlike = np.flatnonzero((a != b) & (a != 0) & (b != 0))
    grades[unlike] = per_pair(values, a[unlike], b[unlike], _last_grade).astype(np.int8)
    grades[(a == 0) | (b == 0)] = Last.MISSING
    return grades


def swapped(table: Table, left: Rows, right: Rows) -> Crossed:
    """Tell which pairs fit better with one's given name held against the other's surname: 1 exactly, 2 loosely, 0 not."""
    first, full, last = (table.hashes(name) for name in ("first", "root", "last"))
    letter, capital = table.hashes("first", initial), table.hashes("last", initial)
    known = (first[left] != 0) & (first[right] != 0) & (last[left] != 0) & (last[right] != 0)
    # One of the two crossings must fit to the letter; the other may be a nickname, an initial or a slip.
    fits_one = (first[left] == last[right]) | (full[left] == last[right]) | (letter[left] == capital[right])
    fits_other = (last[left] == first[right]) | (last[left] == full[right]) | (capital[left] == letter[right])
    straight = (first[left] == first[right]) | (last[left] == last[right]) | (full[left] == full[right])
    maybe = np.flatnonzero(known & fits_one & fits_other & ~straight)
    values = table.values("first"), table.values("last")
    given, family = table.codes("first"), table.codes("last")
    out = np.zeros(len(left), np.int8)
    for n in maybe.tolist():
        a, b = (
            (values[0][given[left[n]]], values[1][family[left[n]]]),
            (values[0][given[right[n]]], values[1][family[right[n]]]),
        )
        out[n] = _crossing(a, b)
    return out


def _crossing(a: tuple[str, str], b: tuple[str, str]) -> int:
    """Grade two names (given, surname) held crosswise."""
    if a[0] == b[1] and a[1] == b[0]:
        return 1
    crosswise, straight = (_fit(a[0], b[1]), _fit(a[1], b[0])), (_fit(a[0], b[0]), _fit(a[1], b[1]))
    return 2 if min(crosswise) > 0 and sum(crosswise) > 2 and sum(crosswise) > sum(straight) else 0


def _fit(a: str, b: str) -> int:
    """Give 2 for equal names, 1 for a nickname, an initial or a slip, 0 for others."""
    if a == b:
        return 2
    fits = len(a) == 1 or len(b) == 1 or may_be_one(a, b) or a in b or b in a
    near = JaroWinkler.similarity(a, b) > _NEAR or (min(len(a), len(b)) > 2 and OSA.distance(a, b) == 1)
    return int((a[0] == b[0] and fits) or near)


def _first_grade(a: list[str], b: list[str]) -> Scores:
    likeness, slips = jaro_winkler(a, b), slip(a, b)
    # A slip in a full name beside the short form of it (`Particia`, `Trish`).
    roots = slip(list(map(root, a)), list(map(root, b)))
    out = np.empty(len(a), np.float32)
    for n, (x, y) in enumerate(zip(a, b, strict=True)):
        if may_be_one(x, y):
            grade = First.NICKNAME
        elif len(x) == 1 or len(y) == 1:
            grade = First.INITIAL if x[0] == y[0] else First.DIFFERENT
        elif slips[n]:
            grade = First.SLIP
        elif roots[n] or likeness[n] >= _ALIKE or (len(x) > 2 < len(y) and (x.startswith(y) or y.startswith(x))):
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
