"""Rows as they become known: a dealer's past is written on, so each row is known from a moment until another. Pure."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Moment = dt.datetime | None


def noon(day: dt.date) -> dt.datetime:
    """Give the moment of a day at which what happens on it becomes known."""
    return dt.datetime.combine(day, dt.time(12), dt.UTC)


class Known:
    """Rows by table, each with the moments between which the twin shows it."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self.rows: dict[str, list[tuple[Moment, Moment, Mapping[str, Any]]]] = defaultdict(list)

    def add(self, table: str, row: Mapping[str, Any], since: Moment = None, until: Moment = None) -> None:
        """Show a row from a moment until another; None has no end."""
        if since is None or until is None or since < until:
            self.rows[table].append((since, until, row))

    def states(self, table: str, steps: Sequence[tuple[dt.datetime, Mapping[str, Any]]], until: Moment = None) -> None:
        """Show one row in its states: each replaces the one before it at its moment."""
        for number, (since, row) in enumerate(steps):
            end = steps[number + 1][0] if number + 1 < len(steps) else until
            self.add(table, row, since, end)


@dataclass(frozen=True, slots=True)
class Span:
    """The first and last day of a world."""

    start: dt.date
    end: dt.date

    @property
    def days(self) -> list[dt.date]:
        """The days."""
        return [self.start + dt.timedelta(days=number) for number in range((self.end - self.start).days + 1)]
