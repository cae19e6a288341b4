"""Daily cells, made anew for the days that changes touched, and written only where they differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Max, Q

from aiop.builders.declared import Building, Built
from aiop.builders.windows import Window
from aiop.orgs.models import Org
from marts.kpi import sql
from marts.kpi.completeness import complete_days
from marts.kpi.definitions import FLOWS, SNAPSHOTS
from marts.kpi.facts.refresh import Refreshed, refresh
from marts.kpi.readings import published
from marts.kpi.sources import FACTS
from marts.kpi.terms import Definition
from marts.models import DailyCell

# Days of each KPI that are to be made anew.
Days = Mapping[str, set[dt.date]]

# What the days asked for should hold: what was worked out, and every placed unit of the KPI's role beside it.
_WORK_OUT = """
    CREATE TEMP TABLE cell_fresh ON COMMIT DROP AS
    WITH made AS MATERIALIZED ({made}), asked AS (
        SELECT * FROM unnest(%(days)s::date[], %(kpis)s::text[], %(roles)s::text[], %(ratios)s::boolean[],
                             %(complete)s::boolean[]) AS asked (day, kpi, role, is_ratio, is_complete)
    ), units AS (
        SELECT u.id, u.role FROM servicetitan_reportingunit u WHERE u.org_id = %(org)s UNION ALL SELECT 0, NULL
    )
    SELECT a.day, u.id AS unit_id, a.kpi,
           coalesce(m.numerator, CASE WHEN a.is_complete THEN 0 END) AS numerator,
           coalesce(m.denominator, CASE WHEN a.is_complete AND a.is_ratio THEN 0 END) AS denominator, a.is_complete
    FROM asked a JOIN units u ON u.role = a.role OR u.role IS NULL
    LEFT JOIN made m ON m.day = a.day AND m.unit_id = u.id AND m.kpi = a.kpi
    WHERE u.id <> 0 OR m.kpi IS NOT NULL
"""
_REMOVE = """
    DELETE FROM marts_dailycell c
    USING unnest(%(days)s::date[], %(kpis)s::text[]) AS asked (day, kpi)
    WHERE c.org_id = %(org)s AND c.day = asked.day AND c.kpi = asked.kpi AND NOT EXISTS (
        SELECT FROM cell_fresh f WHERE f.day = c.day AND f.kpi = c.kpi AND f.unit_id = c.unit_id)
"""
_WRITE = """
    WITH written AS (
        INSERT INTO marts_dailycell AS c (org_id, day, unit_id, kpi, numerator, denominator, is_complete, built_in)
        SELECT %(org)s, f.day, f.unit_id, f.kpi, f.numerator, f.denominator, f.is_complete, %(run)s FROM cell_fresh f
        ON CONFLICT (org_id, kpi, day, unit_id) DO UPDATE
        SET numerator = excluded.numerator, denominator = excluded.denominator, is_complete = excluded.is_complete,
            built_at = now(), built_in = excluded.built_in
        WHERE (c.numerator, c.denominator, c.is_complete)
              IS DISTINCT FROM (excluded.numerator, excluded.denominator, excluded.is_complete)
        RETURNING (xmax = 0) AS is_new
    )
    SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new), (SELECT count(*) FROM cell_fresh)
    FROM written
"""


def build_daily(building: Building) -> Built:
    """Bring facts up to date and make anew the cells of every day that changed or was asked for."""
    org = building.org
    done = refresh(org)
    flows = published(org, FLOWS)
    built = write_cells(org, flows, _dirty(org, flows, done, building), run_id=building.run_id)
    if done.placement_changed:
        # What a snapshot kept stands under the source's units, so it too follows a new placement.
        taken = published(org, SNAPSHOTS)
        built = _add(
            built, write_cells(org, taken, {one.key: days_of(org, one) for one in taken}, run_id=building.run_id)
        )
    return built


def write_cells(org: Org, definitions: Sequence[Definition], days: Days, *, run_id: int | None) -> Built:
    """Work out the cells of these days for every reporting unit, and write those that differ.

    A unit without records has 0 where the KPI's sources are complete, else an unknown value.
    """
    asked = [(one, day) for one in definitions for day in sorted(days[one.key])]
    if not asked:
        return Built()
    through = complete_days(org, definitions)
    made = sql.all_cells(definitions, days="{day} = ANY(%(days_{kpi})s::date[])")
    values: dict[str, Any] = {
        **made.values,
        **{f"days_{one.key}": sorted(days[one.key]) for one in definitions},
        "org": org.pk,
        "run": run_id,
        "days": [day for _, day in asked],
        "kpis": [one.key for one, _ in asked],
        "roles": [one.role for one, _ in asked],
        "ratios": [one.is_ratio for one, _ in asked],
        "complete": [_is_complete(through[one.key], day) for one, day in asked],
    }
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.cell_fresh")
        cursor.execute(_WORK_OUT.format(made=made.text), values)
        cursor.execute(_REMOVE, values)
        removed = cursor.rowcount
        cursor.execute(_WRITE, values)
        new, changed, total = cursor.fetchone()
    return Built(new, changed, removed, total - new - changed)


def days_of(org: Org, definition: Definition) -> set[dt.date]:
    """List the days of a KPI that have a record or a cell."""
    column = definition.date
    text = f"""
        SELECT DISTINCT {column} FROM {FACTS[definition.record]} WHERE org_id = %(org)s AND {column} IS NOT NULL
        UNION SELECT DISTINCT day FROM marts_dailycell WHERE org_id = %(org)s AND kpi = %(kpi)s
    """
    with connection.cursor() as cursor:
        cursor.execute(text, {"org": org.pk, "kpi": definition.key})
        return {day for (day,) in cursor.fetchall()}


def _dirty(org: Org, flows: Sequence[Definition], done: Refreshed, building: Building) -> dict[str, set[dt.date]]:
    """Say which days of each KPI are to be made anew; days that are still to come have no figures yet."""
    through, today = complete_days(org, flows), building.today
    changed = {
        one.key: days_of(org, one) if done.placement_changed else done.days.get((one.record, one.date), set())
        for one in flows
    }
    asked = _every_day(_asked(org, building, {day for days in changed.values() for day in days}))
    found = {one.key: changed[one.key] | _unfinished(org, one, through[one.key]) | asked for one in flows}
    return {key: {day for day in days if day <= today} for key, days in found.items()}


def _asked(org: Org, building: Building, changed: set[dt.date]) -> Window:
    """Give the days that are made whatever changed: those asked for, else from the latest made, or the first, to today."""
    end = min(building.window.end or building.today, building.today)
    first = building.window.start or _latest_built(org) or min(changed, default=end)
    return Window(min(max(first, org.data_start_date or first), end), end)


def _latest_built(org: Org) -> dt.date | None:
    cells = DailyCell.objects.for_org(org).filter(kpi__in=[one.key for one in FLOWS])
    latest: dt.date | None = cells.aggregate(latest=Max("day"))["latest"]
    return latest


def _unfinished(org: Org, definition: Definition, through: dt.date | None) -> set[dt.date]:
    """List the days whose cells were made before the sources were complete, or when they were thought to be."""
    last = through or dt.date.min
    cells = DailyCell.objects.for_org(org).filter(kpi=definition.key)
    other = Q(is_complete=False, day__lte=last) | Q(is_complete=True, day__gt=last)
    return set(cells.filter(other).values_list("day", flat=True).distinct())


def _every_day(window: Window) -> set[dt.date]:
    if window.start is None or window.end is None:
        return set()
    return {window.start + dt.timedelta(days=n) for n in range((window.end - window.start).days + 1)}


def _is_complete(through: dt.date | None, day: dt.date) -> bool:
    return through is not None and day <= through


def _add(one: Built, other: Built) -> Built:
    return Built(one.new + other.new, one.changed + other.changed, one.removed + other.removed, one.same + other.same)
