"""The grades of places and days: address, postal code and town, birth date."""

import numpy as np
from numpy.typing import NDArray

from aiop.identity.people.alike import Scores, per_pair, slip, texts
from aiop.identity.people.fields import Address, Birth, More, Place
from aiop.identity.people.snapshot import SWITCHBOARD, Snapshot
from aiop.identity.people.table import Table

Rows = NDArray[np.int32]
Grades = NDArray[np.int8]
_ALIKE = 80  # of 100


def address_grades(table: Table, left: Rows, right: Rows, snapshot: Snapshot) -> Grades:
    """Compare house number, street and unit."""
    street, number, unit = (table.codes(name) for name in ("street", "number", "unit"))
    a, b, m, n = street[left], street[right], number[left], number[right]
    alike = _alike(table, "street", left, right)
    numbered = (m != 0) & (n != 0)
    near = _near(table, "number", left, right) & numbered
    grades = np.full(len(left), Address.DIFFERENT, np.int8)
    grades[alike & ~numbered] = Address.NUMBER_MISSING
    grades[alike & numbered] = Address.SAME_STREET
    grades[alike & near & (m != n)] = Address.NUMBER_SLIP
    same = numbered & (m == n)
    grades[alike & same] = Address.STREET_ALIKE
    whole = same & (a == b)
    grades[whole] = np.where(_shared(table, left[whole], snapshot), Address.SAME_SHARED, Address.SAME)
    units = (unit[left] != unit[right]) & (unit[left] != 0) & (unit[right] != 0)
    grades[alike & same & units] = Address.OTHER_UNIT
    grades[(a == 0) | (b == 0)] = Address.MISSING
    return grades


def more_grades(table: Table, left: Rows, right: Rows) -> Grades:
    """Compare second address lines."""
    a, b = table.codes("more")[left], table.codes("more")[right]
    grades = np.where(_alike(table, "more", left, right), More.ALIKE, More.DIFFERENT)
    grades = np.where(a == b, More.SAME, grades)
    return np.where((a == 0) | (b == 0), More.MISSING, grades).astype(np.int8)


def place_grades(table: Table, left: Rows, right: Rows, snapshot: Snapshot) -> Grades:
    """Compare postal codes, then towns, then states; a code or town that nearly everybody has says nothing."""
    grades = np.zeros(len(left), np.int8)
    state = table.codes("state")
    known = (state[left] != 0) & (state[right] != 0)
    grades[known] = np.where(state[left] == state[right], Place.SAME_STATE, Place.DIFFERENT)[known]
    for column, same, near in (("city", Place.SAME_TOWN, Place.TOWN_ALIKE), ("zip", Place.SAME_CODE, Place.CODE_SLIP)):
        codes = table.codes(column)
        a, b = codes[left], codes[right]
        known = (a != 0) & (b != 0)
        close = known & (_near(table, column, left, right) if column == "zip" else _alike(table, column, left, right))
        otherwise = np.where((grades == 0) | (grades == Place.SAME_STATE), _unless(grades), grades)
        grades = np.where(known, np.where(a == b, same, np.where(close, near, otherwise)), grades).astype(np.int8)
        everywhere = snapshot.of(table, column) > 0
        grades[known & (a == b) & everywhere[a]] = Place.MISSING
    return grades


def _unless(grades: Grades) -> NDArray[np.generic]:
    """Places known to differ: in one state when that is known, else simply different."""
    return np.where(grades == Place.SAME_STATE, Place.SAME_STATE, Place.DIFFERENT)


def birth_grades(table: Table, left: Rows, right: Rows) -> Grades:
    """Compare birth dates (year, month, day)."""
    codes, values = table.codes("birth"), table.values("birth")
    a, b = codes[left], codes[right]
    grades = np.where(a == b, Birth.SAME, Birth.DIFFERENT).astype(np.int8)
    unlike = np.flatnonzero((a != b) & (a != 0) & (b != 0))
    grades[unlike] = per_pair(values, a[unlike], b[unlike], _birth_grade).astype(np.int8)
    grades[(a == 0) | (b == 0)] = Birth.MISSING
    return grades


def _birth_grade(a: list[str], b: list[str]) -> Scores:
    slips = slip(a, b)
    out = np.full(len(a), Birth.DIFFERENT, np.float32)
    for n, (x, y) in enumerate(zip(a, b, strict=True)):
        agreeing = (x[:4] == y[:4]) + (x[4:6] == y[4:6]) + (x[6:] == y[6:])
        turned = x[:4] == y[:4] and x[4:6] == y[6:] and x[6:] == y[4:6]
        if turned or (slips[n] and sum(p != q for p, q in zip(x, y, strict=False)) <= 2):
            out[n] = Birth.SLIP
        elif agreeing == 2:
            out[n] = Birth.TWO_PARTS
    return out


def _alike(table: Table, column: str, left: Rows, right: Rows) -> NDArray[np.bool_]:
    codes = table.codes(column)
    a, b = codes[left], codes[right]
    alike = a == b
    unlike = np.flatnonzero(~alike & (a != 0) & (b != 0))
    alike[unlike] = per_pair(table.values(column), a[unlike], b[unlike], texts) >= _ALIKE
    return np.asarray(alike, bool)


def _near(table: Table, column: str, left: Rows, right: Rows) -> NDArray[np.bool_]:
    codes = table.codes(column)
    a, b = codes[left], codes[right]
    near = a == b
    unlike = np.flatnonzero(~near & (a != 0) & (b != 0))
    near[unlike] = per_pair(table.values(column), a[unlike], b[unlike], slip) > 0
    return np.asarray(near, bool)


def _shared(table: Table, rows: Rows, snapshot: Snapshot) -> NDArray[np.bool_]:
    return np.asarray(snapshot.of_addresses(table, rows) >= SWITCHBOARD)
