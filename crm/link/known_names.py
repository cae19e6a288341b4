"""By which names and contacts existing customers are known."""

from __future__ import annotations

from crm.link.own import own
from crm.link.plan import Plan

# A job that follows its quote may carry the name of whoever opened the door, so it says nothing about its customer's.
_NAMES = f"""
    SELECT c.id AS customer_id, n.who,
           n.who = c.who OR coalesce(NOT crm_names_contradict(n.who, c.who), true) AS is_main
    FROM (SELECT id, crm_person_identity(name_key, name) AS who FROM crm_customer WHERE org_id = %(org)s) c
    JOIN (
        SELECT id AS customer_id, crm_person_identity(name_key, name) AS who FROM crm_customer WHERE org_id = %(org)s
        UNION
        SELECT own_customer_id, crm_person_identity(name_key, customer_name) FROM {own("crm_bookedopportunity")} b
        WHERE customer_id IS NOT NULL
        UNION
        SELECT own_customer_id, crm_person_identity(name_key, customer_name) FROM {own("crm_job")} j
        WHERE customer_id IS NOT NULL AND customer_method <> 'quote'
    ) n ON n.customer_id = c.id
    WHERE n.who IS NOT NULL
"""
_POINTS = f"""
    SELECT own_customer_id AS customer_id, kind, key FROM {own("crm_contactpoint")} c
    UNION
    SELECT id, 'email', email_key FROM crm_customer WHERE org_id = %(org)s AND email_key IS NOT NULL
    UNION
    SELECT id, 'phone', phone_key FROM crm_customer WHERE org_id = %(org)s AND phone_key IS NOT NULL
"""


def gather_known(plan: Plan) -> None:
    """Fill known_point (customer_id, kind, key) and known_name (customer_id, who, is_main).

    A main name can be the customer's own; the others came by a person's merge and fit only exactly.
    """
    plan.temp("known_point", _POINTS)
    plan.temp("known_name", _NAMES)
