"""Lead sources: one source under many spellings."""

from __future__ import annotations

from aiop.identity.entity import Aliases, Entity, Kept, Relation, Source, Spelled
from aiop.values.source_name import source_key
from crm.entities.figures import BAD_LEAD, BOOKING, JOB, LEAD, LOST_LEAD
from crm.models import BadLead, BookedOpportunity, Job, LeadSource, LeadSourceAlias, LeadStatus, LostLead

LEAD_SOURCES = Entity(
    name="lead_sources",
    title="Lead source",
    plural="Lead sources",
    model=LeadSource,
    matcher="source",
    sources=(Source(0, LeadSource, "lead source", {"name": "r.name"}),),
    file_id="r.name",
    # A lost lead names no source of its own; it has its lead's.
    relations=(Relation(LostLead, "lead_source_id", title="lost leads", figures=LOST_LEAD),),
    spelled=(
        Spelled(LeadStatus, "lead_source_id", "referral_source", "leads", figures=LEAD),
        Spelled(BookedOpportunity, "lead_source_id", "referral_source", "bookings", figures=BOOKING),
        Spelled(Job, "lead_source_id", "referral_source", "jobs", figures=JOB),
        Spelled(BadLead, "lead_source_id", "provider", "bad leads", figures=BAD_LEAD),
    ),
    aliases=Aliases(LeadSourceAlias, source_key),
    kept=(Kept(("name",), "commonest", "Name"), Kept(("category",), "trusted", "Category")),
    trust="r.category_set_by_hand::int",
    worth="""
        SELECT lead_source_id, sum(coalesce(total_actual_cost, total_estimated_cost, 0)) FROM crm_job
        WHERE org_id = %(org)s AND lead_source_id IS NOT NULL AND NOT is_duplicate GROUP BY 1
    """,
)
