"""Answers an entry for one organisation: checked by its plan, bounded, and kept as long as the data is the same."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils import timezone

from aiop.catalogue import keeping
from aiop.catalogue.entries import Entry
from aiop.catalogue.head import Column
from aiop.catalogue.parameters import read_value
from aiop.catalogue.plans import Plan, plan, wrapped
from aiop.catalogue.reader import QuestionRefused, reading
from aiop.orgs.models import Org

# Rows that a page or an API call is given; exports stream them all.
MOST = 2_000
# The parameter by which an entry itself gives no more than so many rows.
LIMIT = "limit"


@dataclass(frozen=True)
class Answer:
    """What an entry answered: rows up to a limit, how many there are in all, the grand totals of columns that may be added up."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    total: int
    took: float
    from_cache: bool
    plan_cost: float
    sums: Mapping[str, Any] = field(default_factory=dict)
    limit: int | None = None

    @property
    def is_cut(self) -> bool:
        """Tell whether the entry gave as many rows as its own limit lets through, so that there may be more."""
        return self.total == self.limit

    @property
    def is_whole(self) -> bool:
        """Tell whether every row is here."""
        return self.total == len(self.rows)

    def records(self) -> list[dict[str, Any]]:
        """Give the rows by their columns' names."""
        return [dict(zip([column.name for column in self.columns], row, strict=True)) for row in self.rows]


def bound_values(entry: Entry, org: Org, values: Mapping[str, Any], today: dt.date | None = None) -> dict[str, Any]:
    """Give all that the SQL is bound with; raises WrongValue."""
    today = today or timezone.localdate(timezone=org.zone)
    bound: dict[str, Any] = {"today": today, "zone": org.time_zone}
    for parameter in entry.params.values():
        bound.update(read_value(parameter, values, today=today))
    return bound


def answer(
    entry: Entry, org: Org, values: Mapping[str, Any], today: dt.date | None = None, *, sort: str = "", most: int = MOST
) -> Answer:
    """Answer an entry; `sort` is a column's name, with a minus before it for the largest first.

    Call with the organisation open. Raises WrongValue, TooDear, QuestionRefused or ReaderMissing.
    """
    bound = bound_values(entry, org, values, today)
    key = _digest(entry, bound, sort, most)
    began = time.monotonic()
    with reading(org) as cursor:
        planned = plan(cursor, entry.sql, bound)
        version = _version(cursor, planned)
        kept = keeping.find(org, key, version)
        if kept is not None:
            return replace(_answer(entry, kept, planned, bound), took=time.monotonic() - began, from_cache=True)
        planned.check()
        rows, total, sums = _read(cursor, entry, bound, sort, most)
        # Unchanged before and after, so what was read between is of this version.
        is_same = version == _version(cursor, planned)
    found = {"rows": rows, "total": total, "sums": sums}
    if is_same and not planned.reads_clock:
        keeping.keep(org, key, version, found)
    return replace(_answer(entry, found, planned, bound), took=time.monotonic() - began)


def _answer(entry: Entry, found: Mapping[str, Any], planned: Plan, bound: Mapping[str, Any]) -> Answer:
    return Answer(
        entry.columns, found["rows"], found["total"], 0.0, False, planned.cost, found["sums"], bound.get(LIMIT)
    )


def _version(cursor: Any, planned: Plan) -> str:
    cursor.execute("SELECT aiop_data_version(%s)", [list(planned.tables)])
    (version,) = cursor.fetchone()
    if version is None:
        # It would see no rows at all, and say so as if there were none.
        raise QuestionRefused("No organisation is open to the catalogue's reader.")
    return str(version)


def _digest(entry: Entry, bound: Mapping[str, Any], sort: str, most: int) -> str:
    asked = "\0".join([entry.name, entry.text, sort, str(most), *(f"{name}={bound[name]!r}" for name in sorted(bound))])
    return hashlib.sha256(asked.encode()).hexdigest()


def _read(
    cursor: Any, entry: Entry, bound: Mapping[str, Any], sort: str, most: int
) -> tuple[list[tuple[Any, ...]], int, dict[str, Any]]:
    """Read the rows up to the limit; where there are more, the database counts and adds up all of them."""
    sql = wrapped(entry.sql, order(entry, sort)) + " LIMIT %(aiop_most)s"
    cursor.execute(sql, {**bound, "aiop_from": 0, "aiop_most": most + 1})
    check_columns(entry, cursor)
    rows = cursor.fetchmany(most + 1)
    added = [column for column in entry.columns if column.total == "sum"]
    if len(rows) <= most:
        at = {column.name: place for place, column in enumerate(entry.columns)}
        sums = {column.name: _sum([row[at[column.name]] for row in rows]) for column in added}
        return rows, len(rows), sums
    parts = ", ".join(["count(*)", *(f'sum("{column.name}")' for column in added)])
    cursor.execute(f"SELECT {parts} FROM ({wrapped(entry.sql)}) AS whole", {**bound, "aiop_from": 0})
    total, *found = cursor.fetchone()
    return rows[:most], total, {column.name: value for column, value in zip(added, found, strict=True)}


def check_columns(entry: Entry, cursor: Any) -> None:
    """Hold that the SQL gives the columns that the head declares, in that order."""
    given = [column.name for column in cursor.description]
    declared = [column.name for column in entry.columns]
    if given != declared:
        raise QuestionRefused(f"{entry.file} declares the columns {', '.join(declared)}, and gives {', '.join(given)}.")


def order(entry: Entry, sort: str) -> str:
    """Give SQL that sorts by a declared column, unknown values last; anything else leaves the entry's own order."""
    name = sort.removeprefix("-")
    if name not in {column.name for column in entry.columns}:
        return ""
    return f' ORDER BY "{name}" {"DESC" if sort.startswith("-") else "ASC"} NULLS LAST'


def _sum(values: Sequence[Any]) -> Decimal | int | float | None:
    known = [value for value in values if value is not None]
    return sum(known[1:], known[0]) if known else None
