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

# Which reporting unit a source's unit is, from when to when. A decision made by name, before the unit was known by its id,
# holds for every unit of that name until one is made by id.
PLACED = """
    SELECT p.id, p.unit_source_id, p.reporting_unit_id, p.role, daterange(p.valid_from, p.valid_until) AS valid
    FROM servicetitan_unitmapping p WHERE p.org_id = %(org)s AND p.unit_source_id IS NOT NULL
    UNION ALL
    SELECT p.id, b.source_id, p.reporting_unit_id, p.role, daterange(p.valid_from, p.valid_until)
    FROM servicetitan_unitmapping p
    JOIN servicetitan_businessunit b ON b.org_id = p.org_id AND b.name_key = p.unit_key
    WHERE p.org_id = %(org)s AND p.unit_source_id IS NULL AND NOT EXISTS (
        SELECT FROM servicetitan_unitmapping o WHERE o.org_id = p.org_id AND o.unit_source_id = b.source_id)
"""

# Which job type stands on which list, from when to when; by name as above.
LISTED = """
    SELECT e.list_key, e.job_type_source_id AS type_source_id, daterange(e.valid_from, e.valid_until) AS valid
    FROM servicetitan_jobtypelistmember e WHERE e.org_id = %(org)s AND e.job_type_source_id IS NOT NULL
    UNION ALL
    SELECT e.list_key, t.source_id, daterange(e.valid_from, e.valid_until)
    FROM servicetitan_jobtypelistmember e
    JOIN servicetitan_jobtype t ON t.org_id = e.org_id AND t.name_key = e.spelling_key
    WHERE e.org_id = %(org)s AND e.job_type_source_id IS NULL
"""
