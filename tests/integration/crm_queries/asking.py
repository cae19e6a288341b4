"""Asks entries of the catalogue: with every pair of values that their parameters allow, and for the sums of their totals."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import connection

from aiop.catalogue.entries import Entry, every
from aiop.catalogue.parameters import Parameter
from aiop.catalogue.run import Answer, answer
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from crm.models import Branch, LeadSource, SalesPerson
from crm.sandbox.generate import AS_OF

Values = dict[str, Any]
LOOKUPS = {"branch": Branch, "source": LeadSource, "sales_person": SalesPerson}
# The column of jobs that the most of a lookup's rows are told by.
_LINKS = {"branch": "branch_id", "source": "lead_source_id", "sales_person": "sales_person_id"}
_NOBODY = 10**12
_PERIODS = ("all", "2025-03-01..2025-05-31", "2025-06-01..", "last_year")
# What a value of each unit is; money and shares stay exact.
TYPES: Mapping[str, tuple[type, ...]] = {
    "text": (str, int),
    "count": (int, Decimal),
    "id": (int,),
    "date": (dt.date,),
    "moment": (dt.datetime,),
    "flag": (bool,),
    "days": (int, Decimal),
}


@dataclass(frozen=True)
class Pool:
    """An organisation whose committed rows entries are asked about, on the day of its exports."""

    org: Org

    def ask(self, entry: Entry, **values: Any) -> Answer:
        """Answer an entry, however many rows it has."""
        with org_context(self.org, actor="maya"):
            return answer(entry, self.org, values, today=AS_OF, most=100_000)

    @cached_property
    def commonest(self) -> dict[str, int]:
        """The row of each lookup that most jobs have."""
        return {name: self.ids(name)[0] for name in LOOKUPS}

    def ids(self, name: str) -> list[int]:
        """List the rows of a lookup that jobs have, the commonest first."""
        column = _LINKS[name]
        sql = f"SELECT {column} FROM crm_counted_job WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1"
        with org_context(self.org, actor="maya"), connection.cursor() as cursor:
            cursor.execute(sql)
            return [row[0] for row in cursor.fetchall()]

    def options(self, parameter: Parameter) -> list[Any]:
        """List the values that a parameter is tried with; None leaves it out."""
        match parameter.type:
            case "date_range":
                return list(dict.fromkeys([parameter.default, *_PERIODS]))
            case "branch" | "source" | "sales_person":
                return [None, self.commonest[parameter.type], _NOBODY]
            case "choice":
                return list(parameter.choices)
            case "integer" | "number":
                return list(dict.fromkeys([parameter.default, parameter.least, parameter.most]))
            case _:
                return [None, "an"]

    def combinations(self, entry: Entry) -> list[Values]:
        """List combinations that hold every pair of two parameters' values."""
        return pairwise({name: self.options(parameter) for name, parameter in entry.params.items()})


def of_crm() -> tuple[Entry, ...]:
    """List the lead pool's entries."""
    return tuple(entry for entry in every() if entry.app == "crm")


def pairwise(options: Mapping[str, Sequence[Any]]) -> list[Values]:
    """Give few combinations that hold every pair of values of two parameters; the first is each parameter's first value."""
    names = list(options)
    if len(names) == 1:
        return [{names[0]: value} for value in options[names[0]]]
    found = [tuple(0 for _ in names)]
    missing = set(_pairs([range(len(options[name])) for name in names])) - _held(found[0])
    while missing:
        found.append(_next(min(missing), missing, [len(options[name]) for name in names]))
        missing -= _held(found[-1])
    return [{name: options[name][at] for name, at in zip(names, row, strict=True)} for row in found]


Pair = tuple[tuple[int, int], tuple[int, int]]


def _pairs(ranges: Sequence[range]) -> Iterator[Pair]:
    for (a, of_a), (b, of_b) in itertools.combinations(enumerate(ranges), 2):
        yield from (((a, i), (b, j)) for i, j in itertools.product(of_a, of_b))


def _held(row: tuple[int, ...]) -> set[Pair]:
    return set(itertools.combinations(enumerate(row), 2))


def _next(pair: Pair, missing: set[Pair], sizes: Sequence[int]) -> tuple[int, ...]:
    """Give a row that holds `pair`, and of the other parameters what holds most of what is missing."""
    chosen = dict(pair)
    for at, size in enumerate(sizes):
        if at not in chosen:
            chosen[at] = max(
                range(size),
                key=lambda value: sum(tuple(sorted([(at, value), other])) in missing for other in chosen.items()),
            )
    return tuple(chosen[at] for at in range(len(sizes)))


def misfits(found: Answer) -> list[str]:
    """List the columns of an answer that hold what their unit does not allow."""
    wrong = set()
    for at, column in enumerate(found.columns):
        allowed = TYPES.get(column.unit, (Decimal, int))
        wrong |= {
            f"{column.name} ({column.unit}): {type(row[at]).__name__}"
            for row in found.rows
            if row[at] is not None
            and not (isinstance(row[at], allowed) and (column.unit != "date" or type(row[at]) is dt.date))
        }
    return sorted(wrong)
