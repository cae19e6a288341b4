"""The words that a KPI is declared in: records, filters, values, roll-ups. Pure and frozen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Record(StrEnum):
    """What a KPI counts or adds up: one row of a fact table each."""

    JOB = "job"
    ESTIMATE = "estimate"
    COLLECTION = "collection"
    BOOKING = "booking"
    RECEIVABLE = "receivable"


@dataclass(frozen=True)
class Equals:
    """The column holds this very word."""

    column: str
    value: str

    @property
    def words(self) -> str:
        """The condition in words."""
        return f"{said(self.column)} is {self.value}"


@dataclass(frozen=True)
class Differs:
    """The column holds any other word."""

    column: str
    value: str

    @property
    def words(self) -> str:
        """The condition in words."""
        return f"{said(self.column)} is not {self.value}"


@dataclass(frozen=True)
class Is:
    """A yes-or-no column says yes, or with `wanted=False` no."""

    column: str
    wanted: bool = True

    @property
    def words(self) -> str:
        """The condition in words."""
        name = said(self.column).removeprefix("is ")
        return name if self.wanted else f"not {name}"


@dataclass(frozen=True)
class AtLeast:
    """A number is no less than this."""

    column: str
    value: int

    @property
    def words(self) -> str:
        """The condition in words."""
        return f"{said(self.column)} at least {self.value}"


@dataclass(frozen=True)
class InList:
    """The job's type stands, on the KPI's day, on a list that people keep; with `wanted=False` it does not."""

    name: str
    wanted: bool = True

    @property
    def words(self) -> str:
        """The condition in words."""
        return f"job type {'' if self.wanted else 'not '}on the list “{self.name}”"


@dataclass(frozen=True)
class AnyOf:
    """At least one of the conditions holds."""

    filters: tuple[Filter, ...]

    @property
    def words(self) -> str:
        """The condition in words."""
        return " or ".join(item.words for item in self.filters)


Filter = Equals | Differs | Is | AtLeast | InList | AnyOf


@dataclass(frozen=True)
class Count:
    """How many records meet the conditions."""

    where: tuple[Filter, ...] = ()

    @property
    def words(self) -> str:
        """The value in words."""
        return f"number of records{_where(self.where)}"


@dataclass(frozen=True)
class Distinct:
    """How many different values of a column; days and units of it do not add up."""

    column: str
    where: tuple[Filter, ...] = ()

    @property
    def words(self) -> str:
        """The value in words."""
        return f"number of different {said(self.column)}s{_where(self.where)}"


@dataclass(frozen=True)
class Sum:
    """The sum of columns, those in `less` taken off, over the records that meet the conditions."""

    plus: tuple[str, ...]
    less: tuple[str, ...] = ()
    where: tuple[Filter, ...] = ()

    @property
    def words(self) -> str:
        """The value in words."""
        less = "".join(f" − {said(name)}" for name in self.less)
        return f"sum of {' + '.join(said(name) for name in self.plus)}{less}{_where(self.where)}"


Value = Count | Distinct | Sum
Measure = Literal["count", "money", "percent"]
Role = Literal["sales", "production"]


@dataclass(frozen=True)
class Definition:
    """A KPI, declared once: its SQL, its page and its drill-down are all made from this.

    `alternatives` are other readings that people may publish instead, each whole; `name` tells readings apart.
    """

    key: str
    title: str
    record: Record
    date: str
    role: Role
    numerator: Value
    about: str
    measure: Measure
    filters: tuple[Filter, ...] = ()
    denominator: Value | None = None
    unit: str = "unit_id"
    is_snapshot: bool = False
    streams: tuple[str, ...] = ()
    null_rule: str = "No record: 0 where the day’s sources are complete, else unknown."
    report: str = ""
    confidence: str = ""
    name: str = "published"
    alternatives: tuple[Definition, ...] = ()

    @property
    def is_ratio(self) -> bool:
        """Tell whether it is a share of sums rather than a sum."""
        return self.denominator is not None

    @property
    def adds_up(self) -> bool:
        """Tell whether a week is the sum of its days, and a region of its units."""
        return not isinstance(self.numerator, Distinct)

    def reading(self, name: str) -> Definition:
        """Give the reading of this name; the published one where there is no such reading."""
        return next((one for one in self.alternatives if one.name == name), self)

    def all_filters(self) -> Iterator[Filter]:
        """Go through every condition, those of its values included."""
        for item in (*self.filters, *self.numerator.where, *(self.denominator.where if self.denominator else ())):
            yield item
            if isinstance(item, AnyOf):
                yield from item.filters

    @property
    def weekly(self) -> str:
        """How days become a week, in words."""
        if self.is_snapshot:
            return "the first snapshot on or after the Monday that follows, else the last of the week"
        if self.is_ratio:
            return "sum of the days’ numerators over sum of their denominators"
        return "sum of the days" if self.adds_up else "counted anew over the whole week"

    @property
    def regional(self) -> str:
        """How units become a region, in words."""
        how = "ratio of sums" if self.is_ratio else "sum" if self.adds_up else "counted anew"
        return f"{how} over the region’s {self.role} units"


def said(column: str) -> str:
    """Write a column's name as words."""
    return column.removesuffix("_id").replace("_", " ")


def _where(filters: tuple[Filter, ...]) -> str:
    return f" with {' and '.join(item.words for item in filters)}" if filters else ""
