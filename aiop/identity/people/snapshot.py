"""What a value is worth as evidence: how common names are, and which contacts belong to many.

A snapshot is taken in a full run and kept, so that the few rows of an incremental run are judged as the full run judged them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiop.identity.people.hashing import Hashes, combined, distinct, hashes
from aiop.identity.people.table import Table

Bands = NDArray[np.int8]
Rows = NDArray[np.int32]
KNOWN, COMMON = 1, 2  # bands of names: rare ones (0) are not listed
SHARED, SWITCHBOARD = 1, 2  # bands of contacts: those of one or two people (0) are not listed

_KNOWN_SHARE, _COMMON_SHARE = 5e-5, 5e-4  # of all people beyond the two compared
_FIRST_COMMON_SHARE = 2e-3
_SHARED_NAMES, _SWITCHBOARD_NAMES = 3, 6
_EVERYWHERE_SHARE = 0.2  # a postal code of so many tells nobody apart
_ADDRESS = ("number", "street", "zip")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Bands by column and text; a text that is not listed is in band 0. JSON can hold it."""

    bands: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    # Hashed once: portions of a run, and hints for one record, ask again and again.
    _listed: dict[str, tuple[Hashes, Bands]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def of(self, table: Table, column: str) -> Bands:
        """Give the band of each distinct text of a table's column."""
        return self._banded(table.value_hashes(column), column, hashes)

    def of_addresses(self, table: Table, rows: Rows) -> Bands:
        """Give the band of the address of each of these rows."""
        return self._banded(address_hashes(table)[rows], "address", _address_texts)

    def _banded(self, hashed: Hashes, column: str, hash_texts: Callable[[list[str]], Hashes]) -> Bands:
        if not self.bands.get(column):
            return np.zeros(len(hashed), np.int8)
        if column not in self._listed:
            self._listed[column] = self._sorted(column, hash_texts)
        listed, bands = self._listed[column]
        place = np.minimum(np.searchsorted(listed, hashed), len(listed) - 1)
        return np.where(listed[place] == hashed, bands[place], 0).astype(np.int8)

    def _sorted(self, column: str, hash_texts: Callable[[list[str]], Hashes]) -> tuple[Hashes, Bands]:
        known = self.bands[column]
        listed = hash_texts(list(known))
        order = np.argsort(listed)
        return listed[order], np.fromiter(known.values(), np.int8, len(known))[order]


def take(table: Table, shared: Mapping[str, Mapping[str, int]] | None = None) -> Snapshot:
    """Count a table's values into a snapshot; `shared` adds contacts that reviewers found to be shared."""
    bands = {
        "last": _named(table, "last", _KNOWN_SHARE, _COMMON_SHARE),
        "first": _named(table, "first", _FIRST_COMMON_SHARE, 2.0),
        "zip": _named(table, "zip", _EVERYWHERE_SHARE, 2.0),
        "city": _named(table, "city", _EVERYWHERE_SHARE, 2.0),
    }
    bands |= {"email": _contacts(table, "email"), "phone": _contacts(table, "phone"), "address": _addresses(table)}
    for column, texts in (shared or {}).items():
        bands[column] = bands.get(column, {}) | dict(texts)
    return Snapshot(bands)


def address_hashes(table: Table) -> Hashes:
    """Give for each row the hash of its number, street and postal code; 0 when one is missing."""
    return table.made("hash address", lambda: combined([table.hashes(name) for name in _ADDRESS], 9))


def _address_texts(texts: list[str]) -> Hashes:
    # Split at once: a list for each address is one more thing that the collector of a large process goes over, again and again.
    parts, count = "|".join(texts).split("|"), len(_ADDRESS)
    if len(parts) != count * len(texts):
        raise ValueError("An address of the snapshot is not number, street and postal code.")
    return combined([hashes(parts[place::count]) for place in range(count)], 9)


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
    codes = table.codes(column)
    bands = _shared_by(codes.reshape(-1), len(table.values(column)), np.repeat(_initials(table), codes.shape[1]))
    values = table.values(column)
    return {values[n]: int(bands[n]) for n in np.flatnonzero(bands).tolist()}


def _addresses(table: Table) -> dict[str, int]:
    """List the addresses where people of several names are."""
    hashed = address_hashes(table)
    order = np.argsort(hashed, kind="stable")
    fresh = np.r_[True, hashed[order][1:] != hashed[order][:-1]] if len(order) else np.zeros(0, bool)
    codes = np.empty(len(order), np.int64)
    codes[order] = np.cumsum(fresh)
    codes[hashed == 0] = 0
    bands = _shared_by(codes, len(order) + 1, _initials(table))
    first_row = np.r_[0, order[fresh]]
    shown = ((int(bands[n]), int(first_row[n])) for n in np.flatnonzero(bands).tolist())
    return {"|".join(table.values(name)[table.codes(name)[row]] for name in _ADDRESS): band for band, row in shown}


def _shared_by(codes: NDArray[Any], size: int, names: NDArray[np.int64]) -> Bands:
    """Give the band of each of `size` contacts from who has them."""
    used = np.flatnonzero((codes != 0) & (names >= 0))
    having = distinct(codes[used].astype(np.int64) * _LETTERS + names[used])
    counts = np.bincount(having // _LETTERS, minlength=size)
    return ((counts >= _SHARED_NAMES).astype(np.int8) + (counts >= _SWITCHBOARD_NAMES)).astype(np.int8)


_LETTERS = 1 << 16


def _initials(table: Table) -> NDArray[np.int64]:
    """Give one number for a row's two initials in either order; -1 without a name."""
    first, last = (_initial_codes(table, name) for name in ("root", "last"))
    low, high = np.minimum(first, last), np.maximum(first, last)
    return np.where((first == 0) & (last == 0), -1, low * 256 + high)


def _initial_codes(table: Table, column: str) -> NDArray[np.int64]:
    letters = np.fromiter((ord(value[0]) % 256 if value else 0 for value in table.values(column)), np.int64)
    return letters[table.codes(column)]
