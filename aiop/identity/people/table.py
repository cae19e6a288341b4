"""People by the column: every text is stored once, rows hold its number, so that work is done per distinct text."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiop.identity.people.clean import Profile
from aiop.identity.people.hashing import Hashes, hashes

Codes = NDArray[np.int32]
Numbers = NDArray[Any]
SEVERAL = ("email", "phone")  # columns in which a person may have more than one value


@dataclass(slots=True)
class Column:
    """Distinct texts (the first is blank) and for each row the number of its text; `codes` has a row per person."""

    values: list[str]
    codes: Codes

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which rows have a text."""
        return np.asarray(self.codes != 0)


@dataclass(slots=True)
class Table:
    """Cleaned people as columns; for `email` and `phone` the codes have one column per value a person may have."""

    size: int
    columns: dict[str, Column]
    _made: dict[str, Numbers] = field(default_factory=dict)

    @classmethod
    def from_columns(cls, columns: Mapping[str, Sequence[str]]) -> "Table":
        """Build from cleaned texts by column (names as in `Profile.COLUMNS`); columns not given are blank."""
        builder = TableBuilder()
        builder.add(columns)
        return builder.table()

    @classmethod
    def from_profiles(cls, profiles: Sequence[Profile]) -> "Table":
        """Build from profiles."""
        if not profiles:
            return cls.from_columns({})
        return cls.from_columns(dict(zip(Profile.COLUMNS, zip(*profiles, strict=True), strict=True)))

    def codes(self, name: str) -> Codes:
        """Give the numbers of a column's texts, row by row."""
        return self.columns[name].codes

    def values(self, name: str) -> list[str]:
        """Give a column's distinct texts."""
        return self.columns[name].values

    def made(self, key: str, make: Callable[[], Numbers]) -> Numbers:
        """Give numbers that are computed once per table, such as the hashes of distinct texts."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def hashes(self, name: str, form: Callable[[str], str] | None = None) -> Hashes:
        """Give the hash of each row's text, or of a form of it that is made once per distinct text."""

        return self.value_hashes(name, form)[self.codes(name)]

    def value_hashes(self, name: str, form: Callable[[str], str] | None = None) -> Hashes:
        """Give the hash of each distinct text of a column, or of a form of it."""

        def make() -> Hashes:
            values = self.values(name)
            return hashes(values if form is None else [form(value) for value in values])

        return self.made(f"hash {name} {form.__name__ if form else ''}", make)


class TableBuilder:
    """Takes people in portions, so that the texts of a million never stand in memory twice."""

    def __init__(self) -> None:
        """Start without people."""
        self._index: dict[str, dict[str, int]] = {name: {"": 0} for name in Profile.COLUMNS}
        self._codes: dict[str, list[Codes]] = {name: [] for name in Profile.COLUMNS}
        self._size = 0

    def add(self, columns: Mapping[str, Sequence[str]]) -> None:
        """Append people, given by column; all columns given are equally long."""
        count = max(map(len, columns.values()), default=0)
        for name, index in self._index.items():
            texts = columns.get(name)
            codes = np.zeros(count, np.int32) if texts is None else _numbered(texts, index)
            self._codes[name].append(codes)
        self._size += count

    def add_profiles(self, profiles: Iterable[Profile]) -> None:
        """Append profiles."""
        rows = list(profiles)
        if rows:
            self.add(dict(zip(Profile.COLUMNS, zip(*rows, strict=True), strict=True)))

    def table(self) -> Table:
        """Give all people added as a table; the builder is then spent."""
        columns = {}
        for name in Profile.COLUMNS:
            parts = self._codes.pop(name)
            codes = np.concatenate(parts) if parts else np.zeros(0, np.int32)
            column = Column(list(self._index.pop(name)), codes)
            columns[name] = _several(column) if name in SEVERAL else column
        return Table(self._size, columns)


def _numbered(texts: Sequence[str], index: dict[str, int]) -> Codes:
    # A text met for the first time takes the next number.
    take = index.setdefault
    return np.fromiter((take(text, len(index)) for text in texts), np.int32, len(texts))


def _several(column: Column) -> Column:
    """Split values that stand side by side in one text into a column of codes each."""
    texts = [value.split(" ") for value in column.values]
    width = max(map(len, texts))
    if width == 1:
        return Column(column.values, column.codes[:, None])
    index = {"": 0}
    take = index.setdefault
    numbers = np.zeros((len(texts), width), np.int32)
    for row, values in enumerate(texts):
        for place, value in enumerate(values):
            numbers[row, place] = take(value, len(index))
    return Column(list(index), numbers[column.codes])
