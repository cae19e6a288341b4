"""The grades of contacts: e-mail addresses and phone numbers, of which a person may have several."""

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from aiop.identity.people.alike import Codes, Scores, per_pair, slip
from aiop.identity.people.fields import Email, First, Phone
from aiop.identity.people.nicknames import full_names
from aiop.identity.people.snapshot import SHARED, SWITCHBOARD, Snapshot
from aiop.identity.people.table import Table

_NAMED_OTHERWISE = np.array([First.INITIAL, First.SWAPPED, First.SWAPPED_LOOSELY])
_MISSPELT = np.array([First.SLIP, First.ALIKE])
_DIGITS = re.compile(r"[0-9]{2}")
Rows = NDArray[np.int32]
Grades = NDArray[np.int8]
_SHORTEST_NAME = 3  # letters from which a name found in an address is no accident


def phone_grades(table: Table, left: Rows, right: Rows, snapshot: Snapshot) -> Grades:
    """Compare phone numbers; of several the pair that says most counts."""
    values, codes = table.values("phone"), table.codes("phone")
    bands = snapshot.of(table, "phone")

    def compare(a: Codes, b: Codes) -> Grades:
        band = bands[a]
        same = np.where(
            band == SWITCHBOARD, Phone.SAME_SWITCHBOARD, np.where(band == SHARED, Phone.SAME_SHARED, Phone.SAME)
        )
        grades = np.where(a == b, same, Phone.DIFFERENT).astype(np.int8)
        unlike = np.flatnonzero(a != b)
        slips = per_pair(values, a[unlike], b[unlike], _one_slip) > 0
        grades[unlike[slips]] = Phone.SLIP
        return grades

    return _best(codes, left, right, compare)


def email_grades(table: Table, left: Rows, right: Rows, snapshot: Snapshot, first: Grades) -> Grades:
    """Compare e-mail addresses; of several the pair that says most counts. `first` are the grades of the given names."""
    values, codes = table.values("email"), table.codes("email")
    bands = snapshot.of(table, "email")
    users = [value.partition("@")[0] for value in values]
    user_codes = _numbers(users)

    def compare(a: Codes, b: Codes) -> Grades:
        grades = np.full(len(a), Email.OTHER, np.int8)
        unlike = np.flatnonzero(a != b)
        slips = per_pair(users, a[unlike], b[unlike], _user_slip) > 0
        grades[unlike[slips]] = Email.SLIP
        grades[(user_codes[a] == user_codes[b]) & (a != b)] = Email.SAME_USER
        grades[a == b] = np.where(bands[a[a == b]] > 0, Email.SAME_SHARED, Email.SAME)
        return grades

    grades = _best(codes, left, right, compare)
    _name_the_owner(table, users, left, right, grades)
    # An initial or a surname in its place is not found before the @, yet contradicts nothing.
    grades[(grades == Email.SAME_NAMES_ONE) & np.isin(first, _NAMED_OTHERWISE)] = Email.SAME_NAMES_BOTH
    grades[(grades == Email.SAME_NAMES_ONE) & np.isin(first, _MISSPELT)] = Email.SAME
    return grades


def _name_the_owner(table: Table, users: list[str], left: Rows, right: Rows, grades: Grades) -> None:
    """Refine by whose given name stands before the @."""
    firsts, first = table.values("first"), table.codes("first")
    codes = table.codes("email")[:, 0]

    sought = [tuple(name for name in full_names(text) if len(name) >= _SHORTEST_NAME) for text in firsts]

    def named(who: Rows, whose: Rows) -> NDArray[np.bool_]:
        asked = zip(codes[whose].tolist(), first[who].tolist(), strict=True)
        return np.fromiter((_holds(users[mail], sought[name]) for mail, name in asked), bool, len(who))

    same = np.flatnonzero(grades == Email.SAME)
    one, other = named(left[same], left[same]), named(right[same], left[same])
    grades[same[one & other]] = Email.SAME_NAMES_BOTH
    grades[same[one != other]] = Email.SAME_NAMES_ONE
    user = np.flatnonzero((grades == Email.SAME_USER) | (grades == Email.SLIP))
    named_user = np.fromiter((not _DIGITS.search(users[mail]) for mail in codes[left[user]].tolist()), bool, len(user))
    grades[user[named_user & (grades[user] == Email.SAME_USER)]] = Email.SAME_USER_NAME
    rest = np.flatnonzero(grades == Email.OTHER)
    one_side, other_side = left[rest], right[rest]
    crossed = named(one_side, other_side) | named(other_side, one_side)
    grades[rest[crossed]] = Email.OTHER_NAMES_BOTH
    rest = rest[~crossed]
    own = named(left[rest], left[rest]) & named(right[rest], right[rest])
    grades[rest[own]] = Email.OTHER_NAMES_OTHERS


def _holds(user: str, names: tuple[str, ...]) -> bool:
    for name in names:  # noqa: SIM110 - `any` costs twice as much, and this runs millions of times
        if name in user:
            return True
    return False


def _best(codes: Codes, left: Rows, right: Rows, compare: Callable[[Codes, Codes], Grades]) -> Grades:
    """Compare each value of one with each of the other; the lowest known grade says most."""
    best = np.zeros(len(left), np.int8)
    for one in range(codes.shape[1]):
        for other in range(codes.shape[1]):
            a, b = codes[left, one], codes[right, other]
            known = np.flatnonzero((a != 0) & (b != 0))
            grades = compare(a[known], b[known])
            before = best[known]
            best[known] = np.where((before == 0) | (grades < before), grades, before)
    return best


def _numbers(texts: list[str]) -> Codes:
    index: dict[str, int] = {}
    take = index.setdefault
    return np.fromiter((take(text, len(index)) for text in texts), np.int32, len(texts))


def _one_slip(a: list[str], b: list[str]) -> Scores:
    return slip(a, b)


def _user_slip(a: list[str], b: list[str]) -> Scores:
    long = np.fromiter((min(len(x), len(y)) > 4 for x, y in zip(a, b, strict=True)), bool, len(a))
    return np.where(long, slip(a, b), 0).astype(np.float32)
