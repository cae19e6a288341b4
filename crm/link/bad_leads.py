"""Bad leads: the lead that the same person left within 90 days, and the customer whom they turned out to be."""

from __future__ import annotations

from crm.link.known_names import gather_known
from crm.link.own import own
from crm.link.plan import Plan

# Days between a bad lead and a lead of one person beyond which they are two matters.
WINDOW_DAYS = 90

# How a lead's person is reached: as its booking says, else as the jobs of its quote say.
_LEADS = """
    WITH contact AS (
        SELECT quote_number, is_test, email_key, phone_key, crm_person_identity(name_key, customer_name) AS who
        FROM crm_bookedopportunity WHERE org_id = %(org)s
        UNION
        SELECT j.quote_number, j.is_test, j.email_key, j.phone_key, crm_person_identity(j.name_key, j.customer_name)
        FROM crm_job j
        LEFT JOIN crm_bookedopportunity b ON b.org_id = %(org)s AND b.quote_number = j.quote_number
        WHERE j.org_id = %(org)s AND j.quote_number IS NOT NULL AND b.id IS NULL
    )
    SELECT l.id, l.quote_number, (l.received_at AT TIME ZONE %(zone)s)::date AS day, c.email_key, c.phone_key, c.who
    FROM crm_leadstatus l JOIN contact c USING (quote_number)
    WHERE l.org_id = %(org)s AND NOT l.is_test AND NOT c.is_test AND l.received_at IS NOT NULL AND c.who IS NOT NULL
"""
_BAD = f"""
    SELECT id, is_test, date_lead_received AS day, email_key, phone_key, crm_person_identity(name_key, customer_name) AS who,
           lead_status_id, lead_status_method, own_customer_id AS customer_id, customer_method, customer_name
    FROM {own("crm_badlead")} b
"""
_ROUTE = """
    SELECT DISTINCT ON (b.id) b.id, l.id AS lead_status_id, '{kind}' AS method
    FROM link_bad b JOIN link_lead l ON l.{kind}_key = b.{kind}_key AND left(l.who, 1) = left(b.who, 1)
    WHERE NOT b.is_test AND b.id NOT IN (SELECT id FROM link_lead_found)
      AND abs(l.day - b.day) <= %(window)s AND crm_names_compatible(b.who, l.who)
    ORDER BY b.id, abs(l.day - b.day), length(l.quote_number), l.quote_number COLLATE "C"
"""
# Names that fit begin alike: said to the join, it keeps the fillers that thousands give as an address from meeting each other.
_CALLED = """
    SELECT DISTINCT k.kind, k.key, k.customer_id, left(n.who, 1) AS initial
    FROM known_point k JOIN known_name n USING (customer_id)
"""
# A customer fits by a name that is theirs exactly, or by one that is compatible with theirs and contradicts none of them.
_FITS = """
    SELECT b.id, k.customer_id
    FROM link_bad b JOIN link_called k ON k.kind = '{kind}' AND k.key = b.{kind}_key AND k.initial = left(b.who, 1)
    JOIN known_name n ON n.customer_id = k.customer_id
    WHERE NOT b.is_test AND b.customer_id IS NULL AND b.id NOT IN (SELECT id FROM link_customer_found)
    GROUP BY b.id, k.customer_id
    HAVING bool_or(n.who = b.who)
        OR bool_or(n.is_main AND crm_names_compatible(n.who, b.who)) AND NOT bool_or(n.is_main AND crm_names_contradict(n.who, b.who))
"""
_FOUND = """
    INSERT INTO link_customer_found
    SELECT id, CASE WHEN count(*) = 1 THEN min(customer_id) END, '{kind}' FROM link_fit GROUP BY id
"""
_ROWS = """
    SELECT b.id, b.customer_name AS label, b.is_test,
           b.lead_status_id AS current_lead, b.lead_status_method AS current_lead_method, b.customer_id AS current_customer,
           l.lead_status_id, l.method AS lead_status_method,
           CASE WHEN NOT b.is_test THEN coalesce(b.customer_id, c.customer_id) END AS customer_id,
           CASE WHEN b.is_test THEN NULL WHEN b.customer_id IS NOT NULL THEN b.customer_method
                WHEN c.customer_id IS NOT NULL THEN c.method END AS customer_method
    FROM link_bad b LEFT JOIN link_lead_found l USING (id) LEFT JOIN link_customer_found c USING (id)
"""
_UPDATE = """
    SELECT id, concat_ws('; ',
               CASE WHEN lead_status_id IS NULL AND current_lead IS NOT NULL THEN 'lead unlinked'
                    WHEN lead_status_id IS DISTINCT FROM current_lead THEN 'lead by ' || lead_status_method
                    WHEN lead_status_method IS DISTINCT FROM current_lead_method THEN 'route of the lead restated' END,
               CASE WHEN customer_id IS NULL AND current_customer IS NOT NULL THEN 'customer unlinked'
                    WHEN customer_id IS DISTINCT FROM current_customer THEN 'customer by ' || customer_method END) AS rule,
           'Bad lead ' || coalesce(label, id::text) AS label, lead_status_id, lead_status_method, customer_id, customer_method
    FROM link_row
    WHERE (lead_status_id, lead_status_method, customer_id) IS DISTINCT FROM (current_lead, current_lead_method, current_customer)
"""
_AMBIGUOUS = """
    SELECT f.id, 'Bad lead ' || coalesce(b.customer_name, b.id::text) FROM link_customer_found f JOIN link_bad b USING (id)
    WHERE f.customer_id IS NULL ORDER BY f.id
"""
# The original's way to a lead: only those who booked later could be reached, whenever that was.
_ORIGINAL = f"""
    SELECT count(*) FROM link_row r WHERE r.customer_id IN (
        SELECT b.own_customer_id FROM {own("crm_bookedopportunity")} b
        JOIN crm_leadstatus l ON l.org_id = %(org)s AND l.booked_opportunity_id = b.id
        WHERE b.customer_id IS NOT NULL
    )
"""


def plan_bad_leads(plan: Plan) -> None:
    """Plan the lead (recomputed) and the customer (kept once found) of every bad lead; test rows have neither."""
    plan.temp("link_lead", _LEADS)
    plan.temp("link_bad", _BAD)
    _find_leads(plan)
    _find_customers(plan)
    plan.temp("link_row", _ROWS)
    plan.update("crm_badlead", _UPDATE)
    plan.remark("ambiguous customer", _AMBIGUOUS)
    plan.count("reachable by the original definition", plan.fetch(_ORIGINAL)[0][0])


def _find_leads(plan: Plan) -> None:
    plan.temp(
        "link_lead_found", "SELECT NULL::bigint AS id, NULL::bigint AS lead_status_id, NULL::text AS method LIMIT 0"
    )
    for kind in ("email", "phone"):
        plan.execute("INSERT INTO link_lead_found " + _ROUTE.format(kind=kind), window=WINDOW_DAYS)


def _find_customers(plan: Plan) -> None:
    gather_known(plan)
    plan.temp("link_called", _CALLED)
    plan.temp(
        "link_customer_found", "SELECT NULL::bigint AS id, NULL::bigint AS customer_id, NULL::text AS method LIMIT 0"
    )
    for kind in ("email", "phone"):
        plan.temp("link_fit", _FITS.format(kind=kind))
        plan.execute(_FOUND.format(kind=kind))
