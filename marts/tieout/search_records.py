"""Our records as columns for the search: facts of jobs, estimates and payments, read once."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.db import connection

from aiop.orgs.models import Org
from marts.kpi.sources import LISTED, PLACED
from marts.tieout.search import NO_DAY, Flags, Ints, Records

_OURS, _UTC = "the organisation's zone", "UTC"
# Every query gives, in this order: status, customer, test, first, plain, adjustments, tax, tax of adjustments, applied,
# type estimate, excluded, warranty, commercial; then units by attribution; then days, ours and of UTC.
_TYPES = f"""
    EXISTS (SELECT FROM ({LISTED}) l WHERE l.list_key = 'estimate' AND l.type_source_id = f.type_id),
    EXISTS (SELECT FROM ({LISTED}) l WHERE l.list_key = 'excluded' AND l.type_source_id = f.type_id),
    EXISTS (SELECT FROM ({LISTED}) l WHERE l.list_key = 'warranty' AND l.type_source_id = f.type_id),
    coalesce((SELECT t.name ILIKE '%%comm%%' FROM servicetitan_jobtype t
              WHERE t.org_id = f.org_id AND t.source_id = f.type_id), false)
"""
_CENTS = "coalesce((100 * ({amount}))::bigint, 0)"
_UTC_DAY = "({moment} AT TIME ZONE 'UTC')::date - DATE '1970-01-01'"
_DAY = "{day} - DATE '1970-01-01'"


def _days(**moments: str) -> str:
    return ", ".join(
        f"{_DAY.format(day=day)}, {_UTC_DAY.format(moment=moment) if moment else _DAY.format(day=day)}"
        for day, moment in moments.items()
    ).replace("__", ".")


_JOBS = f"""
    SELECT f.status, coalesce(f.customer_key, -1), f.is_test, true, 0, 0, 0, 0, true, {_TYPES}, coalesce(f.unit_id, -1),
           {
    _days(
        f__created_day="f.created_at",
        f__completed_day="f.completed_at",
        f__start_day="f.start_at",
        f__opportunity_day="coalesce(f.first_sold_at, f.completed_at)",
    )
}
    FROM marts_jobfact f WHERE f.org_id = %(org)s
"""
_REVENUE = f"""
    SELECT f.status, coalesce(f.customer_key, -1), f.is_test, true,
           {_CENTS.format(amount="CASE WHEN i.adjustment_to_source_id IS NULL THEN i.sub_total ELSE 0 END")},
           {_CENTS.format(amount="CASE WHEN i.adjustment_to_source_id IS NOT NULL THEN i.sub_total ELSE 0 END")},
           {_CENTS.format(amount="CASE WHEN i.adjustment_to_source_id IS NULL THEN i.total - i.sub_total ELSE 0 END")},
           {_CENTS.format(amount="CASE WHEN i.adjustment_to_source_id IS NOT NULL THEN i.total - i.sub_total ELSE 0 END")},
           true, {_TYPES}, coalesce(f.unit_id, -1), coalesce(i.business_unit_source_id, -1),
           {_days(f__start_day="f.start_at", f__completed_day="f.completed_at", f__created_day="f.created_at", i__invoice_date="")}
    FROM marts_jobfact f
    JOIN servicetitan_invoice i ON i.org_id = f.org_id AND i.job_source_id = f.job_id
      AND i.active IS NOT FALSE AND i.deleted_at IS NULL
    WHERE f.org_id = %(org)s
"""
_SALES = f"""
    SELECT f.status, -1, false, true, {_CENTS.format(amount="f.amount")}, 0, 0, 0, true, {_TYPES},
           coalesce(f.unit_id, -1), coalesce(f.own_unit_id, -1),
           {_days(f__sold_day="f.sold_at", f__created_day="f.created_at", j__created_day="j.created_at")}
    FROM marts_estimatefact f LEFT JOIN marts_jobfact j ON j.org_id = f.org_id AND j.job_id = f.job_id
    WHERE f.org_id = %(org)s AND f.is_active AND f.job_id IS NOT NULL
"""
_COLLECTED = f"""
    SELECT '', -1, false, true, {_CENTS.format(amount="f.amount")}, 0, 0, 0, f.part <> 0, {_TYPES},
           coalesce(f.unit_id, -1), coalesce(f.payment_unit_id, -1), {_days(f__paid_day="")}
    FROM marts_collectionfact f WHERE f.org_id = %(org)s
"""
_QUERIES: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "jobs": (_JOBS, ("job",), ("creation", "completion", "start", "opportunity")),
    "revenue": (_REVENUE, ("job", "invoice"), ("start", "completion", "creation", "invoice")),
    "sales": (_SALES, ("job", "estimate"), ("sale", "creation of the estimate", "creation of the job")),
    "collected": (_COLLECTED, ("invoice", "payment"), ("payment",)),
}


def read_records(org: Org, grid: str) -> Records:
    """Read the records that a grid counts; units are reporting units as they are placed today, -1 for others."""
    _, units, dates = _QUERIES[grid]
    columns, placed = _columns(org, grid)
    own, days = columns[13 : 13 + len(units)], columns[13 + len(units) :]
    return Records(
        status=np.array(columns[0], dtype=np.str_),
        days={
            (date, zone): _ints([NO_DAY if day is None else day for day in days[2 * at + of]])
            for at, date in enumerate(dates)
            for of, zone in enumerate((_OURS, _UTC))
        },
        units={name: _ints([placed.get(unit, 0) for unit in own[at]]) for at, name in enumerate(units)},
        types=_types(*(_flags(column) for column in columns[9:13])),
        customer=_ints(columns[1]),
        is_test=_flags(columns[2]),
        is_first=_flags(columns[3]),
        plain=_ints(columns[4]),
        adjustments=_ints(columns[5]),
        tax=_ints(columns[6]),
        tax_of_adjustments=_ints(columns[7]),
        is_applied=_flags(columns[8]),
    )


def _columns(org: Org, grid: str) -> tuple[list[Any], dict[int, int]]:
    """Read a grid's query by columns, and where units of the source are placed."""
    text, units, dates = _QUERIES[grid]
    now = f"SELECT unit_source_id, reporting_unit_id FROM ({PLACED}) p WHERE upper(p.valid) IS NULL"
    with connection.cursor() as cursor:
        cursor.execute(now, {"org": org.pk})
        placed = {source: unit if unit is not None else -1 for source, unit in cursor.fetchall()}
        cursor.execute(text, {"org": org.pk})
        return list(zip(*cursor.fetchall(), strict=True)) or [()] * (13 + len(units) + 2 * len(dates)), placed


def _types(estimate: Flags, excluded: Flags, warranty: Flags, commercial: Flags) -> dict[str, Flags]:
    return {
        "estimate": estimate,
        "not excluded": ~excluded,
        "warranty": warranty,
        "estimate but not commercial": estimate & ~commercial,
    }


def _ints(values: Any) -> Ints:
    return np.array(values, dtype=np.int64)


def _flags(values: Any) -> Flags:
    return np.array(values, dtype=np.bool_)
