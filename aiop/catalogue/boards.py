"""Dashboards made of entries: cards and charts under one row of filters; an app declares what stands on each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from aiop.adminkit import format as fmt
from aiop.catalogue.asking import kept
from aiop.catalogue.entries import Entry
from aiop.catalogue.head import Column
from aiop.catalogue.parameters import Parameter, declared, read_value
from aiop.catalogue.run import Answer
from aiop.catalogue.written import written
from aiop.dashboards.page import MOST_TILES, Freshness
from aiop.orgs.models import Org

PERIOD = "period"
# The filters that all entries of a board share; an entry takes of them what it declares.
FILTERS: Sequence[Parameter] = tuple(
    declared(name, given, line=0)
    for name, given in {
        PERIOD: {"type": "date_range", "default": "last_12_months"},
        "branch": {"type": "branch"},
        "source": {"type": "source"},
        "sales_person": {"type": "sales_person"},
    }.items()
)


@dataclass(frozen=True)
class Card:
    """One figure of a board: which column of which entry, and which of its rows.

    Of the rows where `where` holds and the column `known` says something, `sum` adds up all, `first` and `last` take
    one, `rows` counts them. `values` go before what the page's filters say.
    """

    title: str
    entry: str
    column: str = ""
    pick: Literal["sum", "first", "last", "rows"] = "first"
    where: Mapping[str, Any] = field(default_factory=dict)
    known: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """Up to which day a board reaches, and how that is said."""

    until: dt.date
    freshness: Freshness


@dataclass(frozen=True)
class Board:
    """A declared dashboard: its cards and the entries whose charts it shows, each with values of its own."""

    name: str
    title: str
    about: str
    cards: Sequence[Card]
    charts: Sequence[str]
    standing: Callable[[Org], Standing]
    permission: str
    definition: str = ""

    def __post_init__(self) -> None:
        if len(self.charts) > MOST_TILES:
            raise ValueError(f"A board has at most {MOST_TILES} charts; {self.name} has {len(self.charts)}.")


_boards: dict[str, Board] = {}


def register(*boards: Board) -> None:
    """Make boards known; call while apps start."""
    for board in boards:
        if _boards.setdefault(board.name, board) is not board:
            raise ValueError(f"There already is another board named {board.name}.")


def all_boards() -> list[Board]:
    """List the boards as they were registered."""
    return list(_boards.values())


def board_named(name: str) -> Board | None:
    """Give a board, None where there is none."""
    return _boards.get(name)


def taken(entry: Entry, values: Mapping[str, str]) -> dict[str, str]:
    """Keep of the shared values those that an entry declares; where nothing is said of the period, the board's default."""
    found = kept(entry.params.values(), values)
    if PERIOD in entry.params and not any(name.startswith(PERIOD) for name in found):
        found[PERIOD] = str(FILTERS[0].default)
    return found


def days_before(values: Mapping[str, str], until: dt.date) -> dict[str, str]:
    """Give the same values for the days just before, as many of them; nothing where the period is open."""
    read = read_value(FILTERS[0], values, today=until)
    start, end = read[f"{PERIOD}_from"], read[f"{PERIOD}_to"]
    if start is None or end is None:
        return {}
    last = start - dt.timedelta(days=1)
    first = last - (end - start)
    others = {name: value for name, value in values.items() if not name.startswith(PERIOD)}
    return {**others, f"{PERIOD}_from": first.isoformat(), f"{PERIOD}_to": last.isoformat()}


def figure(card: Card, answer: Answer) -> Any:
    """Work out a card's value from its entry's answer; None where it is unknown."""
    of_all = not card.where and not card.known
    if of_all and card.pick == "rows":
        return answer.total
    if of_all and card.pick == "sum" and card.column in answer.sums:
        return answer.sums[card.column]
    held = [record for record in answer.records() if all(record.get(name) == v for name, v in card.where.items())]
    held = [record for record in held if not card.known or record[card.known] is not None]
    if card.pick == "rows":
        return len(held)
    values = [record[card.column] for record in held]
    if card.pick == "sum":
        known = [value for value in values if value is not None]
        return sum(known[1:], known[0]) if known else None
    return values[0 if card.pick == "first" else -1] if values else None


def column_of(card: Card, entry: Entry) -> Column:
    """Give the column that a card's value is written as."""
    counted = Column("rows", card.title, "count")
    return next((column for column in entry.columns if column.name == card.column), counted)


def said(card: Card, entry: Entry, value: Any, zone: dt.tzinfo) -> str:
    """Write a card's value; from ten thousand on it is whole, for a card has no room for more."""
    column = column_of(card, entry)
    if not isinstance(value, int | Decimal) or abs(Decimal(value)) < 10_000:
        return written(column, value, zone)
    whole = round(value)
    return fmt.number(whole) if column.unit == "money" else written(column, whole, zone)


def change(card: Card, entry: Entry, now: Any, before: Any) -> str:
    """Say how a value moved against the days before: points of rates, per cent of everything else."""
    if now is None or before is None or isinstance(now, bool | str) or isinstance(before, str):
        return ""
    if column_of(card, entry).unit == "percent":
        moved, unit = Decimal(now) - Decimal(before), "points"
    elif not before:
        return ""
    else:
        moved, unit = (Decimal(now) - Decimal(before)) / abs(Decimal(before)) * 100, "%"
    arrow = "▲" if moved > 0 else "▼" if moved < 0 else "="
    return f"{arrow} {fmt.number(abs(round(moved, 1)))} {unit}"
