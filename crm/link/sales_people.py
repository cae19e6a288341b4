"""Sales persons of leads, bookings and jobs: by exact and normalised name; what is merely similar waits for a person."""

from __future__ import annotations

from aiop.values.seller_name import seller_key
from crm.link.plan import Plan
from crm.link.spellings import Carrier, Lookup, plan_links
from crm.lookups import grow_sales_people

# The sales report's spelling of a name is the reference.
SELLERS = Lookup(
    "crm_salesperson",
    "sales persons",
    seller_key,
    grow_sales_people,
    reference="SELECT seller_key, name FROM crm_salesperformance WHERE org_id = %(org)s AND seller_key IS NOT NULL "
    "ORDER BY name DESC",
)
CARRIERS = (
    Carrier("crm_leadstatus", "sales_person_name", "sales_person_id", "leads", "'Lead ' || r.quote_number"),
    Carrier(
        "crm_bookedopportunity", "sales_person_name", "sales_person_id", "bookings", "'Booking ' || r.quote_number"
    ),
    Carrier("crm_job", "sales_person_name", "sales_person_id", "jobs", "'Job ' || coalesce(r.job_number, r.job_id)"),
)


def plan_sales_people(plan: Plan) -> None:
    """Plan to link every row that names a sales person in a known spelling, and to make those never seen."""
    plan_links(plan, SELLERS, CARRIERS)
