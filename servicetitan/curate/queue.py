"""Units that wait for a decision, those that matter most first, and what happened to placed ones at the source."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from aiop.orgs.models import Org
from servicetitan.curate.suggest import Suggestion, Target, suggest
from servicetitan.models import ReportingUnit

# Units that no placement covers on all days: those that the source lists, and those that jobs name though it does not.
_UNITS = """
    WITH RECURSIVE named(id) AS (
        (SELECT business_unit_source_id FROM servicetitan_job
         WHERE org_id = %(org)s AND business_unit_source_id IS NOT NULL ORDER BY 1 LIMIT 1)
        UNION ALL
        SELECT (SELECT j.business_unit_source_id FROM servicetitan_job j
                WHERE j.org_id = %(org)s AND j.business_unit_source_id > named.id ORDER BY 1 LIMIT 1)
        FROM named WHERE named.id IS NOT NULL
    ), units AS (
        SELECT source_id AS id FROM servicetitan_businessunit WHERE org_id = %(org)s AND deleted_at IS NULL
        UNION SELECT id FROM named WHERE id IS NOT NULL
    )
    SELECT u.id, b.name, b.active, EXISTS (
        SELECT FROM servicetitan_unit_day d WHERE d.org_id = %(org)s AND d.unit_source_id = u.id) AS partly
    FROM units u LEFT JOIN servicetitan_businessunit b ON b.org_id = %(org)s AND b.source_id = u.id
    WHERE NOT EXISTS (
        SELECT FROM servicetitan_unit_day d WHERE d.org_id = %(org)s AND d.unit_source_id = u.id
        AND d.valid_from <= DATE '2000-01-01' AND d.valid_until IS NULL)
"""
# Jobs of those units on days that no placement covers, their money, and the days on which they would fill cells.
_ACTIVITY = """
    WITH own AS (
        SELECT j.business_unit_source_id AS unit, j.source_id, (j.created_on AT TIME ZONE %(zone)s)::date AS day,
               (j.completed_on AT TIME ZONE %(zone)s)::date AS done
        FROM servicetitan_job j
        WHERE j.org_id = %(org)s AND j.business_unit_source_id = ANY(%(units)s) AND j.deleted_at IS NULL AND NOT EXISTS (
            SELECT FROM servicetitan_unit_day d WHERE d.org_id = %(org)s AND d.unit_source_id = j.business_unit_source_id
            AND (j.created_on AT TIME ZONE %(zone)s)::date >= d.valid_from
            AND (d.valid_until IS NULL OR (j.created_on AT TIME ZONE %(zone)s)::date < d.valid_until))
    ), sold AS (
        SELECT o.unit, e.subtotal AS money, (e.sold_on AT TIME ZONE %(zone)s)::date AS day
        FROM own o JOIN servicetitan_estimate e ON e.org_id = %(org)s AND e.job_source_id = o.source_id
        WHERE e.status_name = 'Sold' AND e.active IS NOT FALSE AND e.deleted_at IS NULL
    ), billed AS (
        SELECT o.unit, i.sub_total AS money, i.invoice_date AS day
        FROM own o JOIN servicetitan_invoice i ON i.org_id = %(org)s AND i.job_source_id = o.source_id
        WHERE i.active IS NOT FALSE AND i.deleted_at IS NULL
    ), cells AS (
        SELECT unit, 'made' AS of, day FROM own UNION SELECT unit, 'done', done FROM own WHERE done IS NOT NULL
        UNION SELECT unit, 'sold', day FROM sold UNION SELECT unit, 'billed', day FROM billed
    )
    SELECT o.unit, count(*), min(o.day), max(o.day),
           coalesce((SELECT sum(s.money) FROM sold s WHERE s.unit = o.unit), 0)
           + coalesce((SELECT sum(b.money) FROM billed b WHERE b.unit = o.unit), 0),
           (SELECT count(*) FROM cells c WHERE c.unit = o.unit)
    FROM own o GROUP BY o.unit
"""
_EVENTS = """
    SELECT b.source_id, m.unit_name, b.name, m.unit_active, b.active, u.label, m.role
    FROM servicetitan_unitmapping m
    JOIN servicetitan_businessunit b ON b.org_id = m.org_id AND b.source_id = m.unit_source_id
    LEFT JOIN servicetitan_reportingunit u ON u.org_id = m.org_id AND u.id = m.reporting_unit_id
    WHERE m.org_id = %(org)s AND m.valid_until IS NULL
      AND (m.unit_name IS DISTINCT FROM b.name OR (m.unit_active AND b.active IS FALSE) OR b.deleted_at IS NOT NULL)
    ORDER BY b.name
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A unit that is not placed, or not on all days, with what depends on it and what it probably is."""

    unit_source_id: int
    name: str
    active: bool | None
    is_known: bool
    partly: bool
    suggestion: Suggestion
    jobs: int = 0
    money: Decimal = Decimal(0)
    cells: int = 0
    earliest: dt.date | None = None
    latest: dt.date | None = None

    @property
    def dollars(self) -> int:
        """The money in whole dollars, as it is shown."""
        return round(self.money)


@dataclass(frozen=True, slots=True)
class Event:
    """What happened at the source to a unit that is placed; its figures have not moved."""

    unit_source_id: int
    words: str
    placed: str


def targets(org: Org) -> list[Target]:
    """Give the reporting units that a unit can be placed as, in their order."""
    rows = ReportingUnit.objects.for_org(org).order_by("position", "pk").values_list("pk", "label", "role")
    return [Target(*row) for row in rows]


def waiting(org: Org) -> list[Waiting]:
    """List the units that wait for a decision, most money and most cells first; three queries."""
    found = _rows(_UNITS, {"org": org.pk})
    if not found:
        return []
    activity = {
        row[0]: row[1:]
        for row in _rows(_ACTIVITY, {"org": org.pk, "zone": org.time_zone, "units": [row[0] for row in found]})
    }
    goals = targets(org)
    units = [_waiting(row, goals, activity.get(row[0])) for row in found if row[0] in activity or not row[3]]
    return sorted(units, key=lambda one: (-abs(one.money), -one.cells, -one.jobs, one.name))


def events(org: Org) -> list[Event]:
    """List what happened at the source to placed units since they were placed."""
    return [_event(row) for row in _rows(_EVENTS, {"org": org.pk})]


def _waiting(row: tuple[Any, ...], goals: list[Target], did: tuple[Any, ...] | None) -> Waiting:
    unit, name, active, partly = row
    shown = name if name is not None else f"Unit {unit}"
    if name is None:
        guess = Suggestion(("jobs name it, but the source does not list it",))
    else:
        guess = suggest(name, active=active, targets=goals)
    if did is None:
        return Waiting(unit, shown, active, name is not None, partly, guess)
    jobs, earliest, latest, money, cells = did
    return Waiting(unit, shown, active, name is not None, partly, guess, jobs, money, cells, earliest, latest)


def _event(row: tuple[Any, ...]) -> Event:
    unit, was, name, was_active, active, label, role = row
    parts = []
    if was != name:
        parts.append(f"renamed: “{was or '–'}” is now “{name or '–'}”")
    if was_active and active is False:
        parts.append(f"“{name}” is no longer in use")
    return Event(unit, "; ".join(parts) or f"“{name}” was deleted", label or role)


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
