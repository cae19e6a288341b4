"""What a report of totals would print if it counted otherwise: by unit, how far each other way lies from ours."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db import connection

from aiop.builders.windows import Window
from aiop.orgs.models import Org
from marts.kpi import sql
from marts.kpi.sources import FACTS, MOMENTS
from marts.kpi.terms import Definition, Equals, InList, Is, Record
from marts.tieout.causes import Cause


def hypotheses(
    org: Org, definition: Definition, part: str, window: Window, extracted_at: dt.datetime | None
) -> dict[int, dict[Cause, Decimal]]:
    """Give, by unit and cause, what the sum would be otherwise less what it is."""
    values: dict[str, Any] = {"org": org.pk, "from": window.start, "to": window.end}
    usual = _sum(sql.cells(definition, days=sql.WINDOW, grain="whole"), part, values)
    found: dict[int, dict[Cause, Decimal]] = defaultdict(dict)
    for cause, statement in _otherwise(definition):
        other = _sum(statement, part, values)
        for unit in {*usual, *other}:
            found[unit][cause] = other.get(unit, Decimal(0)) - usual.get(unit, Decimal(0))
    if extracted_at is not None:
        for unit, amount in _since(definition, part, values, extracted_at).items():
            found[unit][Cause.TIMING] = -amount
    return found


# The unit of the first line of a job's first invoice, which sales reports group by; of the job where nothing is billed.
_FIRST_LINE = """coalesce((SELECT l.business_unit_source_id FROM servicetitan_invoice i
    JOIN servicetitan_invoiceitem l ON l.org_id = i.org_id AND l.invoice_source_id = i.source_id AND l.deleted_at IS NULL
    WHERE i.org_id = o.org_id AND i.job_source_id = o.job_id AND i.active IS NOT FALSE AND i.deleted_at IS NULL
    ORDER BY i.source_id, l.source_id LIMIT 1), o.unit_id)"""
_LINE_UNIT = {
    record: f"SELECT o.*, {_FIRST_LINE} AS line_unit_id FROM {FACTS[record]} o WHERE o.org_id = %(org)s "
    "AND o.{day} >= %(from)s AND o.{day} <= %(to)s"
    for record in (Record.JOB, Record.ESTIMATE)
}


def _otherwise(definition: Definition) -> list[tuple[Cause, sql.Statement]]:
    """Give the same KPI counted otherwise, one cause each."""
    ways = [(Cause.TIME_ZONE, _by_utc(definition))]
    for kind, cause in ((Equals, Cause.STATUS), (InList, Cause.TYPE_LIST)):
        fewer = tuple(item for item in definition.filters if not isinstance(item, kind))
        if len(fewer) < len(definition.filters):
            ways.append((cause, sql.cells(replace(definition, filters=fewer), days=sql.WINDOW, grain="whole")))
    if Is("is_opportunity") in definition.filters:
        fewer = tuple(item for item in definition.filters if item != Is("is_opportunity"))
        ways.append((Cause.NO_CHARGE, sql.cells(replace(definition, filters=fewer), days=sql.WINDOW, grain="whole")))
    if definition.record in _LINE_UNIT:
        facts = _LINE_UNIT[definition.record].format(day=definition.date)
        by_line = replace(definition, unit="line_unit_id")
        ways.append((Cause.UNIT_ATTRIBUTION, sql.cells(by_line, days=sql.WINDOW, grain="whole", facts=facts)))
    return ways


def _by_utc(definition: Definition) -> sql.Statement:
    day = f"({MOMENTS[definition.date]} AT TIME ZONE 'UTC')::date"
    return sql.cells(definition, days=sql.WINDOW.format(day=day), grain="whole")


def _since(definition: Definition, part: str, values: dict[str, Any], extracted_at: dt.datetime) -> dict[int, Decimal]:
    """Give what records add that were changed after the report was taken."""
    source, own = ("estimate", "estimate_id") if definition.record is Record.ESTIMATE else ("job", "job_id")
    late = (
        f"f.{own} IN (SELECT s.source_id FROM servicetitan_{source} s WHERE s.org_id = %(org)s "
        "AND s.modified_on > %(extracted)s)"
    )
    return _sum(
        sql.cells(definition, days=f"{sql.WINDOW} AND {late}", grain="whole"),
        part,
        {**values, "extracted": extracted_at},
    )


def _sum(statement: sql.Statement, part: str, values: dict[str, Any]) -> dict[int, Decimal]:
    text = f"SELECT unit_id, {part} FROM ({statement.text}) found"
    with connection.cursor() as cursor:
        cursor.execute(text, {**statement.values, **values})
        return {unit: amount for unit, amount in cursor.fetchall() if amount is not None}
