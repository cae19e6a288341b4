"""Anomalies, planted in the stream of rows one a row, each noted with what must be found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from hvac.sandbox.chance import Named, Row
from hvac.sandbox.company import Company

# What must become of a planted row: it is quarantined, a check returns it, or it is read as meant.
QUARANTINE, CHECK, READ = "quarantine", "check", "read"
# Numbers of rows that stand in a file beside genuine ones begin here.
BESIDE = 9_000_001
# Rows of its kind that are left alone between two of a plant.
APART = 29

Where = Callable[[Company, Row], Any]
Change = Callable[[Company, Row], Row]


@dataclass(frozen=True, slots=True)
class Plant:
    """One anomaly: the check that it is for, in which rows of which table, what is changed and why that is wrong.

    `beside` puts the changed row beside the genuine one under a number of its own (`same` keeps the number), `instead`
    leaves the row out altogether; `fails` names (check, table, key) of what checks return, where it is not the row itself.
    """

    check: str
    table: str
    column: str
    why: str
    change: Change
    where: Where = lambda company, row: True
    expect: str = CHECK
    count: int = 2
    beside: bool = False
    same: bool = False
    instead: bool = False
    fails: Callable[[Company, Row], list[tuple[str, str, Any]]] | None = None


@dataclass(frozen=True, slots=True)
class Planted:
    """What the ledger says of one planted anomaly."""

    check: str
    table: str
    key: Any
    column: str
    value: Any
    expect: str
    why: str


class Planting:
    """Lets rows through, some of them changed."""

    def __init__(self, company: Company, plants: Iterable[Plant]) -> None:
        """Plant in the rows of one company."""
        self.company = company
        self.planted: list[Planted] = []
        self._of_table: dict[str, list[Plant]] = defaultdict(list)
        self._seen: dict[Plant, int] = defaultdict(int)
        self._beside: dict[str, int] = defaultdict(lambda: BESIDE)
        for plant in plants:
            self._of_table[plant.table].append(plant)

    def rows(self, genuine: Iterable[Named]) -> Iterator[Named]:
        """Give all rows, those that are planted instead of or beside genuine ones."""
        of_table = self._of_table
        for table, row in genuine:
            plants = of_table.get(table)
            due = self._due(plants, row) if plants else None
            if due is None:
                yield table, row
            else:
                yield from ((table, one) for one in self._plant(due, row))

    def _due(self, plants: list[Plant], row: Row) -> Plant | None:
        """Give the plant whose turn it is with a row; of those that it suits, the one that has waited longest."""
        for plant in plants:
            if plant.where(self.company, row):
                seen = self._seen[plant] = self._seen[plant] + 1
                if seen == 1 + APART * (plant.count - 1):
                    plants.remove(plant)
                if seen % APART == 1:
                    return plant
        return None

    def _plant(self, plant: Plant, row: Row) -> list[Row]:
        changed = {**row, **plant.change(self.company, row)}
        key = next(iter(row))
        if plant.beside and not plant.same:
            changed[key] = self._beside[plant.table]
            self._beside[plant.table] += 1
        found = plant.fails(self.company, row) if plant.fails else [(plant.check, plant.table, changed[key])]
        for check, table, number in found:
            value = changed.get(plant.column)
            self.planted.append(Planted(check, table, number, plant.column, value, plant.expect, plant.why))
        if plant.instead:
            return []
        return [row, changed] if plant.beside else [changed]
