"""Customers, and the people behind bad leads and bookings that have no customer of their own."""

from __future__ import annotations

from aiop.identity.entity import Entity, Kept, Relation, Source
from aiop.identity.people.clean import usable_email, usable_phone
from crm.entities.figures import BAD_LEAD, BOOKING, JOB
from crm.link.timeline import restate
from crm.models import BadLead, BookedOpportunity, ContactPoint, Customer, Job

# Contacts as they came, wherever a merge has put them: what a record is compared by never depends on merges.
_POINTS = """ARRAY(
    SELECT p.value FROM crm_contactpoint p WHERE p.customer_id = r.id AND p.kind = '{kind}' AND NOT EXISTS (
        SELECT FROM identity_placement m WHERE m.org_id = r.org_id AND m.table_name = 'crm_contactpoint'
          AND m.column_name = 'customer_id' AND m.row_id = p.id AND m.resolved_id = p.customer_id)
    UNION
    SELECT p.value FROM identity_placement m JOIN crm_contactpoint p ON p.id = m.row_id AND p.customer_id = m.resolved_id
    WHERE m.org_id = r.org_id AND m.table_name = 'crm_contactpoint' AND m.column_name = 'customer_id' AND m.original_id = r.id
      AND p.kind = '{kind}'
    ORDER BY 1)"""
# A row that a review tied to a customer stays the record that was reviewed.
_OF_ITS_OWN = """NOT r.is_test AND (r.customer_id IS NULL OR EXISTS (
    SELECT FROM identity_placement m WHERE m.org_id = r.org_id AND m.table_name = '{table}' AND m.column_name = 'customer_id'
      AND m.row_id = r.id AND m.original_id IS NULL AND m.resolved_id = r.customer_id))"""

_WORTH = """
    SELECT customer_id, sum(coalesce(total_actual_cost, total_estimated_cost, 0)) FROM crm_job
    WHERE org_id = %(org)s AND customer_id IS NOT NULL AND NOT is_duplicate GROUP BY 1
"""

CUSTOMERS = Entity(
    name="customers",
    title="Customer",
    plural="Customers",
    model=Customer,
    matcher="people",
    sources=(
        Source(
            0,
            Customer,
            "customer",
            {
                "first": "r.first_name",
                "last": "r.last_name",
                "name": "r.name",
                "email": "r.email",
                "phone": "r.phone",
                "emails": _POINTS.format(kind="email"),
                "phones": _POINTS.format(kind="phone"),
                "address": "coalesce(r.origin_address, r.destination_address)",
                "city": "CASE WHEN r.origin_address IS NULL AND r.destination_address IS NOT NULL THEN r.destination_city "
                "ELSE r.origin_city END",
                "state": "CASE WHEN r.origin_address IS NULL AND r.destination_address IS NOT NULL THEN r.destination_state "
                "ELSE r.origin_state END",
                "zip": "CASE WHEN r.origin_address IS NULL AND r.destination_address IS NOT NULL THEN r.destination_zip "
                "ELSE r.origin_zip END",
            },
            also=((ContactPoint, "customer_id"),),
        ),
        Source(
            1,
            BadLead,
            "bad lead",
            {"name": "r.customer_name", "email": "r.customer_email", "phone": "r.customer_phone"},
            where=_OF_ITS_OWN.format(table="crm_badlead"),
            attach="customer_id",
            attached={"customer_method": "review"},
        ),
        Source(
            2,
            BookedOpportunity,
            "booking",
            {"name": "r.customer_name", "email": "r.email", "phone": "r.phone_number"},
            where=_OF_ITS_OWN.format(table="crm_bookedopportunity"),
            attach="customer_id",
            attached={"customer_method": "review"},
        ),
    ),
    file_id="r.listed_as",
    relations=(
        Relation(ContactPoint, "customer_id", unique=("kind", "key"), title="contact points"),
        Relation(BookedOpportunity, "customer_id", title="bookings", figures=BOOKING),
        Relation(Job, "customer_id", title="jobs", figures=JOB),
        Relation(BadLead, "customer_id", title="bad leads", figures=BAD_LEAD),
    ),
    kept=(
        Kept(("name", "first_name", "last_name"), "fullest", "Name"),
        Kept(("email",), "latest", "E-mail", usable_email),
        Kept(("phone",), "latest", "Phone", usable_phone),
        Kept(("origin_address", "origin_city", "origin_state", "origin_zip"), "latest", "Moved from"),
        Kept(("destination_address", "destination_city", "destination_state", "destination_zip"), "latest", "Moved to"),
    ),
    latest="coalesce(r.source_created_at, r.created_at)",
    worth=_WORTH,
    restate=restate,
)
