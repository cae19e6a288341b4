"""From a cell to the records behind it, by the definition that made the cell; from a record to what it came as."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from aiop.builders.windows import Window
from aiop.orgs.models import Org
from aiop.sources.models import RawRecord
from marts.kpi import sql
from marts.kpi.readings import published
from marts.kpi.sources import FACTS
from marts.kpi.terms import Definition, Record

PAGE = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """How records of one kind are named: source stream, SQL of the source's id, of a name, and of what else is shown."""

    stream: str
    source_id: str
    name: str
    detail: str


_SHOWN = {
    Record.JOB: Shown("jobs", "f.job_id", "f.number", "f.status"),
    Record.ESTIMATE: Shown("estimates", "f.estimate_id", "f.estimate_id::text", "f.status"),
    Record.COLLECTION: Shown(
        "payments", "f.payment_id", "f.payment_id::text", "coalesce('invoice ' || f.invoice_id, 'unapplied')"
    ),
    Record.BOOKING: Shown("jobs", "f.job_id", "f.job_id::text", "f.status || ', starts ' || f.start_day"),
    Record.RECEIVABLE: Shown("locations", "f.location_id", "f.location_id::text", "'balance ' || f.balance"),
}


@dataclass(frozen=True, slots=True)
class Behind:
    """One record behind a cell: what it adds, on which day, under which unit of the source, placed by which decision."""

    fact_id: int
    source_id: int
    name: str
    detail: str
    job_type: str
    day: dt.date
    unit: str
    unit_id: int | None
    counts_for: str
    mapping_id: int | None
    numerator: Decimal
    denominator: Decimal | None


# 0 is no unit; None asks for all.
_OF_UNIT = "(%(unit)s::bigint IS NULL OR {unit} = %(unit)s)"


def behind(org: Org, definition: Definition, unit_id: int | None, window: Window, *, offset: int = 0) -> list[Behind]:
    """List a page of the records behind a KPI of a reporting unit (0: not placed; None: all) in some days, largest first."""
    (one,) = published(org, (definition,))
    made = sql.records(one, days=sql.WINDOW, unit=_OF_UNIT)
    shown = _SHOWN[one.record]
    text = f"""
        SELECT f.id, {shown.source_id}, {shown.name}, {shown.detail}, coalesce(t.name, ''), r.day,
               coalesce(b.name, r.source_unit_id::text, ''), r.source_unit_id, coalesce(u.label, ''), r.mapping_id,
               r.numerator, r.denominator
        FROM (SELECT * FROM ({made.text}) found ORDER BY abs(found.numerator) DESC, found.id
              LIMIT {PAGE} OFFSET %(offset)s) r
        JOIN {FACTS[one.record]} f ON f.id = r.id
        LEFT JOIN servicetitan_businessunit b ON b.org_id = f.org_id AND b.source_id = r.source_unit_id
        LEFT JOIN servicetitan_reportingunit u ON u.org_id = f.org_id AND u.id = r.reporting_unit_id
        LEFT JOIN servicetitan_jobtype t ON t.org_id = f.org_id AND t.source_id = f.type_id
        ORDER BY abs(r.numerator) DESC, f.id
    """
    values: dict[str, Any] = {"org": org.pk, "from": window.start, "to": window.end, "unit": unit_id, "offset": offset}
    with connection.cursor() as cursor:
        cursor.execute(text, {**made.values, **values})
        return [Behind(*row) for row in cursor.fetchall()]


def totals(
    org: Org, definition: Definition, unit_id: int | None, window: Window
) -> tuple[int, Decimal, Decimal | None]:
    """Give how many records stand behind a KPI, and both sums over all of them."""
    (one,) = published(org, (definition,))
    made = sql.records(one, days=sql.WINDOW, unit=_OF_UNIT)
    text = f"SELECT count(*), coalesce(sum(numerator), 0), sum(denominator) FROM ({made.text}) found"
    values: dict[str, Any] = {"org": org.pk, "from": window.start, "to": window.end, "unit": unit_id}
    with connection.cursor() as cursor:
        cursor.execute(text, {**made.values, **values})
        count, numerator, denominator = cursor.fetchone()
    return count, numerator, denominator


def received(org: Org, record: Record, source_id: int) -> RawRecord | None:
    """Give the newest version of a record as its source sent it; None where it came with a file."""
    rows = RawRecord.objects.for_org(org).filter(stream__name=_SHOWN[record].stream, source_id=str(source_id))
    found: RawRecord | None = rows.select_related("page", "stream").first()
    return found
