"""Lead sources of leads, bookings, jobs, bad and lost leads, and the category of each source."""

from __future__ import annotations

from aiop.values.source_name import source_category, source_key
from crm.link.plan import Plan
from crm.link.spellings import Carrier, Lookup, plan_links
from crm.lookups import grow_lead_sources

SOURCES = Lookup("crm_leadsource", "lead sources", source_key, grow_lead_sources)
CARRIERS = (
    Carrier("crm_leadstatus", "referral_source", "lead_source_id", "leads", "'Lead ' || r.quote_number"),
    Carrier("crm_bookedopportunity", "referral_source", "lead_source_id", "bookings", "'Booking ' || r.quote_number"),
    Carrier("crm_job", "referral_source", "lead_source_id", "jobs", "'Job ' || coalesce(r.job_number, r.job_id)"),
    Carrier("crm_badlead", "provider", "lead_source_id", "bad leads", "'Bad lead ' || coalesce(r.customer_name, '')"),
)
# The lost report names no source, so a lost lead has its lead's.
_LOST = """
    SELECT r.id, CASE WHEN r.lead_source_id IS NULL THEN 'lost leads linked' ELSE 'lost leads moved to their lead''s' END AS rule,
           'Lost lead ' || r.quote_number || ': ' || l.referral_source AS label, t.target_id AS lead_source_id
    FROM crm_lostlead r
    JOIN crm_leadstatus l ON l.org_id = %(org)s AND l.quote_number = r.quote_number
    JOIN link_spelling s ON s.text = l.referral_source
    JOIN link_target t USING (key)
    WHERE r.org_id = %(org)s AND r.lead_source_id IS DISTINCT FROM t.target_id
"""
_CATEGORIES = """
    SELECT id, 'categories by the word rules' AS rule, name || ': ' || category AS label, category
    FROM unnest(%(ids)s::bigint[], %(names)s::text[], %(categories)s::text[]) AS ruled (id, name, category)
"""


def plan_lead_sources(plan: Plan) -> None:
    """Plan to link every row that names a source, to make sources never seen, and to keep categories by the word rules."""
    plan_links(plan, SOURCES, CARRIERS)
    plan.update("crm_lostlead", _LOST)
    stored = plan.fetch(
        "SELECT id, name, category FROM crm_leadsource WHERE org_id = %(org)s AND NOT category_set_by_hand"
    )
    changed = [(pk, name, ruled) for pk, name, category in stored if (ruled := source_category(name)) != category]
    if changed:
        ids, names, categories = (list(column) for column in zip(*changed, strict=True))
        plan.update("crm_leadsource", _CATEGORIES, ids=ids, names=names, categories=categories)
