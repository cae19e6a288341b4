"""Days become weeks and months, units become regions and the company: sums of sums, ratios of sums, chosen snapshots."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.db import connection

from aiop.builders.windows import Window
from aiop.orgs.models import Org
from marts.kpi import sql
from marts.kpi.sources import PLACED
from marts.kpi.terms import Definition

Grain = Literal["day", "week", "month"]
By = Literal["unit", "region", "company"]
UNMAPPED = "unmapped"
# The place that a cell of a unit counts for, as text.
_PLACE = {
    "unit": "coalesce(u.key, 'unmapped')",
    "region": "coalesce(u.region_key, 'unmapped')",
    "company": "CASE WHEN u.id IS NULL THEN 'unmapped' ELSE 'company' END",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One KPI of one place in one period: both sums, whether all of it is known, and for snapshots when it was taken."""

    period: dt.date
    place: str
    kpi: str
    numerator: Decimal | None
    denominator: Decimal | None
    is_complete: bool
    taken_on: dt.date | None = None

    @property
    def percent(self) -> Decimal | None:
        """The ratio in percent points; None where either sum is unknown or nothing is divided by."""
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator / self.denominator * 100

    def value(self, definition: Definition) -> Decimal | None:
        """The value as the KPI is read: a percentage, or the sum."""
        return self.percent if definition.is_ratio else self.numerator


_SUMS = """
    SELECT {period} AS period, {place} AS place, c.kpi, sum(c.numerator), sum(c.denominator),
           bool_and(c.is_complete AND c.numerator IS NOT NULL), NULL::date
    FROM marts_dailycell c LEFT JOIN servicetitan_reportingunit u ON u.org_id = c.org_id AND u.id = c.unit_id
    WHERE c.org_id = %(org)s AND c.kpi = ANY(%(kpis)s) AND c.day >= %(from)s AND c.day <= %(to)s
    GROUP BY 1, 2, 3
"""
# For a period, the first snapshot after its end (within a week of it), else the last one within.
_SNAPSHOTS = """
    WITH taken AS (
        SELECT DISTINCT c.kpi, c.day FROM marts_dailycell c
        WHERE c.org_id = %(org)s AND c.kpi = ANY(%(kpis)s) AND c.day >= %(from)s AND c.day < %(to)s::date + 8
    ), chosen AS (
        SELECT p.starts, k.kpi, (
            SELECT t.day FROM taken t WHERE t.kpi = k.kpi AND t.day >= p.starts AND t.day < p.ends + 7
            ORDER BY t.day < p.ends, CASE WHEN t.day >= p.ends THEN t.day - p.ends ELSE p.ends - t.day END LIMIT 1
        ) AS day
        FROM (SELECT g::date AS starts, (g + %(step)s::interval)::date AS ends
              FROM generate_series(date_trunc(%(grain)s, %(from)s::date), %(to)s::date, %(step)s::interval) g) p
        CROSS JOIN unnest(%(kpis)s::text[]) AS k (kpi)
    )
    SELECT o.starts, {place} AS place, c.kpi, sum(c.numerator), sum(c.denominator), bool_and(c.is_complete), o.day
    FROM chosen o JOIN marts_dailycell c ON c.org_id = %(org)s AND c.kpi = o.kpi AND c.day = o.day
    LEFT JOIN servicetitan_reportingunit u ON u.org_id = c.org_id AND u.id = c.unit_id
    GROUP BY 1, 2, 3, 7
"""


def figures(org: Org, definitions: Sequence[Definition], window: Window, *, grain: Grain, by: By) -> list[Figure]:
    """Give the figures of whole periods within `window` (both ends given), those of ratios as their two sums."""
    values: dict[str, Any] = {
        "org": org.pk,
        "from": window.start,
        "to": window.end,
        "grain": grain,
        "step": f"1 {grain}",
    }
    found: list[Figure] = []
    sums = [one.key for one in definitions if one.adds_up and (not one.is_snapshot or grain == "day")]
    if sums:
        period = "c.day" if grain == "day" else f"date_trunc('{grain}', c.day)::date"
        found += _read(_SUMS.format(period=period, place=_PLACE[by]), {**values, "kpis": sums})
    taken = [one.key for one in definitions if one.is_snapshot and grain != "day"]
    if taken:
        found += _read(_SNAPSHOTS.format(place=_PLACE[by]), {**values, "kpis": taken})
    for one in definitions:
        if not one.adds_up:
            found += _counted_anew(one, values, grain, by)
    return found


def _counted_anew(definition: Definition, values: dict[str, Any], grain: Grain, by: By) -> list[Figure]:
    """Count a KPI that does not add up over whole periods and places."""
    made = sql.cells(definition, days=sql.WINDOW, grain=grain, placed=_placed_as_one(by), prefix="v")
    text = f"""
        SELECT c.day, {_PLACE[by]}, c.kpi, c.numerator, c.denominator, true, NULL::date FROM ({made.text}) c
        LEFT JOIN servicetitan_reportingunit u ON u.org_id = %(org)s AND u.id = c.unit_id
    """
    return _read(text, {**values, **made.values})


def _placed_as_one(by: By) -> str:
    """Give the placement with all units of a place standing for one of them."""
    if by == "unit":
        return PLACED
    same = "o.region_key = u.region_key" if by == "region" else "true"
    return f"""
        SELECT p.id, p.unit_source_id, p.role, p.valid, (
            SELECT min(o.id) FROM servicetitan_reportingunit o WHERE o.org_id = %(org)s AND {same}
        ) AS reporting_unit_id
        FROM ({PLACED}) p LEFT JOIN servicetitan_reportingunit u ON u.org_id = %(org)s AND u.id = p.reporting_unit_id
    """


def _read(text: str, values: dict[str, Any]) -> list[Figure]:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return [Figure(*row) for row in cursor.fetchall()]
