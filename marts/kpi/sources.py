"""The tables and views that KPIs are read from, by name. Pure."""

from __future__ import annotations

from marts.kpi.terms import Record

FACTS = {
    Record.JOB: "marts_jobfact",
    Record.ESTIMATE: "marts_estimatefact",
    Record.COLLECTION: "marts_collectionfact",
    Record.BOOKING: "marts_bookingfact",
    Record.RECEIVABLE: "marts_receivablefact",
}

# The moment that each day is the day of; a calendar day has none.
MOMENTS = {
    "created_day": "f.created_at",
    "completed_day": "f.completed_at",
    "start_day": "f.start_at",
    "sold_day": "f.sold_at",
    "opportunity_day": "coalesce(f.first_sold_at, f.completed_at)",
}

# Which reporting unit a source's unit is, and which job type stands on which list, from when to when: as ServiceTitan's app
# offers it, with its rules for decisions by name.
PLACED = """
    SELECT p.mapping_id AS id, p.unit_source_id, p.reporting_unit_id, p.role, daterange(p.valid_from, p.valid_until) AS valid
    FROM servicetitan_unit_day p WHERE p.org_id = %(org)s
"""
LISTED = """
    SELECT e.list_key, e.job_type_source_id AS type_source_id, daterange(e.valid_from, e.valid_until) AS valid
    FROM servicetitan_list_day e WHERE e.org_id = %(org)s
"""
