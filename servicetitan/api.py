"""What others may read and ask of ServiceTitan.

Tables are read as they are named: `servicetitan_job`, `servicetitan_invoice`, … with ids of the source in `*_source_id`.
Views, each with `org_id` and with the rights of who reads:

- `servicetitan_unit_day`: what each unit is, by period. Join by `unit_source_id` and `WITHIN`.
- `servicetitan_list_day`: which job type stands on which list, by period. Join by `list_key`, `job_type_source_id` and `WITHIN`.
- `dim_jobs`, `dim_business_units`, `dim_job_types`, `dim_campaigns`, `dim_technicians`, `dim_customers` (merges followed,
  `is_test` by name or decision), `dim_locations`: typed rows with names joined.
"""

from __future__ import annotations

import datetime as dt

from django.db import connection

from aiop.orgs.models import Org
from servicetitan.client import client_of
from servicetitan.curate.binding import bind_names
from servicetitan.curate.impact import Figures, Kpi, Moved, Proposed
from servicetitan.curate.impact import register as register_figures
from servicetitan.curate.listing import put_on_list, take_off_list
from servicetitan.curate.placing import CannotPlace, Placement, place_units, unplace_unit
from servicetitan.curate.starting import load_starting_decisions
from servicetitan.extract.reports import fetch_report, find_report
from servicetitan.models import ReportingUnit, UnitMapping
from servicetitan.spelling import name_key

# Condition that a day lies in a period of `servicetitan_unit_day` or `servicetitan_list_day`.
WITHIN = "{day} >= {period}.valid_from AND ({period}.valid_until IS NULL OR {day} < {period}.valid_until)"
# Whether a customer, joined as c and perhaps missing, is a test: the decision before the name.
IS_TEST = "coalesce(c.test_override, c.name_says_test, false)"

# What connections to it call their system.
SYSTEM = "servicetitan"

__all__ = [
    "IS_TEST",
    "SYSTEM",
    "WITHIN",
    "CannotPlace",
    "Figures",
    "Kpi",
    "Moved",
    "Placement",
    "Proposed",
    "ReportingUnit",
    "UnitMapping",
    "bind_names",
    "client_of",
    "fetch_report",
    "find_report",
    "is_on_list",
    "load_starting_decisions",
    "name_key",
    "place_units",
    "put_on_list",
    "register_figures",
    "take_off_list",
    "unit_of",
    "unplace_unit",
]


def unit_of(org: Org, unit_source_id: int, day: dt.date) -> int | None:
    """Give the reporting unit of a source's unit on a day, None where it is none. Call inside `org_context`."""
    sql = f"""
        SELECT p.reporting_unit_id FROM servicetitan_unit_day p WHERE p.org_id = %(org)s AND p.unit_source_id = %(unit)s
        AND {WITHIN.format(day="%(day)s", period="p")}
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, {"org": org.pk, "unit": unit_source_id, "day": day})
        row = cursor.fetchone()
    return None if row is None else row[0]


def is_on_list(org: Org, list_key: str, job_type_source_id: int, day: dt.date) -> bool:
    """Tell whether a job type stands on a list on a day. Call inside `org_context`."""
    sql = f"""
        SELECT EXISTS (SELECT FROM servicetitan_list_day p WHERE p.org_id = %(org)s AND p.list_key = %(list)s
        AND p.job_type_source_id = %(type)s AND {WITHIN.format(day="%(day)s", period="p")})
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, {"org": org.pk, "list": list_key, "type": job_type_source_id, "day": day})
        row = cursor.fetchone()
    return bool(row and row[0])
