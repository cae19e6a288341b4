"""Rows of the lead pool as a load would leave them; every value is invented. Call inside `org_context`."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from aiop.orgs.models import Org
from aiop.values.email import email_key
from aiop.values.markers import is_test_name
from aiop.values.person_name import name_key
from aiop.values.phone import phone_key
from aiop.values.seller_name import seller_key
from crm.models import (
    BadLead,
    BookedOpportunity,
    Job,
    LeadStatus,
    LostLead,
    SalesPerformance,
    SalesPerson,
    SalesPersonAlias,
    UserPerformance,
)

_numbers = itertools.count(10_000)


def lead(org: Org, quote: str | None = None, **fields: Any) -> LeadStatus:
    """Store a lead; `received` is a day, taken as noon UTC."""
    received = fields.pop("received", None)
    if received is not None:
        fields["received_at"] = dt.datetime.fromisoformat(f"{received}T12:00:00+00:00")
    return LeadStatus.objects.create(org=org, quote_number=quote or str(next(_numbers)), **fields)


def lost_lead(org: Org, quote: str | None = None, **fields: Any) -> LostLead:
    """Store a lost lead."""
    return LostLead.objects.create(org=org, quote_number=quote or str(next(_numbers)), **fields)


def booking(
    org: Org,
    quote: str | None = None,
    name: str | None = "",
    email: str | None = None,
    phone: str | None = None,
    **fields: Any,
) -> BookedOpportunity:
    """Store a booking with its keys."""
    return BookedOpportunity.objects.create(
        org=org,
        quote_number=quote or str(next(_numbers)),
        customer_name=name or None,
        email=email,
        phone_number=phone,
        **(_keys(name, email, phone) | fields),
    )


def job(
    org: Org,
    number: str | None = None,
    name: str | None = "",
    email: str | None = None,
    phone: str | None = None,
    status: str = "CLOSED",
    **fields: Any,
) -> Job:
    """Store a job with its keys; its number holds the quote, `10200-1`."""
    number = number or f"{next(_numbers)}-1"
    return Job.objects.create(
        org=org,
        job_id=fields.pop("job_id", None) or f"job-{number}",
        job_number=number,
        quote_number=number.rpartition("-")[0],
        opportunity_status=status,
        customer_name=name or None,
        customer_email=email,
        customer_phone=phone,
        **(_keys(name, email, phone) | fields),
    )


def bad_lead(
    org: Org,
    name: str | None = "",
    email: str | None = None,
    phone: str | None = None,
    received: str | None = None,
    **fields: Any,
) -> BadLead:
    """Store a bad lead with its keys."""
    return BadLead.objects.create(
        org=org,
        natural_key=f"natural-{next(_numbers)}",
        customer_name=name or None,
        customer_email=email,
        customer_phone=phone,
        date_lead_received=received,
        **(_keys(name, email, phone) | fields),
    )


def sales_person(org: Org, name: str, *spellings: str) -> SalesPerson:
    """Store a sales person with an alias for the name and for each further spelling."""
    person = SalesPerson.objects.create(org=org, name=name, key=seller_key(name) or name)
    for spelling in (name, *spellings):
        SalesPersonAlias.objects.create(org=org, key=seller_key(spelling) or spelling, target=person)
    return person


def seller_result(org: Org, name: str, **fields: Any) -> SalesPerformance:
    """Store a seller's row of the sales report."""
    return SalesPerformance.objects.create(org=org, name=name, seller_key=seller_key(name), **fields)


def phone_user(org: Org, name: str, **fields: Any) -> UserPerformance:
    """Store a telephone user's row."""
    return UserPerformance.objects.create(org=org, name=name, seller_key=seller_key(name), **fields)


def _keys(name: str | None, email: str | None, phone: str | None) -> dict[str, Any]:
    return {
        "name_key": name_key(name or ""),
        "email_key": email_key(email or ""),
        "phone_key": phone_key(phone or ""),
        "is_test": is_test_name(name or ""),
    }
