"""Quotes: a lead or lost lead belongs to the booking with the same quote number."""

from __future__ import annotations

from crm.link.plan import Plan

_ROWS = """
    SELECT r.id, '{noun} ' || CASE WHEN b.id IS NULL THEN 'unlinked' WHEN r.booked_opportunity_id IS NULL THEN 'linked'
                                   ELSE 'relinked' END AS rule,
           'Quote ' || r.quote_number AS label, b.id AS booked_opportunity_id
    FROM {table} r LEFT JOIN crm_bookedopportunity b ON b.org_id = %(org)s AND b.quote_number = r.quote_number
    WHERE r.org_id = %(org)s AND r.booked_opportunity_id IS DISTINCT FROM b.id
"""


def plan_quotes(plan: Plan) -> None:
    """Plan to link leads and lost leads to the booking of their quote, and to unlink those of another or none."""
    plan.update("crm_leadstatus", _ROWS.format(table="crm_leadstatus", noun="leads"))
    plan.update("crm_lostlead", _ROWS.format(table="crm_lostlead", noun="lost leads"))
