"""Customers' timeline: the earliest evidence of interest and of a booking, computed anew each time."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from aiop.orgs.models import Org
from crm.link.plan import Plan

# Each source alone is grouped first, so that the union is a few rows a customer. `{only}` may narrow it to some of them.
_FACTS = """
    SELECT customer_id, min(lead) AS first_lead_date, min(booked) AS conversion_date
    FROM (
        SELECT b.customer_id, min((l.received_at AT TIME ZONE %(zone)s)::date) AS lead, min(b.booked_date) AS booked
        FROM crm_bookedopportunity b
        LEFT JOIN crm_leadstatus l ON l.org_id = %(org)s AND l.booked_opportunity_id = b.id
        WHERE b.org_id = %(org)s AND b.customer_id IS NOT NULL {only_b} GROUP BY 1
        UNION ALL
        SELECT b.customer_id, min((l.received_at AT TIME ZONE %(zone)s)::date), NULL
        FROM crm_lostlead l JOIN crm_bookedopportunity b ON b.id = l.booked_opportunity_id AND b.org_id = %(org)s
        WHERE l.org_id = %(org)s AND b.customer_id IS NOT NULL {only_b} GROUP BY 1
        UNION ALL
        SELECT customer_id, min(date_lead_received), NULL FROM crm_badlead
        WHERE org_id = %(org)s AND customer_id IS NOT NULL {only} GROUP BY 1
        UNION ALL
        SELECT customer_id, NULL, min(coalesce(booked_date, job_date)) FROM crm_job
        WHERE org_id = %(org)s AND customer_id IS NOT NULL {only} GROUP BY 1
    ) AS facts GROUP BY customer_id
"""
_ROWS = """
    SELECT c.id,
           CASE WHEN f.first_lead_date IS NULL AND c.first_lead_date IS NOT NULL
                  OR f.conversion_date IS NULL AND c.conversion_date IS NOT NULL THEN 'dates cleared'
                WHEN f.first_lead_date > c.first_lead_date OR f.conversion_date > c.conversion_date THEN 'dates raised'
                WHEN f.first_lead_date < c.first_lead_date OR f.conversion_date < c.conversion_date THEN 'dates lowered'
                ELSE 'dates set' END AS rule,
           c.name AS label, f.first_lead_date, f.conversion_date
    FROM crm_customer c LEFT JOIN link_fact f ON f.customer_id = c.id
    WHERE c.org_id = %(org)s
      AND (c.first_lead_date, c.conversion_date) IS DISTINCT FROM (f.first_lead_date, f.conversion_date)
"""

_RESTATE = """
    WITH fact AS ({facts})
    UPDATE crm_customer c SET first_lead_date = f.first_lead_date, conversion_date = f.conversion_date
    FROM crm_customer o LEFT JOIN fact f ON f.customer_id = o.id
    WHERE o.id = ANY(%(ids)s) AND o.org_id = %(org)s AND c.id = o.id
      AND (o.first_lead_date, o.conversion_date) IS DISTINCT FROM (f.first_lead_date, f.conversion_date)
"""


def restate(org_id: int, ids: Sequence[int]) -> None:
    """Set both dates of some customers by what is linked to them now; for use inside a transaction that moved links."""
    facts = _FACTS.format(only="AND customer_id = ANY(%(ids)s)", only_b="AND b.customer_id = ANY(%(ids)s)")
    zone = Org.objects.values_list("time_zone", flat=True).get(pk=org_id)
    with connection.cursor() as cursor:
        cursor.execute(_RESTATE.format(facts=facts), {"org": org_id, "zone": zone, "ids": list(ids)})


def plan_timeline(plan: Plan) -> None:
    """Plan to set, raise, lower or clear both dates of every customer whose evidence says otherwise."""
    plan.temp("link_fact", _FACTS.format(only="", only_b=""))
    plan.update("crm_customer", _ROWS)
