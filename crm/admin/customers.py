"""Customers and their contact points."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import admin

from aiop.adminkit.search import text
from aiop.audit.admin.recorded import Related
from aiop.files.admin import LoadedModelAdmin
from aiop.files.row_admin import LoadedAdmin, linked
from aiop.identity.admin.mergeable import MergeableAdmin
from aiop.values.email import email_key
from aiop.values.person_name import name_key
from aiop.values.phone import phone_key
from crm.admin.lead_pool import BAD_LEAD_COLUMNS
from crm.admin.sales import BOOKING_COLUMNS, JOB_COLUMNS
from crm.models import BadLead, BookedOpportunity, ContactPoint, Customer, Job


@admin.register(Customer)
class CustomerAdmin(LoadedModelAdmin, MergeableAdmin[Customer], LoadedAdmin[Customer]):  # type: ignore[misc]  # the library types defaults by what they hold
    """People and firms with a booking or a won job."""

    order = "-id"
    list_display = ["name", "email", "phone", "origin_city", "origin_state", "first_lead_date", "conversion_date"]
    list_filter = ["first_lead_date"]
    search_exact = {
        "email_key": email_key,
        "phone_key": phone_key,
        "prefix:name_key": name_key,
        "listed_as": text,
    }
    search_help_text = "Name, e-mail, phone, SmartMoving id, or the quote or job it was made from (quote 100360)"
    keys = {"name_key": ("name", name_key), "email_key": ("email", email_key), "phone_key": ("phone", phone_key)}
    empty_words = "Customers are made from bookings and won jobs once those are loaded and linked."
    readonly_fields = [
        "listed_as",
        "first_lead_date",
        "conversion_date",
        "gender",
        "gender_confidence",
        "gender_method",
    ]
    fieldsets = [
        (None, {"fields": ["name", ("first_name", "last_name"), ("email", "phone"), "listed_as"]}),
        ("From", {"fields": ["origin_address", ("origin_city", "origin_state", "origin_zip")]}),
        ("To", {"fields": ["destination_address", ("destination_city", "destination_state", "destination_zip")]}),
        ("Timeline", {"fields": [("first_lead_date", "conversion_date")]}),
        (
            "Guessed from the name, shown and never used",
            {"classes": ["collapse"], "fields": [("gender", "gender_confidence", "gender_method")]},
        ),
    ]

    def related(self, row: Customer) -> Sequence[Related]:
        """Give everything that is known of the customer."""
        org = row.org_id
        points = ContactPoint.objects.for_org(org).filter(customer=row)
        return [
            linked("Jobs", Job.objects.for_org(org).filter(customer=row), JOB_COLUMNS),
            linked("Bookings", BookedOpportunity.objects.for_org(org).filter(customer=row), BOOKING_COLUMNS),
            linked("Bad leads", BadLead.objects.for_org(org).filter(customer=row), BAD_LEAD_COLUMNS),
            linked("Contact points", points, ["value", "kind"]),
        ]


@admin.register(ContactPoint)
class ContactPointAdmin(LoadedAdmin[ContactPoint]):
    """Every e-mail address and phone number."""

    list_display = ["value", "kind", "customer"]
    list_filter = ["kind"]
    readonly_fields = ["customer", "kind", "value"]
    empty_words = "Contact points appear when customers are made."
