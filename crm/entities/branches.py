"""Branches: one place under many spellings."""

from __future__ import annotations

from aiop.identity.entity import Aliases, Entity, Kept, Source, Spelled
from aiop.values.branch_name import branch_key
from crm.entities.figures import BOOKING, JOB, LEAD
from crm.models import BookedOpportunity, Branch, BranchAlias, Job, LeadStatus

BRANCHES = Entity(
    name="branches",
    title="Branch",
    plural="Branches",
    model=Branch,
    matcher="branch",
    sources=(Source(0, Branch, "branch", {"name": "r.name", "city": "r.city", "state": "r.state_code"}),),
    file_id="r.name",
    spelled=(
        Spelled(LeadStatus, "branch_id", "branch_name", "leads", figures=LEAD),
        Spelled(BookedOpportunity, "branch_id", "branch_name", "bookings", figures=BOOKING),
        Spelled(Job, "branch_id", "branch_name", "jobs", figures=JOB),
    ),
    aliases=Aliases(BranchAlias, branch_key),
    kept=(Kept(("name",), "commonest", "Name"), Kept(("city", "state_code", "country"), "fullest", "Place")),
    worth="""
        SELECT branch_id, sum(coalesce(total_actual_cost, total_estimated_cost, 0)) FROM crm_job
        WHERE org_id = %(org)s AND branch_id IS NOT NULL AND NOT is_duplicate GROUP BY 1
    """,
)
