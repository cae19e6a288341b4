"""Sales persons: one person under many spellings, and people who only look alike."""

from __future__ import annotations

from aiop.identity.entity import Aliases, Entity, Kept, Source, Spelled
from aiop.values.seller_name import seller_key
from crm.entities.figures import BOOKING, JOB, LEAD
from crm.models import (
    BookedOpportunity,
    Job,
    LeadStatus,
    SalesPerformance,
    SalesPerson,
    SalesPersonAlias,
    UserPerformance,
)

SALES_PEOPLE = Entity(
    name="sales_people",
    title="Sales person",
    plural="Sales persons",
    model=SalesPerson,
    matcher="person",
    sources=(Source(0, SalesPerson, "sales person", {"name": "r.name"}),),
    file_id="r.name",
    spelled=(
        Spelled(LeadStatus, "sales_person_id", "sales_person_name", "leads", figures=LEAD),
        Spelled(BookedOpportunity, "sales_person_id", "sales_person_name", "bookings", figures=BOOKING),
        Spelled(Job, "sales_person_id", "sales_person_name", "jobs", figures=JOB),
        Spelled(UserPerformance, "sales_person_id", "name", "phone users"),
        Spelled(SalesPerformance, "sales_person_id", "name", "seller results"),
    ),
    aliases=Aliases(SalesPersonAlias, seller_key),
    kept=(Kept(("name",), "fullest", "Name"),),
    worth="""
        SELECT sales_person_id, sum(coalesce(total_actual_cost, total_estimated_cost, 0)) FROM crm_job
        WHERE org_id = %(org)s AND sales_person_id IS NOT NULL AND NOT is_duplicate GROUP BY 1
    """,
)
