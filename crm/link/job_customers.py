"""Customers of bookings and won jobs: by the quote first, then by contact and compatible name, else new ones."""

from __future__ import annotations

from crm.link.contacts import plan_contacts
from crm.link.customers import assign_customers, gather_rows
from crm.link.plan import Plan

# Where every booking and every won job belongs in the end.
_BOOKED = """
    SELECT b.id, b.customer_id AS current, CASE WHEN NOT b.is_test THEN coalesce(b.customer_id, a.customer_id) END AS customer_id,
           a.method, 'Booking ' || b.quote_number || coalesce(': ' || b.name, '') AS label
    FROM link_booking b LEFT JOIN link_assigned a ON a.source = 'booking' AND a.row_id = b.id
"""
_WON = """
    SELECT j.id, j.customer_id AS current, coalesce(b.customer_id, j.customer_id, a.customer_id) AS customer_id,
           CASE WHEN b.customer_id IS NOT NULL THEN 'quote' ELSE a.method END AS method,
           'Job ' || coalesce(j.job_number, j.job_id) || coalesce(': ' || j.name, '') AS label
    FROM link_job j LEFT JOIN link_booked b ON b.id = j.booking_id
    LEFT JOIN link_assigned a ON a.source = 'job' AND a.row_id = j.id
"""
_BOOKINGS = """
    SELECT id, CASE WHEN customer_id IS NULL THEN 'bookings unlinked: test row' ELSE 'bookings by ' || method END AS rule, label,
           customer_id, CASE WHEN customer_id IS NOT NULL THEN method END AS customer_method
    FROM link_booked WHERE customer_id IS DISTINCT FROM current
"""
_JOBS = """
    SELECT id, 'jobs by ' || method AS rule, label, customer_id, method AS customer_method
    FROM link_won WHERE customer_id IS DISTINCT FROM current
    UNION ALL
    SELECT j.id, 'jobs unlinked: not won', 'Job ' || coalesce(j.job_number, j.job_id), NULL, NULL
    FROM crm_job j LEFT JOIN link_won w ON w.id = j.id
    WHERE j.org_id = %(org)s AND j.customer_id IS NOT NULL AND w.id IS NULL
"""
_AMBIGUOUS = """
    SELECT u.row_id, u.label FROM link_unit u JOIN group_node n USING (unit) WHERE n.closed ORDER BY u.source, u.tie
"""
_WITHOUT_CONTACT = """
    SELECT count(*) FROM link_job j LEFT JOIN link_booked b ON b.id = j.booking_id
    WHERE coalesce(j.customer_id, b.customer_id) IS NULL AND j.email_key IS NULL AND j.phone_key IS NULL
"""


def plan_job_customers(plan: Plan) -> None:
    """Plan the customer of every booking and won job, the new customers, and their contacts and addresses."""
    gather_rows(plan)
    assign_customers(plan)
    plan.temp("link_booked", _BOOKED)
    plan.temp("link_won", _WON)
    plan_contacts(plan)
    plan.update("crm_bookedopportunity", _BOOKINGS)
    plan.update("crm_job", _JOBS)
    plan.remark("ambiguous", _AMBIGUOUS)
    plan.count("won jobs without contact or booking", plan.fetch(_WITHOUT_CONTACT)[0][0])
