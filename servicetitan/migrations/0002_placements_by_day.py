"""Placements as periods of ids, and the dimensions with names joined, as views that read with the rights of who asks."""

from django.db import migrations

# What each unit of the source is, by period. A decision made by name, before the unit was known by its id, holds for every
# unit of that name until one is made by id. Join: `day >= valid_from AND (valid_until IS NULL OR day < valid_until)`.
UNIT_DAY = """
    SELECT m.org_id, m.id AS mapping_id, m.unit_source_id, m.reporting_unit_id, m.role,
           coalesce(u.region_key, m.region_key) AS region_key, m.valid_from, m.valid_until
    FROM servicetitan_unitmapping m
    LEFT JOIN servicetitan_reportingunit u ON u.org_id = m.org_id AND u.id = m.reporting_unit_id
    WHERE m.unit_source_id IS NOT NULL
    UNION ALL
    SELECT m.org_id, m.id, b.source_id, m.reporting_unit_id, m.role,
           coalesce(u.region_key, m.region_key), m.valid_from, m.valid_until
    FROM servicetitan_unitmapping m
    JOIN servicetitan_businessunit b ON b.org_id = m.org_id AND b.name_key = m.unit_key
    LEFT JOIN servicetitan_reportingunit u ON u.org_id = m.org_id AND u.id = m.reporting_unit_id
    WHERE m.unit_source_id IS NULL AND NOT EXISTS (
        SELECT FROM servicetitan_unitmapping o WHERE o.org_id = m.org_id AND o.unit_source_id = b.source_id)
"""

# Which job type stands on which list, by period; by spelling as above.
LIST_DAY = """
    SELECT e.org_id, e.id AS member_id, e.list_key, e.job_type_source_id, e.valid_from, e.valid_until
    FROM servicetitan_jobtypelistmember e WHERE e.job_type_source_id IS NOT NULL
    UNION ALL
    SELECT e.org_id, e.id, e.list_key, t.source_id, e.valid_from, e.valid_until
    FROM servicetitan_jobtypelistmember e
    JOIN servicetitan_jobtype t ON t.org_id = e.org_id AND t.name_key = e.spelling_key
    WHERE e.job_type_source_id IS NULL AND NOT EXISTS (
        SELECT FROM servicetitan_jobtypelistmember o
        WHERE o.org_id = e.org_id AND o.list_id = e.list_id AND o.job_type_source_id = t.source_id)
"""

# Customers with the end of their merges, and whether they are tests by name or by decision.
DIM_CUSTOMERS = """
    WITH RECURSIVE merged AS (
        SELECT c.org_id, c.source_id, c.merged_to_source_id AS into_id, 1 AS steps
        FROM servicetitan_customer c WHERE c.merged_to_source_id IS NOT NULL
        UNION ALL
        SELECT m.org_id, m.source_id, c.merged_to_source_id, m.steps + 1
        FROM merged m JOIN servicetitan_customer c ON c.org_id = m.org_id AND c.source_id = m.into_id
        WHERE c.merged_to_source_id IS NOT NULL AND m.steps < 20
    ), survivors AS (
        SELECT DISTINCT ON (org_id, source_id) org_id, source_id, into_id FROM merged
        ORDER BY org_id, source_id, steps DESC
    )
    SELECT c.org_id, c.source_id AS customer_id, coalesce(s.into_id, c.source_id) AS survivor_id, c.name AS customer_name,
           c.type AS customer_type, c.active, c.balance, coalesce(c.test_override, c.name_says_test) AS is_test,
           c.created_on, c.modified_on
    FROM servicetitan_customer c
    LEFT JOIN survivors s ON s.org_id = c.org_id AND s.source_id = c.source_id
    WHERE c.deleted_at IS NULL
"""

DIM_BUSINESS_UNITS = """
    SELECT b.org_id, b.source_id AS business_unit_id, b.name AS business_unit_name, b.active, d.role,
           u.key AS reporting_unit_key, u.label AS reporting_unit, d.region_key, u.region_label, d.valid_from, d.valid_until,
           b.division_name, b.trade_name, b.modified_on
    FROM servicetitan_businessunit b
    LEFT JOIN servicetitan_unit_day d ON d.org_id = b.org_id AND d.unit_source_id = b.source_id
    LEFT JOIN servicetitan_reportingunit u ON u.org_id = b.org_id AND u.id = d.reporting_unit_id
"""

DIM_JOB_TYPES = """
    SELECT t.org_id, t.source_id AS job_type_id, t.name AS job_type_name, t.active, t.job_class, t.no_charge, t.sold_threshold,
           ARRAY(SELECT DISTINCT l.list_key FROM servicetitan_list_day l WHERE l.org_id = t.org_id
                 AND l.job_type_source_id = t.source_id AND l.valid_until IS NULL ORDER BY 1) AS lists,
           t.modified_on
    FROM servicetitan_jobtype t
"""

DIM_CAMPAIGNS = """
    SELECT c.org_id, c.source_id AS campaign_id, c.name AS campaign_name, c.active, c.category_name, c.source, c.medium
    FROM servicetitan_campaign c
"""

DIM_TECHNICIANS = """
    SELECT t.org_id, t.source_id AS technician_id, t.name AS technician_name, t.active, t.team,
           t.business_unit_source_id AS business_unit_id, b.name AS business_unit_name
    FROM servicetitan_technician t
    LEFT JOIN servicetitan_businessunit b ON b.org_id = t.org_id AND b.source_id = t.business_unit_source_id
"""

DIM_LOCATIONS = """
    SELECT l.org_id, l.source_id AS location_id, l.name AS location_name, l.active, l.customer_source_id AS customer_id,
           l.merged_to_source_id AS merged_to_id
    FROM servicetitan_location l
"""

# Names joined; the reporting unit is that of the day on which the job was made, in the organisation's zone.
DIM_JOBS = """
    SELECT j.org_id, j.source_id AS job_id, j.job_number, j.job_status, j.created_on, j.completed_on, j.modified_on,
           j.business_unit_source_id AS business_unit_id, b.name AS business_unit_name,
           u.label AS normalised_business_unit, d.role AS business_unit_role, d.region_key,
           j.job_type_source_id AS job_type_id, t.name AS job_type_name, j.campaign_source_id AS campaign_id,
           g.name AS campaign_name, j.customer_source_id AS customer_id, j.location_source_id AS location_id, j.no_charge,
           t.no_charge AS job_type_no_charge, t.sold_threshold, j.invoice_source_id AS invoice_id,
           j.first_appointment_source_id AS first_appointment_id, j.created_from_estimate_source_id AS created_from_estimate_id,
           j.recall_for_source_id AS recall_for_id, j.warranty_source_id AS warranty_id, j.active
    FROM servicetitan_job j
    JOIN orgs_org o ON o.id = j.org_id
    LEFT JOIN servicetitan_businessunit b ON b.org_id = j.org_id AND b.source_id = j.business_unit_source_id
    LEFT JOIN servicetitan_jobtype t ON t.org_id = j.org_id AND t.source_id = j.job_type_source_id
    LEFT JOIN servicetitan_campaign g ON g.org_id = j.org_id AND g.source_id = j.campaign_source_id
    LEFT JOIN servicetitan_unit_day d ON d.org_id = j.org_id AND d.unit_source_id = j.business_unit_source_id
        AND (j.created_on AT TIME ZONE o.time_zone)::date >= d.valid_from
        AND (d.valid_until IS NULL OR (j.created_on AT TIME ZONE o.time_zone)::date < d.valid_until)
    LEFT JOIN servicetitan_reportingunit u ON u.org_id = j.org_id AND u.id = d.reporting_unit_id
    WHERE j.deleted_at IS NULL
"""

# In the order in which they are made: later ones read earlier ones.
VIEWS = {
    "servicetitan_unit_day": UNIT_DAY,
    "servicetitan_list_day": LIST_DAY,
    "dim_business_units": DIM_BUSINESS_UNITS,
    "dim_job_types": DIM_JOB_TYPES,
    "dim_campaigns": DIM_CAMPAIGNS,
    "dim_technicians": DIM_TECHNICIANS,
    "dim_customers": DIM_CUSTOMERS,
    "dim_locations": DIM_LOCATIONS,
    "dim_jobs": DIM_JOBS,
}


def _view(name: str, sql: str) -> migrations.RunSQL:
    return migrations.RunSQL(f'CREATE VIEW "{name}" WITH (security_invoker = true) AS {sql}', f'DROP VIEW "{name}"')


class Migration(migrations.Migration):

    dependencies = [
        ('servicetitan', '0001_tables'),
    ]

    operations = [_view(name, sql) for name, sql in VIEWS.items()]
