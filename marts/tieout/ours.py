"""Our side of a comparison: the records behind each sum by their printed numbers, and what we know of a record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from aiop.builders.windows import Window
from aiop.orgs.models import Org
from marts.kpi import sql
from marts.kpi.sources import FACTS, MOMENTS, PLACED
from marts.kpi.terms import Definition, InList, Record
from marts.tieout.causes import Known
from marts.tieout.cut import Spot
from servicetitan.api import name_key

# Week, unit and printed number of a record; what it adds to a sum.
Ours = tuple[dt.date, int, str, Decimal]

# Collections print the number of the job that was billed, else of the invoice.
_PRINTED = "coalesce(j.job_number, i.job_source_id::text, i.reference_number, i.source_id::text)"
_NUMBER = {
    Record.JOB: "f.number",
    Record.ESTIMATE: "f.estimate_id::text",
    Record.COLLECTION: f"""coalesce((SELECT {_PRINTED} FROM servicetitan_invoice i
        LEFT JOIN servicetitan_job j ON j.org_id = i.org_id AND j.source_id = i.job_source_id
        WHERE i.org_id = f.org_id AND i.source_id = f.invoice_id), f.invoice_id::text, '')""",
    Record.RECEIVABLE: """coalesce((SELECT l.name FROM servicetitan_location l
        WHERE l.org_id = f.org_id AND l.source_id = f.location_id), f.location_id::text)""",
}


def records(org: Org, definition: Definition, part: str, window: Window, *, weekly: bool) -> list[Ours]:
    """List what each record adds to the numerator or denominator of a KPI in the window."""
    made = sql.records(definition, days=sql.WINDOW, unit="true")
    week = "date_trunc('week', r.day)::date" if weekly else "%(from)s::date"
    text = f"""
        SELECT {week}, coalesce(r.reporting_unit_id, 0), {_NUMBER[definition.record]}, r.{part}
        FROM ({made.text}) r JOIN {FACTS[definition.record]} f ON f.id = r.id WHERE r.{part} <> 0
    """
    values: dict[str, Any] = {"org": org.pk, "from": window.start, "to": window.end}
    with connection.cursor() as cursor:
        cursor.execute(text, {**made.values, **values})
        return list(cursor.fetchall())


def population(org: Org, definition: Definition, window: Window, *, everything: bool) -> list[Spot]:
    """List where each record of the window would stand in a report; with `everything` whatever its type, customer and unit."""
    days = f"f.{definition.date} >= %(from)s AND f.{definition.date} <= %(to)s"
    made = (
        sql.evidence(definition, records=days) if everything else sql.records(definition, days=sql.WINDOW, unit="true")
    )
    text = f"""
        SELECT coalesce(b.name, ''), r.day, {_NUMBER[definition.record]}
        FROM ({made.text}) r JOIN {FACTS[definition.record]} f ON f.id = r.id
        LEFT JOIN servicetitan_businessunit b ON b.org_id = f.org_id AND b.source_id = r.source_unit_id
    """
    rows = _rows(text, {**made.values, "org": org.pk, "from": window.start, "to": window.end})
    return [Spot(unit.strip(), day, number) for unit, day, number in rows]


def sums(org: Org, definition: Definition, window: Window) -> dict[int, tuple[Decimal, Decimal | None]]:
    """Give both sums of a KPI over the whole window for each unit."""
    made = sql.cells(definition, days=sql.WINDOW, grain="whole")
    values: dict[str, Any] = {"org": org.pk, "from": window.start, "to": window.end}
    with connection.cursor() as cursor:
        cursor.execute(made.text, {**made.values, **values})
        return {unit: (top, below) for _, unit, _, top, below in cursor.fetchall()}


@dataclass(frozen=True)
class Units:
    """Reporting units: by the names that reports print (0: not placed), and each one's label and role."""

    named: dict[str, int]
    labels: dict[int, str]
    roles: dict[int, str]

    def find(self, name: str) -> int | None:
        """Give the reporting unit of a printed name: 0 where nobody placed it, None where nobody knows it."""
        return self.named.get(name_key(name) or "")

    def may_count(self, unit: int, role: str) -> bool:
        """Tell whether a unit's figures are of this role; those of a unit that nobody placed may be of any."""
        return self.roles.get(unit, role) == role


def units_of(org: Org) -> Units:
    """Read the reporting units, and which of the source's units stand for them today."""
    text = f"""
        SELECT u.label, u.id, u.role, 1 FROM servicetitan_reportingunit u WHERE u.org_id = %(org)s
        UNION ALL
        SELECT b.name, coalesce(p.reporting_unit_id, CASE p.role WHEN 'ignored' THEN -1 WHEN 'other' THEN -1 ELSE 0 END), p.role, 0 FROM ({PLACED}) p
        JOIN servicetitan_businessunit b ON b.org_id = %(org)s AND b.source_id = p.unit_source_id
        WHERE upper(p.valid) IS NULL
        UNION ALL SELECT b.name, 0, NULL, 0 FROM servicetitan_businessunit b WHERE b.org_id = %(org)s AND NOT EXISTS (
            SELECT FROM ({PLACED}) p WHERE p.unit_source_id = b.source_id)
        ORDER BY 4
    """
    with connection.cursor() as cursor:
        cursor.execute(text, {"org": org.pk})
        rows = cursor.fetchall()
    named = {key: unit for name, unit, *_ in rows if name and (key := name_key(name))}
    labels = {unit: name for name, unit, _, is_label in rows if is_label}
    return Units(named, {**labels, 0: "Not placed"}, {unit: role for _, unit, role, _ in rows if unit != 0})


def known(org: Org, definition: Definition, numbers: Sequence[str], window: Window) -> dict[str, Known]:
    """Tell what we know of records by their printed numbers; those that have not come in are left out."""
    match definition.record:
        case Record.JOB:
            return dict(_jobs(org, definition, numbers))
        case Record.ESTIMATE:
            return dict(_estimates(org, definition, numbers))
        case Record.COLLECTION:
            return dict(_collections(org, numbers, window))
        case _:
            return dict(_receivables(org, definition, numbers))


_JOBS = """
    SELECT coalesce(j.job_number, j.source_id::text), (j.active IS FALSE OR j.deleted_at IS NOT NULL),
           greatest(j.modified_on, {latest}), e.day, ({moment} AT TIME ZONE 'UTC')::date,
           coalesce(j.job_status, ''), e.status_counts, coalesce(t.name, ''), e.listed, f.is_test, f.is_no_charge,
           e.unit_id, coalesce(b.name, ''), (
               SELECT (min(x.start) AT TIME ZONE %(zone)s)::date FROM servicetitan_appointment x
               WHERE x.org_id = j.org_id AND x.job_source_id = j.source_id), f.adjustments, f.tax, f.labour, f.orders + f.material_lines, f.returned,
           f.is_opportunity
    FROM servicetitan_job j
    LEFT JOIN marts_jobfact f ON f.org_id = j.org_id AND f.job_id = j.source_id
    LEFT JOIN ({evidence}) e ON e.id = f.id
    LEFT JOIN servicetitan_jobtype t ON t.org_id = j.org_id AND t.source_id = j.job_type_source_id
    LEFT JOIN servicetitan_businessunit b ON b.org_id = j.org_id AND b.source_id = j.business_unit_source_id
    WHERE j.org_id = %(org)s AND (j.job_number = ANY(%(numbers)s)
        OR (j.job_number IS NULL AND j.source_id::text = ANY(%(numbers)s)))
"""
_LATEST = ", ".join(
    f"(SELECT max(x.modified_on) FROM servicetitan_{name} x WHERE x.org_id = j.org_id AND x.job_source_id = j.source_id)"
    for name in ("appointment", "estimate", "invoice", "grosspayitem", "purchaseorder", "return")
)


def _jobs(org: Org, definition: Definition, numbers: Sequence[str]) -> Iterable[tuple[str, Known]]:
    seen = sql.evidence(definition, records="f.number = ANY(%(numbers)s)")
    text = _JOBS.format(latest=_LATEST, moment=MOMENTS[definition.date], evidence=seen.text)
    for number, *row in _rows(text, {**seen.values, "org": org.pk, "zone": org.time_zone, "numbers": list(numbers)}):
        yield number, _job(definition, *row)


def _job(definition: Definition, *row: Any) -> Known:
    """Put what was read of a job into words of its own; what the definition does not ask for explains nothing."""
    voided, changed_at, day, utc_day, status, counts, type_name, listed, is_test, free, *rest = row
    unit_id, unit, earliest, *money = rest
    names = ("adjustments", "tax", "labour", "materials", "returns")
    asked = {getattr(item, "column", "") for item in definition.all_filters()}
    return Known(
        exists=True,
        voided=voided,
        changed_at=changed_at,
        day=day,
        utc_day=utc_day,
        earliest_day=earliest if definition.date == "start_day" else None,
        status=status,
        status_counts=counts is not False,
        asks_types="status" not in asked and any(isinstance(one, InList) and one.wanted for one in definition.filters),
        type_name=type_name,
        listed=listed,
        is_test=bool(is_test) and "is_test" in asked,
        is_no_charge=bool(free) and "is_opportunity" in asked,
        unit_id=0 if unit_id is None else unit_id,
        unit_name=unit,
        parts={name: amount or Decimal(0) for name, amount in zip(names, money, strict=False)},
    )


_ESTIMATES = """
    SELECT s.source_id::text, (s.active IS FALSE OR s.deleted_at IS NOT NULL), s.modified_on, e.day,
           ({moment} AT TIME ZONE 'UTC')::date, coalesce(s.status_name, ''), f.is_sold, e.unit_id, coalesce(b.name, '')
    FROM servicetitan_estimate s
    LEFT JOIN marts_estimatefact f ON f.org_id = s.org_id AND f.estimate_id = s.source_id
    LEFT JOIN ({evidence}) e ON e.id = f.id
    LEFT JOIN servicetitan_businessunit b ON b.org_id = s.org_id AND b.source_id = e.source_unit_id
    WHERE s.org_id = %(org)s AND s.source_id::text = ANY(%(numbers)s)
"""


def _estimates(org: Org, definition: Definition, numbers: Sequence[str]) -> Iterable[tuple[str, Known]]:
    seen = sql.evidence(definition, records="f.estimate_id::text = ANY(%(numbers)s)")
    text = _ESTIMATES.format(moment=MOMENTS[definition.date], evidence=seen.text)
    for number, voided, changed_at, day, utc_day, status, sold, unit_id, unit in _rows(
        text, {**seen.values, "org": org.pk, "numbers": list(numbers)}
    ):
        yield (
            number,
            Known(
                exists=True,
                voided=voided,
                changed_at=changed_at,
                day=day,
                utc_day=utc_day,
                status=status,
                status_counts=bool(sold),
                unit_id=0 if unit_id is None else unit_id,
                unit_name=unit,
            ),
        )


_COLLECTIONS = f"""
    SELECT {_PRINTED}, NOT bool_or(p.active IS NOT FALSE AND p.deleted_at IS NULL), max(p.modified_on),
           coalesce(min(p.date) FILTER (WHERE p.date >= %(from)s AND p.date <= %(to)s), min(p.date)),
           min(CASE WHEN m.id IS NULL THEN 0 ELSE coalesce(m.reporting_unit_id, -1) END), min(b.name)
    FROM servicetitan_invoice i
    LEFT JOIN servicetitan_job j ON j.org_id = i.org_id AND j.source_id = i.job_source_id
    JOIN servicetitan_paymentapplication a ON a.org_id = i.org_id AND a.invoice_source_id = i.source_id
    JOIN servicetitan_payment p ON p.org_id = a.org_id AND p.source_id = a.payment_source_id
    LEFT JOIN ({{placed}}) m ON m.unit_source_id = i.business_unit_source_id AND m.valid @> p.date
    LEFT JOIN servicetitan_businessunit b ON b.org_id = i.org_id AND b.source_id = i.business_unit_source_id
    WHERE i.org_id = %(org)s AND {_PRINTED} = ANY(%(numbers)s)
    GROUP BY 1
"""


def _collections(org: Org, numbers: Sequence[str], window: Window) -> Iterable[tuple[str, Known]]:
    yield "", Known(exists=True, is_unapplied=True)
    text = _COLLECTIONS.format(placed=PLACED)
    days = {"from": window.start, "to": window.end}
    for number, voided, changed_at, day, unit_id, unit in _rows(
        text, {"org": org.pk, "numbers": list(numbers), **days}
    ):
        yield (
            number,
            Known(
                exists=True,
                voided=voided,
                changed_at=changed_at,
                day=day,
                utc_day=day,
                unit_id=unit_id,
                unit_name=unit or "",
            ),
        )


_RECEIVABLES = """
    SELECT coalesce(l.name, f.location_id::text), max(e.day), min(e.unit_id), min(b.name)
    FROM ({evidence}) e JOIN marts_receivablefact f ON f.id = e.id
    LEFT JOIN servicetitan_location l ON l.org_id = f.org_id AND l.source_id = f.location_id
    LEFT JOIN servicetitan_businessunit b ON b.org_id = f.org_id AND b.source_id = e.source_unit_id
    WHERE coalesce(l.name, f.location_id::text) = ANY(%(numbers)s) GROUP BY 1
"""


def _receivables(org: Org, definition: Definition, numbers: Sequence[str]) -> Iterable[tuple[str, Known]]:
    seen = sql.evidence(definition, records="true")
    text = _RECEIVABLES.format(evidence=seen.text)
    for number, day, unit_id, unit in _rows(text, {**seen.values, "org": org.pk, "numbers": list(numbers)}):
        yield number, Known(exists=True, day=day, utc_day=day, unit_id=unit_id, unit_name=unit or "")


def _rows(text: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return list(cursor.fetchall())
