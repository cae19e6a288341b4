"""Our engine on the same file: rows are cleaned as at arrival, then blocked, compared and scored with the tables it ships."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiop.identity.people.clean import profile
from aiop.identity.people.guards import BULK
from aiop.identity.people.keys import table_pairs
from aiop.identity.people.model import Matcher
from aiop.identity.people.record import Person
from aiop.identity.people.table import Table, TableBuilder
from aiop.identity.people.vectors import Vectors
from tests.benchmarks.matching.contender import Found

_PORTION = 20_000


class Source:
    """A set's file, read row by row while it is cleaned, so that a million rows never stand in memory as texts."""

    def __init__(self, path: Path) -> None:
        """Count the rows."""
        self.path = path
        with path.open("rb") as file:
            self.size = sum(1 for _ in file) - 1

    def __len__(self) -> int:
        """Give the number of rows."""
        return self.size

    def people(self) -> Iterator[Person]:
        """Give each row as a person whose node is its number in the file."""
        with self.path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield _person(row)


class Cleaned(NamedTuple):
    """Cleaned people as a table, and their numbers in the file."""

    table: Table
    numbers: NDArray[np.int64]


def read(folder: Path) -> Source:
    """Open a set's file."""
    return Source(folder / "customers.csv")


def clean(source: Source) -> Cleaned:
    """Clean every row."""
    builder = TableBuilder()
    numbers = np.empty(source.size, np.int64)
    portion = []
    for at, person in enumerate(source.people()):
        numbers[at] = person.node
        portion.append(profile(person))
        if len(portion) == _PORTION:
            builder.add_profiles(portion)
            portion = []
    builder.add_profiles(portion)
    return Cleaned(builder.table(), numbers)


def match(cleaned: Cleaned) -> Found:
    """Block, compare, and score with what ships."""
    left, right = table_pairs(cleaned.table)
    _, scored = Matcher.for_data(cleaned.table, left, right)
    zones = np.array(["", "auto", "bulk"])[np.where(scored.rule > BULK, 0, scored.rule)]
    return Found(cleaned.numbers[left], cleaned.numbers[right], scored.probability, zones)


def compared(folder: Path) -> tuple[Found, Matcher, Vectors]:
    """Give what `match` gives, with the matcher and the vectors that labels are learnt from."""
    cleaned = clean(read(folder))
    left, right = table_pairs(cleaned.table)
    matcher, scored = Matcher.for_data(cleaned.table, left, right)
    found = Found(cleaned.numbers[left], cleaned.numbers[right], scored.probability, np.full(len(left), ""))
    return found, matcher, scored.vector


def _person(row: dict[str, str]) -> Person:
    return Person(
        int(row["customer_id"]),
        row["first_name"],
        row["last_name"],
        row["name"],
        (row["email"],) if row["email"] else (),
        (row["phone"],) if row["phone"] else (),
        row["address"],
        row["city"],
        row["state"],
        row["zip"],
        row.get("birth_date", ""),
        "",
        row.get("middle_name", ""),
        row.get("address_more", ""),
    )
