"""What a proposed placement of units would move: every KPI by unit and month, before and after, without writing."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import connection

from aiop.orgs.models import Org
from marts.kpi import sql
from marts.kpi.definitions import ALL
from marts.kpi.readings import published
from marts.kpi.sources import PLACED
from marts.kpi.terms import Definition
from servicetitan.api import Moved, Proposed

Sums = tuple[Decimal | None, Decimal | None]
__all__ = ["Moved", "Proposed", "preview"]

# Placements that stand, save those of the units that the proposal is about.
_OTHERS = f"SELECT * FROM ({PLACED}) p WHERE p.unit_source_id <> ALL(%(units)s)"
_PROPOSED = """
    SELECT -row_number() OVER () AS id, p.unit_source_id, p.reporting_unit_id, p.role, daterange(p.since, p.until) AS valid
    FROM unnest(%(p_units)s::bigint[], %(p_targets)s::bigint[], %(p_roles)s::text[], %(p_since)s::date[], %(p_until)s::date[])
         AS p (unit_source_id, reporting_unit_id, role, since, until)
"""
_THESE = "{unit} = ANY(%(units)s) AND {day} IS NOT NULL AND {day} <= %(today)s"
# What does not add up is counted anew over all records of the reporting units that the proposal reaches; 0: not placed.
_OF_THE_REACHED = f"{{day}} IS NOT NULL AND {{day}} <= %(today)s AND {sql.REPORTING_UNIT} = ANY(%(reached)s::bigint[])"
_REACHED = f"SELECT DISTINCT p.reporting_unit_id FROM ({PLACED}) p WHERE p.unit_source_id = ANY(%(units)s)"
_STORED = """
    SELECT date_trunc('month', c.day)::date, c.unit_id, c.kpi, sum(c.numerator), sum(c.denominator)
    FROM marts_dailycell c WHERE c.org_id = %(org)s AND c.kpi = ANY(%(kpis)s) AND c.unit_id = ANY(%(reached)s)
    GROUP BY 1, 2, 3
"""


def preview(org: Org, proposed: Sequence[Proposed], today: dt.date) -> list[Moved]:
    """Say what would differ if these placements stood instead of the present ones of their units.

    Only the records of those units are read: what they add under one placement is taken off, under the other put on.
    """
    definitions = published(org, [one for one in ALL if not one.is_snapshot])
    values = _bound(org, proposed, today)
    sums = [one for one in definitions if one.adds_up]
    counted = [one for one in definitions if not one.adds_up]
    taken = _cells(sums, PLACED, _THESE, values)
    given = _cells(sums, f"{_OTHERS} UNION ALL {_PROPOSED}", _THESE, values)
    before = _stored(sums, {unit for _, unit, _ in {*taken, *given}}, values)
    moved = [
        Moved(*key, before.get(key, (None, None)), _shifted(before.get(key), taken.get(key), given.get(key)))
        for key in sorted({*taken, *given})
        if taken.get(key) != given.get(key)
    ]
    values["reached"] = _reached(proposed, values)
    was = _cells(counted, PLACED, _OF_THE_REACHED, values)
    becomes = _cells(counted, f"{_OTHERS} UNION ALL {_PROPOSED}", _OF_THE_REACHED, values)
    nothing: Sums = (Decimal(0), None)
    moved += [
        Moved(*key, was.get(key, nothing), becomes.get(key, nothing))
        for key in sorted({*was, *becomes})
        if was.get(key) != becomes.get(key)
    ]
    return moved


def _bound(org: Org, proposed: Sequence[Proposed], today: dt.date) -> dict[str, Any]:
    return {
        "org": org.pk,
        "today": today,
        "units": sorted({one.unit_source_id for one in proposed}),
        "p_units": [one.unit_source_id for one in proposed],
        "p_targets": [one.reporting_unit_id for one in proposed],
        "p_roles": [one.role for one in proposed],
        "p_since": [one.since for one in proposed],
        "p_until": [one.until for one in proposed],
    }


def _reached(proposed: Sequence[Proposed], values: dict[str, Any]) -> list[int]:
    """List the reporting units that the units of a proposal stand for, now or as proposed."""
    with connection.cursor() as cursor:
        cursor.execute(_REACHED, values)
        now = {unit for (unit,) in cursor.fetchall()}
    return sorted({0, *(unit for unit in {*now, *(one.reporting_unit_id for one in proposed)} if unit is not None)})


def _cells(
    definitions: Sequence[Definition], placed: str, days: str, values: dict[str, Any]
) -> dict[tuple[dt.date, int, str], Sums]:
    made = sql.all_cells(definitions, days=days, grain="month", placed=placed)
    with connection.cursor() as cursor:
        cursor.execute(made.text, {**made.values, **values})
        return {(month, unit, kpi): (top, below) for month, unit, kpi, top, below in cursor.fetchall()}


def _stored(
    definitions: Sequence[Definition], reached: set[int], values: dict[str, Any]
) -> dict[tuple[dt.date, int, str], Sums]:
    found: defaultdict[tuple[dt.date, int, str], Sums] = defaultdict(lambda: (None, None))
    with connection.cursor() as cursor:
        cursor.execute(_STORED, {**values, "kpis": [one.key for one in definitions], "reached": sorted(reached)})
        for month, unit, kpi, top, below in cursor.fetchall():
            found[month, unit, kpi] = (top, below)
    return found


def _shifted(before: Sums | None, taken: Sums | None, given: Sums | None) -> Sums:
    return (_plus(before, taken, given, 0), _plus(before, taken, given, 1))


def _plus(before: Sums | None, taken: Sums | None, given: Sums | None, at: int) -> Decimal | None:
    known = [pair[at] for pair in (before, given) if pair and pair[at] is not None]
    if not known:
        return None
    less = taken[at] if taken else None
    return sum((value for value in known if value is not None), Decimal(0)) - (less or Decimal(0))
