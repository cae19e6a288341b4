"""What a value is worth as evidence: how common names are, and which contacts belong to many.

A snapshot is taken in a full run and kept, so that the few rows of an incremental run are judged as the full run judged them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from aiop.identity.people.table import Codes, Table

Bands = NDArray[np.int8]
KNOWN, COMMON = 1, 2  # bands of names: rare ones (0) are not listed
SHARED, SWITCHBOARD = 1, 2  # bands of contacts: those of one or two people (0) are not listed

_KNOWN_SHARE, _COMMON_SHARE = 5e-5, 5e-4  # of all people beyond the two compared
_FIRST_COMMON_SHARE = 2e-3
_SHARED_NAMES, _SWITCHBOARD_NAMES = 3, 6
_EVERYWHERE_SHARE = 0.2  # a postal code of so many tells nobody apart
_CONTACTS = ("email", "phone", "address")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Bands by column and text; a text that is not listed is in band 0. JSON can hold it."""

    bands: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def of(self, column: str, values: list[str]) -> Bands:
        """Give the band of each text."""
        known = self.bands.get(column, {})
        if not known:
            return np.zeros(len(values), np.int8)
        return np.fromiter((known.get(value, 0) for value in values), np.int8, len(values))


def take(table: Table, shared: Mapping[str, Mapping[str, int]] | None = None) -> Snapshot:
    """Count a table's values into a snapshot; `shared` adds contacts that reviewers found to be shared."""
    bands = {
        "last": _named(table, "last", _KNOWN_SHARE, _COMMON_SHARE),
        "first": _named(table, "first", _FIRST_COMMON_SHARE, 2.0),
        "zip": _named(table, "zip", _EVERYWHERE_SHARE, 2.0),
        "city": _named(table, "city", _EVERYWHERE_SHARE, 2.0),
    }
    for column in _CONTACTS:
        bands[column] = _contacts(table, column) | dict((shared or {}).get(column, {}))
    return Snapshot(bands)


def address_codes(table: Table) -> tuple[list[str], Codes]:
    """Give distinct addresses (number, street, postal code) and for each row the number of its own; 0 when incomplete."""
    number, street, code = (table.codes(name).astype(np.int64) for name in ("number", "street", "zip"))
    whole = (number * len(table.values("street")) + street) * len(table.values("zip")) + code
    whole[(number == 0) | (street == 0)] = 0
    distinct, where = np.unique(np.r_[0, whole], return_inverse=True)
    return _spelled(table, distinct), where[1:].astype(np.int32)


def _spelled(table: Table, whole: NDArray[np.int64]) -> list[str]:
    rest, code = np.divmod(whole, len(table.values("zip")))
    number, street = np.divmod(rest, len(table.values("street")))
    parts = zip(number.tolist(), street.tolist(), code.tolist(), strict=True)
    numbers, streets, zips = table.values("number"), table.values("street"), table.values("zip")
    return ["|".join((numbers[n], streets[s], zips[z])) for n, s, z in parts]


def _named(table: Table, column: str, known: float, common: float) -> dict[str, int]:
    """List the texts that so large a share of all people bear beyond the two who are compared."""
    counts = np.bincount(table.codes(column), minlength=len(table.values(column)))
    beyond = np.maximum(counts - 2, 0) / max(table.size, 1)
    bands = (beyond >= known).astype(np.int8) + (beyond >= common)
    bands[0] = 0
    values = table.values(column)
    return {values[n]: int(bands[n]) for n in np.flatnonzero(bands).tolist()}


def _contacts(table: Table, column: str) -> dict[str, int]:
    """List the contacts that people of several names have; a name counts by its two initials, which slips seldom touch."""
    if column == "address":
        values, flat = address_codes(table)
        width = 1
    else:
        values, codes = table.values(column), table.codes(column)
        width, flat = codes.shape[1], codes.reshape(-1)
    names = np.repeat(_initials(table), width)
    used = np.flatnonzero((flat != 0) & (names >= 0))
    distinct = np.unique(flat[used].astype(np.int64) * _LETTERS + names[used])
    counts = np.bincount(distinct // _LETTERS, minlength=len(values))
    bands = (counts >= _SHARED_NAMES).astype(np.int8) + (counts >= _SWITCHBOARD_NAMES)
    return {values[n]: int(bands[n]) for n in np.flatnonzero(bands).tolist()}


_LETTERS = 1 << 16


def _initials(table: Table) -> NDArray[np.int64]:
    """Give one number for a row's two initials in either order; -1 without a name."""
    first, last = (_initial_codes(table, name) for name in ("root", "last"))
    low, high = np.minimum(first, last), np.maximum(first, last)
    return np.where((first == 0) & (last == 0), -1, low * 256 + high)


def _initial_codes(table: Table, column: str) -> NDArray[np.int64]:
    letters = np.fromiter((ord(value[0]) % 256 if value else 0 for value in table.values(column)), np.int64)
    return letters[table.codes(column)]
