"""The one compiler: from a KPI's definition to the SQL of its cells, of its records, and of a proposed placement. Pure.

Column and table names come from the definitions and are checked; every value is bound.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from marts.kpi.sources import FACTS, LISTED, PLACED
from marts.kpi.terms import (
    AnyOf,
    AtLeast,
    Count,
    Definition,
    Differs,
    Distinct,
    Equals,
    Filter,
    InList,
    Is,
    Value,
)

Grain = Literal["day", "week", "month", "whole"]
# The days of a window, as a condition that `cells` and `records` take.
WINDOW = "{day} >= %(from)s AND {day} <= %(to)s"
_NAME = re.compile(r"[a-z][a-z_]*\Z")
# The reporting unit that a record counts for, 0 where nobody placed it; conditions on it stand beside those on the facts.
REPORTING_UNIT = "coalesce(m.reporting_unit_id, 0)"
_OF_GRAIN = {
    "day": "{day}",
    "week": "date_trunc('week', {day})::date",
    "month": "date_trunc('month', {day})::date",
    "whole": "%(from)s::date",
}


@dataclass(frozen=True)
class Statement:
    """SQL and the values that it binds; `org`, and the days and units asked for, are bound by who runs it."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class _Bound:
    """Collects values under names of their own, so that statements can stand beside each other."""

    prefix: str
    values: dict[str, Any] = field(default_factory=dict)

    def add(self, value: Any) -> str:
        name = f"{self.prefix}{len(self.values)}"
        self.values[name] = value
        return f"%({name})s"


def cells(
    definition: Definition,
    *,
    days: str,
    grain: Grain = "day",
    placed: str = PLACED,
    prefix: str = "v",
    facts: str = "",
) -> Statement:
    """Give day, unit, KPI, numerator and denominator of each cell; `days` is a condition on {day}, such as a range;
    {kpi} in it is the definition's key, {unit} the source's unit. `facts` is SQL of facts with columns of their own.

    Units are reporting units; a record whose unit is not placed comes under no unit. A week bears its Monday.
    """
    bound = _Bound(prefix)
    when = _OF_GRAIN[grain].format(day=_column(definition.date))
    denominator = _total(definition.denominator, definition, bound) if definition.denominator else "NULL::numeric"
    text = (
        f"SELECT {when} AS day, {REPORTING_UNIT} AS unit_id, {bound.add(definition.key)}::text AS kpi, "
        f"{_total(definition.numerator, definition, bound)} AS numerator, {denominator} AS denominator "
        f"FROM {_from(definition, placed, facts)} WHERE {_where(definition, days, bound)} GROUP BY 1, 2"
    )
    return Statement(text, bound.values)


def all_cells(definitions: Sequence[Definition], *, days: str, grain: Grain = "day", placed: str = PLACED) -> Statement:
    """Give the cells of several KPIs in one statement."""
    parts = [cells(one, days=days, grain=grain, placed=placed, prefix=f"k{at}v") for at, one in enumerate(definitions)]
    values = dict(itertools.chain.from_iterable(part.values.items() for part in parts))
    return Statement(" UNION ALL ".join(part.text for part in parts), values)


def records(definition: Definition, *, days: str, unit: str, placed: str = PLACED) -> Statement:
    """Give the records behind a cell: the fact's id, its day and source unit, and what each adds to both sums.

    `unit` is a condition on {unit}, 0 where nobody placed it. The conditions are the cells' own, so the two cannot disagree.
    """
    bound = _Bound("v")
    denominator = _share(definition.denominator, definition, bound) if definition.denominator else "NULL::numeric"
    text = (
        f"SELECT f.id, {_column(definition.date)} AS day, {_column(definition.unit)} AS source_unit_id, "
        f"m.reporting_unit_id, m.id AS mapping_id, {_share(definition.numerator, definition, bound)} AS numerator, "
        f"{denominator} AS denominator FROM {_from(definition, placed)} "
        f"WHERE {_where(definition, days, bound)} AND {unit.format(unit=REPORTING_UNIT)}"
    )
    return Statement(text, bound.values)


def evidence(definition: Definition, *, records: str, placed: str = PLACED) -> Statement:
    """Give, for facts that `records` (a condition on f) picks, how the definition sees each: day, unit, lists, status.

    The unit is 0 where nobody placed it and -1 where it is placed out of the figures.
    """
    bound = _Bound("e")
    lists = [item for item in definition.filters if isinstance(item, InList)]
    states = [item for item in definition.filters if isinstance(item, Equals | Differs)]
    listed = _and(lists, definition, bound) if lists else "NULL::boolean"
    text = (
        f"SELECT f.id, {_column(definition.date)} AS day, CASE WHEN m.id IS NULL THEN 0 "
        f"ELSE coalesce(m.reporting_unit_id, -1) END AS unit_id, {_column(definition.unit)} AS source_unit_id, "
        f"{listed} AS listed, {_and(states, definition, bound) or 'true'} AS status_counts "
        f"FROM {_from(definition, placed)} WHERE f.org_id = %(org)s AND {records}"
    )
    return Statement(text, bound.values)


def _from(definition: Definition, placed: str, facts: str = "") -> str:
    return (
        f"{f'({facts})' if facts else FACTS[definition.record]} f LEFT JOIN ({placed}) m "
        f"ON m.unit_source_id = {_column(definition.unit)} AND m.valid @> {_column(definition.date)}"
    )


def _where(definition: Definition, days: str, bound: _Bound) -> str:
    """Write what holds for every record: organisation, days, role of the unit, the definition's own conditions.

    A unit that nobody has placed is shown as such under every KPI; one that is ignored or has the other role is not.
    """
    conditions = [
        "f.org_id = %(org)s",
        days.format(day=_column(definition.date), kpi=definition.key, unit=_column(definition.unit)),
        f"(m.id IS NULL OR m.role = {bound.add(definition.role)})",
        *(_condition(item, definition, bound) for item in definition.filters),
    ]
    return " AND ".join(conditions)


def _condition(item: Filter, definition: Definition, bound: _Bound) -> str:
    match item:
        case Equals(column, value):
            return f"{_column(column)} = {bound.add(value)}"
        case Differs(column, value):
            return f"{_column(column)} IS DISTINCT FROM {bound.add(value)}"
        case Is(column, wanted):
            return _column(column) if wanted else f"NOT {_column(column)}"
        case AtLeast(column, value):
            return f"{_column(column)} >= {bound.add(value)}"
        case InList(name, wanted):
            return _listed(name, definition, bound, wanted=wanted)
        case AnyOf(filters):
            return f"({' OR '.join(_condition(one, definition, bound) for one in filters)})"


def _listed(name: str, definition: Definition, bound: _Bound, *, wanted: bool) -> str:
    found = (
        f"EXISTS (SELECT FROM ({LISTED}) l WHERE l.list_key = {bound.add(name)} AND l.type_source_id = f.type_id "
        f"AND l.valid @> {_column(definition.date)})"
    )
    return found if wanted else f"NOT {found}"


def _total(value: Value, definition: Definition, bound: _Bound) -> str:
    """Write a value over many records, 0 where there are none."""
    match value:
        case Count(where):
            return f"count(*){_filter(where, definition, bound)}::numeric"
        case Distinct(column, where):
            return f"count(DISTINCT {_column(column)}){_filter(where, definition, bound)}::numeric"
        case _:
            return f"coalesce(sum({_added(value)}){_filter(value.where, definition, bound)}, 0)"


def _share(value: Value, definition: Definition, bound: _Bound) -> str:
    """Write what one record adds to a value."""
    amount = "1" if isinstance(value, Count | Distinct) else _added(value)
    if not value.where:
        return f"({amount})::numeric"
    return f"(CASE WHEN {_and(value.where, definition, bound)} THEN {amount} ELSE 0 END)::numeric"


def _added(value: Any) -> str:
    return " + ".join(_column(name) for name in value.plus) + "".join(f" - {_column(name)}" for name in value.less)


def _filter(where: Sequence[Filter], definition: Definition, bound: _Bound) -> str:
    return f" FILTER (WHERE {_and(where, definition, bound)})" if where else ""


def _and(where: Sequence[Filter], definition: Definition, bound: _Bound) -> str:
    return " AND ".join(_condition(item, definition, bound) for item in where)


def _column(name: str) -> str:
    """Write a column of the fact; a definition names columns alone, never SQL."""
    if not _NAME.match(name):
        raise ValueError(f"“{name}” is not the name of a column.")
    return f"f.{name}"
