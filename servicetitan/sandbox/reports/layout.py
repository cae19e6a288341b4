"""What a printed report is: columns by name and label, rows, and which columns are summed up beneath them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from servicetitan.sandbox.books import Books

Value = str | int | Decimal | date | bool | None
Row = tuple[Value, ...]
Kind = Literal["text", "number", "money", "percent", "date"]
HUNDRED = Decimal(100)


class Column(NamedTuple):
    """A column: its name in the reporting API, its label in an export, what it holds, and whether it is summed."""

    name: str
    label: str
    kind: Kind = "text"
    summed: bool = False


@dataclass(frozen=True)
class Asked:
    """What a report is asked for: days of Phoenix from and to, both included, and units; no units are all units."""

    since: int
    until: int
    units: frozenset[int] = frozenset()
    date_type: int | None = None  # which date of a job; without it the one that the report is run by
    adjustments: bool = True

    def covers(self, day: int | None) -> bool:
        """Say whether a day lies in the period."""
        return day is not None and self.since <= day <= self.until

    def wants(self, unit: int) -> bool:
        """Say whether a unit is asked for."""
        return not self.units or unit in self.units


Compute = Callable[[Books, Asked], list[Row]]
# A ratio of a row of sums: which column it stands in and how it follows from the sums by column name.
Ratio = Callable[[dict[str, Decimal]], Value]


@dataclass(frozen=True)
class Report:
    """A report of the tenant: where it is found, its parameters and columns, and how it is computed."""

    id: int
    name: str
    title: str
    category: str
    parameters: tuple[str, ...]
    columns: tuple[Column, ...]
    compute: Compute
    group_by: str | None = None  # exports print a sub-total beneath each group
    ratios: tuple[tuple[str, Ratio], ...] = ()

    def at(self, name: str) -> int:
        """Give the position of a column."""
        return next(position for position, column in enumerate(self.columns) if column.name == name)

    def sums(self, rows: Sequence[Row], heading: str) -> Row:
        """Give the row of sums over rows, with ratios formed of the sums and not of the rows' ratios."""
        sums = {
            column.name: sum((_decimal(row[position]) for row in rows), Decimal())
            for position, column in enumerate(self.columns)
            if column.summed
        }
        line: list[Value] = [sums.get(column.name) for column in self.columns]
        for name, ratio in self.ratios:
            line[self.at(name)] = ratio(sums)
        line[0] = heading
        return tuple(line)


def _decimal(value: Value) -> Decimal:
    return Decimal(value) if isinstance(value, int | Decimal) else Decimal()


def money(cents: int) -> Decimal:
    """Give cents as an amount of two decimals."""
    return Decimal(cents).scaleb(-2)


def percent(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """Give a share in percent to two decimals, or nothing where there is no whole."""
    if not whole:
        return None
    return (Decimal(part) / Decimal(whole) * HUNDRED).quantize(Decimal("0.01"))
