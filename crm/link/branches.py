"""Branches of leads, bookings and jobs, with the place that a branch's name stands for."""

from __future__ import annotations

from aiop.values.branch_name import branch_key, branch_place
from crm.link.plan import Plan
from crm.link.spellings import Carrier, Lookup, plan_links
from crm.lookups import grow_branches

BRANCHES = Lookup("crm_branch", "branches", branch_key, grow_branches)
CARRIERS = (
    Carrier("crm_leadstatus", "branch_name", "branch_id", "leads", "'Lead ' || r.quote_number"),
    Carrier("crm_bookedopportunity", "branch_name", "branch_id", "bookings", "'Booking ' || r.quote_number"),
    Carrier("crm_job", "branch_name", "branch_id", "jobs", "'Job ' || coalesce(r.job_number, r.job_id)"),
)
_PLACELESS = """
    SELECT id, name FROM crm_branch WHERE org_id = %(org)s AND city IS NULL AND state_code IS NULL AND country IS NULL
"""
_PLACES = """
    SELECT id, 'branches given their place' AS rule, name AS label, city, state_code, country
    FROM unnest(%(ids)s::bigint[], %(names)s::text[], %(cities)s::text[], %(states)s::text[], %(countries)s::text[])
        AS known (id, name, city, state_code, country)
"""


def plan_branches(plan: Plan) -> None:
    """Plan to link every row that names a branch, to make branches never seen, and to give those without place theirs."""
    plan_links(plan, BRANCHES, CARRIERS)
    known = [(pk, name, place) for pk, name in plan.fetch(_PLACELESS) if (place := branch_place(name)) is not None]
    if known:
        plan.update(
            "crm_branch",
            _PLACES,
            ids=[row[0] for row in known],
            names=[row[1] for row in known],
            cities=[row[2][0] for row in known],
            states=[row[2][1] for row in known],
            countries=[row[2][2] for row in known],
        )
