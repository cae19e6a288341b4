"""Checks that are a query of somebody's own: whoever can answer such queries safely says so here, from a floor above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db import models

from aiop.orgs.models import Org
from aiop.quality.checks import Lookup
from aiop.quality.own.words import BadDeclaration

# A query may take so long by itself, and at each week of a trial on history.
SECONDS, TRIAL_SECONDS = 20, 1
# A check lists so many rows at most.
MOST = 10_000
_NAMES_DAY = "%(today)s"


@dataclass(frozen=True, slots=True)
class Query:
    """A SELECT that gives `id` of each wrong row of a table and `detail`, what is wrong with it in words."""

    table: type[models.Model]
    text: str


class Answerer(Protocol):
    """Who answers queries, with no more rights than it takes to read one organisation's rows."""

    def look(self, org: Org, query: Query, today: date) -> None:
        """Hold that a query can be asked; raises BadDeclaration in a sentence."""

    def find(self, org: Org, query: Query, today: date, *, seconds: int, most: int) -> Sequence[tuple[int, str | None]]:
        """Give the rows that a query finds; raises CheckBroke in a sentence."""


_answerers: list[Answerer] = []


def answered_by(answerer: Answerer) -> None:
    """Have queries answered from now on; called once, while apps start."""
    _answerers[:] = [answerer]


def lookup(query: Query, *, seconds: int) -> Lookup:
    """Give what binds the rows that a query finds; they are found once for all days where it does not name the day."""
    kept: dict[tuple[int, date | None], Mapping[str, Any]] = {}

    def find(org: Org, today: date) -> Mapping[str, Any]:
        key = (org.pk, today if _NAMES_DAY in query.text else None)
        if key not in kept:
            rows = _answerers[-1].find(org, query, today, seconds=seconds, most=MOST)
            kept[key] = {"found": [row for row, _ in rows], "details": [detail for _, detail in rows]}
        return kept[key]

    return Lookup(query.text, find)


def look(org: Org, query: Query, today: date) -> None:
    """Hold that a query can be asked; raises BadDeclaration in a sentence."""
    _answerers[-1].look(org, query, today)


def read_query(table: type[models.Model], text: str) -> Query:
    """Give a query as it was typed, without the semicolon at its end; raises BadDeclaration where nothing was."""
    query = text.replace("\r\n", "\n").strip().removesuffix(";").rstrip()
    if not query:
        raise BadDeclaration("Write the query that finds the rows.")
    return Query(table, query)
