"""What counts as a job, a lead, a booking and so on, written once as views for the query catalogue, read with the rights of who asks.

Lookups and related tables are joined by unique keys alone, so the planner leaves out every join that a query takes nothing from. What is
grouped before it is joined is grouped by its key alone, without the organisation: row security shows a reader one, and only
so does the planner see that the key is unique.
"""

from django.db import migrations

COUNTED_JOB = """
    SELECT j.org_id, j.id, j.job_id, j.job_number, j.quote_number, j.opportunity_status,
        j.opportunity_status IN ('BOOKED', 'CLOSED') AS is_won,
        j.opportunity_type, j.job_type, j.job_date, j.end_date, j.quote_created_date, j.booked_date, j.completed_date, j.closed_date,
        j.start_at, j.end_at, j.customer_id, j.customer_name, j.name_key, j.email_key, j.phone_key,
        j.branch_id, b.name AS branch_name, b.state_code AS branch_state,
        j.sales_person_id, p.name AS sales_person_name,
        j.lead_source_id, s.name AS lead_source_name, s.category AS lead_source_category,
        CASE WHEN lower(btrim(j.affiliate_name)) NOT IN ('', 'n/a', 'na', 'none', 'none listed', 'unknown', '-', '--')
            THEN j.affiliate_name END AS affiliate_name,
        j.estimator_name, j.move_coordinator_name,
        coalesce(j.total_actual_cost, j.total_estimated_cost) AS value,
        CASE WHEN j.opportunity_status IN ('BOOKED', 'CLOSED')
            THEN coalesce(j.total_actual_cost, j.total_estimated_cost) END AS revenue,
        j.total_estimated_cost, j.total_actual_cost, j.hourly_rate_quoted, j.hourly_rate_billed, j.tip_amount, j.wages,
        j.estimated_number_crew, j.actual_number_crew, j.estimated_number_trucks, j.actual_number_trucks,
        j.total_estimated_hours, j.actual_hours, j.volume_cuft, j.weight_lbs, j.job_rating,
        j.origin_city, j.origin_state, j.origin_zip, j.origin_type,
        j.destination_city, j.destination_state, j.destination_zip, j.destination_type
    FROM crm_job j
    LEFT JOIN crm_branch b ON b.org_id = j.org_id AND b.id = j.branch_id
    LEFT JOIN crm_salesperson p ON p.org_id = j.org_id AND p.id = j.sales_person_id
    LEFT JOIN crm_leadsource s ON s.org_id = j.org_id AND s.id = j.lead_source_id
    WHERE NOT j.is_test AND NOT j.is_duplicate AND b.is_test IS NOT TRUE
"""

# Only won jobs carry a customer; whom a quoted, lost or cancelled one was for says its quote's booking, else the contact,
# where one customer alone has it.
JOB_CUSTOMER = """
    SELECT j.org_id, j.id AS job_id, coalesce(j.customer_id, b.customer_id, e.customer_id, t.customer_id) AS customer_id
    FROM crm_job j
    LEFT JOIN crm_bookedopportunity b ON b.org_id = j.org_id AND b.quote_number = j.quote_number
    LEFT JOIN (SELECT key, min(customer_id) AS customer_id FROM crm_contactpoint WHERE kind = 'email'
               GROUP BY key HAVING count(*) = 1) e ON e.key = j.email_key
    LEFT JOIN (SELECT key, min(customer_id) AS customer_id FROM crm_contactpoint WHERE kind = 'phone'
               GROUP BY key HAVING count(*) = 1) t ON t.key = j.phone_key
"""

COUNTED_BOOKING = """
    SELECT o.org_id, o.id, o.quote_number, o.status,
        CASE upper(btrim(o.status)) WHEN 'COMPLETED' THEN 'CLOSED' ELSE upper(btrim(o.status)) END AS booking_status,
        upper(btrim(o.status)) IN ('BOOKED', 'CLOSED', 'COMPLETED') AS is_won,
        o.booked_date, o.service_date, o.service_type, o.customer_id, o.customer_name, o.email, o.phone_number,
        o.branch_id, b.name AS branch_name, o.sales_person_id, p.name AS sales_person_name,
        o.lead_source_id, s.name AS lead_source_name, s.category AS lead_source_category,
        coalesce(o.invoiced_amount, o.estimated_amount) AS amount,
        o.estimated_amount, o.invoiced_amount, o.hourly_rate, o.volume_cuft, o.weight_lbs
    FROM crm_bookedopportunity o
    LEFT JOIN crm_branch b ON b.org_id = o.org_id AND b.id = o.branch_id
    LEFT JOIN crm_salesperson p ON p.org_id = o.org_id AND p.id = o.sales_person_id
    LEFT JOIN crm_leadsource s ON s.org_id = o.org_id AND s.id = o.lead_source_id
    WHERE NOT o.is_test AND b.is_test IS NOT TRUE
"""

# One row a quote, however many jobs it has. `outcome` is the first that holds: completed, booked, lost, bad, open; the same
# definition as the funnel of the lead-pool dashboard.
LEAD_OUTCOME = """
    SELECT l.org_id, l.id, l.quote_number, l.status, l.received_at, l.service_date, l.service_type,
        l.branch_id, b.name AS branch_name, l.sales_person_id, p.name AS sales_person_name,
        l.lead_source_id, s.name AS lead_source_name, s.category AS lead_source_category,
        l.time_to_contact, l.minutes_to_contact, l.estimated_revenue,
        o.id AS booking_id, o.status AS booking_status, o.booked_date, o.branch_id AS booking_branch_id,
        o.sales_person_id AS booking_sales_person_id, o.lead_source_id AS booking_lead_source_id,
        coalesce(o.customer_id, w.customer_id) AS customer_id,
        j.jobs, w.won_jobs, w.closed_jobs, w.first_won_date, w.revenue,
        x.id AS lost_lead_id, x.lost_date, x.reason AS lost_reason, bad.bad_leads,
        l.quote_sent ~ '^[1-9]' IS TRUE OR o.id IS NOT NULL OR EXISTS (
            SELECT FROM crm_job q
            WHERE q.org_id = l.org_id AND q.quote_number = l.quote_number AND NOT q.is_test AND NOT q.is_duplicate) AS is_quoted,
        o.id IS NOT NULL AS is_booked,
        coalesce(w.closed_jobs, 0) > 0 AS is_completed,
        CASE WHEN w.closed_jobs > 0 THEN 'completed' WHEN o.id IS NOT NULL THEN 'booked' WHEN x.id IS NOT NULL THEN 'lost'
            WHEN bad.bad_leads IS NOT NULL THEN 'bad' ELSE 'open' END AS outcome
    FROM crm_leadstatus l
    LEFT JOIN crm_branch b ON b.org_id = l.org_id AND b.id = l.branch_id
    LEFT JOIN crm_salesperson p ON p.org_id = l.org_id AND p.id = l.sales_person_id
    LEFT JOIN crm_leadsource s ON s.org_id = l.org_id AND s.id = l.lead_source_id
    LEFT JOIN crm_bookedopportunity o ON o.org_id = l.org_id AND o.quote_number = l.quote_number AND NOT o.is_test
    LEFT JOIN (
        SELECT quote_number, count(*) AS jobs FROM crm_job WHERE NOT is_test AND NOT is_duplicate GROUP BY quote_number
    ) j ON j.quote_number = l.quote_number
    LEFT JOIN (
        SELECT quote_number, count(*) AS won_jobs, min(customer_id) AS customer_id, min(job_date) AS first_won_date,
            count(*) FILTER (WHERE opportunity_status = 'CLOSED') AS closed_jobs,
            sum(coalesce(total_actual_cost, total_estimated_cost)) AS revenue
        FROM crm_job WHERE opportunity_status IN ('BOOKED', 'CLOSED') AND NOT is_test AND NOT is_duplicate
        GROUP BY quote_number
    ) w ON w.quote_number = l.quote_number
    LEFT JOIN crm_lostlead x ON x.org_id = l.org_id AND x.quote_number = l.quote_number AND NOT x.is_test
    LEFT JOIN (
        SELECT lead_status_id, count(*) AS bad_leads FROM crm_badlead
        WHERE lead_status_id IS NOT NULL AND NOT is_test GROUP BY lead_status_id
    ) bad ON bad.lead_status_id = l.id
    WHERE NOT l.is_test AND b.is_test IS NOT TRUE
"""

# `person` is who a bad lead is: the same e-mail, else the same phone, else nobody but itself; as a 64-bit digest, which compares in
# a third of the time that texts take. Those linked to a quote (`lead_status_id`) are counted there.
COUNTED_BAD_LEAD = """
    SELECT d.org_id, d.id, d.provider, d.customer_name, d.customer_email, d.customer_phone, d.move_date, d.date_lead_received,
        d.lead_bad_reason, d.customer_id, d.lead_status_id, d.email_key, d.phone_key, d.name_key,
        hashtextextended(coalesce(d.email_key, d.phone_key, d.natural_key), 0) AS person,
        d.lead_source_id, s.name AS lead_source_name, s.category AS lead_source_category
    FROM crm_badlead d
    LEFT JOIN crm_leadsource s ON s.org_id = d.org_id AND s.id = d.lead_source_id
    WHERE NOT d.is_test
"""

# A lost lead has no branch and no seller of its own: its lead with the same quote has.
COUNTED_LOST_LEAD = """
    SELECT x.org_id, x.id, x.quote_number, x.name, x.lost_date, x.move_date, x.reason, x.received_at,
        x.time_to_first_contact, x.minutes_to_first_contact, x.estimated_amount,
        coalesce(x.lead_source_id, l.lead_source_id) AS lead_source_id, s.name AS lead_source_name,
        s.category AS lead_source_category,
        l.id AS lead_id, l.branch_id, b.name AS branch_name, l.sales_person_id, p.name AS sales_person_name,
        o.id AS booking_id, o.customer_id
    FROM crm_lostlead x
    LEFT JOIN crm_leadstatus l ON l.org_id = x.org_id AND l.quote_number = x.quote_number
    LEFT JOIN crm_branch b ON b.org_id = l.org_id AND b.id = l.branch_id
    LEFT JOIN crm_salesperson p ON p.org_id = l.org_id AND p.id = l.sales_person_id
    LEFT JOIN crm_leadsource s ON s.org_id = x.org_id AND s.id = coalesce(x.lead_source_id, l.lead_source_id)
    LEFT JOIN crm_bookedopportunity o ON o.org_id = x.org_id AND o.quote_number = x.quote_number AND NOT o.is_test
    WHERE NOT x.is_test AND b.is_test IS NOT TRUE
"""


def view(name: str, sql: str) -> migrations.RunSQL:
    """Make a view that shows a reader no more than the tables would."""
    return migrations.RunSQL(f'CREATE VIEW "{name}" WITH (security_invoker = true) AS {sql}', f'DROP VIEW "{name}"')


class Migration(migrations.Migration):
    """Make the views."""

    dependencies = [("crm", "0001_initial")]

    operations = [
        view("crm_counted_job", COUNTED_JOB),
        view("crm_job_customer", JOB_CUSTOMER),
        view("crm_counted_booking", COUNTED_BOOKING),
        view("crm_lead_outcome", LEAD_OUTCOME),
        view("crm_counted_bad_lead", COUNTED_BAD_LEAD),
        view("crm_counted_lost_lead", COUNTED_LOST_LEAD),
    ]
