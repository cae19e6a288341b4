"""Performance rows: whose figures they are, by exact name and then by the alias of the normalised name."""

from __future__ import annotations

from crm.link.plan import Plan
from crm.link.sales_people import SELLERS
from crm.link.spellings import Carrier, plan_links

# Sellers' own report makes sales persons; the telephone system also knows lines that nobody sells on.
_SELLERS = (Carrier("crm_salesperformance", "name", "sales_person_id", "seller results", "'Seller result'"),)
_USERS = """
    SELECT u.id, CASE WHEN u.sales_person_id IS NULL THEN 'phone users linked'
                      ELSE 'phone users moved to what the spelling means' END AS rule,
           'Phone user: ' || u.name AS label, coalesce(p.id, a.target_id) AS sales_person_id
    FROM crm_userperformance u
    LEFT JOIN crm_salesperson p ON p.org_id = %(org)s AND p.name = u.name
    LEFT JOIN crm_salespersonalias a ON a.org_id = %(org)s AND a.key = u.seller_key
    WHERE u.org_id = %(org)s AND NOT u.not_a_seller
      AND coalesce(p.id, a.target_id) IS NOT NULL AND u.sales_person_id IS DISTINCT FROM coalesce(p.id, a.target_id)
"""
_ORPHANS = """
    SELECT u.id, u.name FROM crm_userperformance u
    LEFT JOIN planned_update_crm_userperformance p USING (id)
    WHERE u.org_id = %(org)s AND NOT u.not_a_seller AND u.sales_person_id IS NULL AND p.id IS NULL ORDER BY u.name
"""


def plan_performance(plan: Plan) -> None:
    """Plan to link performance rows; phone users that match nobody stay, and are listed."""
    plan_links(plan, SELLERS, _SELLERS)
    plan.update("crm_userperformance", _USERS)
    plan.remark("phone users without a sales person", _ORPHANS)
