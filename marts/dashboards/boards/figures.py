"""What a dashboard shows of a mart: figures over spans of days, and what the latest row is made up of. Pure.

A figure is SQL over the rows of one span, so that the same words give a day, a month, the whole period and the period before. Only
what adds up is summed: flows. Of how things stood, the latest known counts. A rate is made of the sums of both its parts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from aiop.adminkit import format as fmt

Written = Callable[[Any], str]
MOST_BARS = 10
HOURS = 24


def flow(column: str) -> str:
    """What a span brought."""
    return f"sum({column})"


_STANDS = "(array_agg"


def latest(column: str) -> str:
    """How it stood last."""
    return f"{_STANDS}({column} ORDER BY day DESC) FILTER (WHERE {column} IS NOT NULL))[1]"


def rate(part: str, whole: str, *, times: str = "1.0", digits: int = 2) -> str:
    """One sum over another, `times` a number; unknown where there is no whole. Only rows that know both count."""
    known = f"FILTER (WHERE {part} IS NOT NULL AND {whole} IS NOT NULL)"
    return f"round({times} * sum({part}) {known} / nullif(sum({whole}) {known}, 0), {digits})"


@dataclass(frozen=True)
class Figure:
    """One figure: its tile's title and explanation, SQL over the rows of a span, how it is written."""

    key: str
    title: str
    about: str
    sql: str
    written: Written = fmt.number
    width: int = 4

    @property
    def is_of_a_moment(self) -> bool:
        """Tell whether it is how things stood: true of an unfinished month as well."""
        return self.sql.startswith(_STANDS)


@dataclass(frozen=True)
class Shares:
    """What the period is made up of, as bars: label and SQL of each part."""

    key: str
    title: str
    about: str
    parts: Sequence[tuple[str, str]]
    written: Written = fmt.number
    width: int = 6


@dataclass(frozen=True)
class Makeup:
    """What the latest row of the period is made up of, as bars: `of` gives label and value of each, `column` where they stand."""

    key: str
    title: str
    about: str
    of: Callable[[Any], Sequence[tuple[str, Decimal | int | None]]]
    written: Written = fmt.number
    width: int = 6
    most: int = MOST_BARS  # further ones stand in the table


def by_key(column: str, part: str = "") -> Callable[[Any], list[tuple[str, Decimal | int | None]]]:
    """Give the entries of a column of figures by key, or of one part of each, the largest first."""

    def read(row: Any) -> list[tuple[str, Decimal | int | None]]:
        held = getattr(row, column) or {}
        found = [(_label(key, value), _number(value.get(part) if part else value)) for key, value in held.items()]
        return sorted(found, key=lambda entry: (entry[1] is None, -(entry[1] or 0), entry[0]))

    return read


def by_hour(column: str) -> Callable[[Any], list[tuple[str, Decimal | int | None]]]:
    """Give the entries of a column of figures by hour, in the order of the day."""
    return lambda row: [
        (f"{int(key):02}:00", value)
        for key, value in sorted((getattr(row, column) or {}).items(), key=lambda one: int(one[0]))
    ]


def by_column(*columns: tuple[str, str]) -> Callable[[Any], list[tuple[str, Decimal | int | None]]]:
    """Give some columns of the row as they stand: label and column of each."""
    return lambda row: [(label, getattr(row, column)) for label, column in columns]


def _label(key: str, value: Any) -> str:
    return str(value.get("label") or key) if isinstance(value, dict) else key


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
