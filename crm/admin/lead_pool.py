"""The lead pool: leads with a quote, leads judged worthless, leads lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin

from aiop.adminkit.search import text
from aiop.audit.admin.recorded import Related
from aiop.files.row_admin import linked
from aiop.values.email import email_key
from aiop.values.person_name import name_key
from aiop.values.phone import phone_key
from crm.admin.counted import CountedFilter
from crm.admin.report_rows import ReportRowAdmin
from crm.admin.sales import BOOKING_COLUMNS, JOB_COLUMNS, LEAD_COLUMNS
from crm.models import BadLead, BookedOpportunity, Job, LeadStatus, LostLead

BAD_LEAD_COLUMNS = ["customer_name", "lead_bad_reason", "date_lead_received", "provider"]
LOST_COLUMNS = ["quote_number", "name", "lost_date", "reason", "estimated_amount"]


@admin.register(LeadStatus)
class LeadStatusAdmin(ReportRowAdmin[LeadStatus]):
    """Leads with a quote number, the centre of the pool."""

    order = "-received_at"
    list_display = [
        "quote_number",
        "status",
        "received_at",
        "branch",
        "sales_person",
        "lead_source",
        "service_date",
        "minutes_to_contact",
        "estimated_revenue",
    ]
    list_filter = ["received_at", "status", "branch", "lead_source", "sales_person", "is_test", CountedFilter]
    search_exact = {"quote_number": text}
    search_help_text = "Quote number"
    known_by = ["quote_number"]
    fieldsets = [
        (
            None,
            {"fields": [("quote_number", "status", "pipeline_label"), ("received_at", "service_date", "service_type")]},
        ),
        ("Contact", {"fields": [("time_to_contact", "minutes_to_contact"), ("quote_sent", "last_communication_at")]}),
        (
            "Sale",
            {
                "fields": [
                    ("branch", "branch_name"),
                    ("sales_person", "sales_person_name"),
                    ("lead_source", "referral_source"),
                    ("estimator", "move_coordinator"),
                    "estimated_revenue",
                ]
            },
        ),
        ("Move", {"fields": [("volume_cuft", "weight_lbs")]}),
        ("Links and marks", {"fields": ["booked_opportunity", "is_test"]}),
    ]

    def related(self, row: LeadStatus) -> Sequence[Related]:
        """Give what became of the lead."""
        own: dict[str, Any] = {"quote_number": row.quote_number}
        bad = BadLead.objects.for_org(row.org_id).filter(lead_status=row.pk)
        return [
            linked("Booking", BookedOpportunity.objects.for_org(row.org_id).filter(**own), BOOKING_COLUMNS),
            linked("Jobs", Job.objects.for_org(row.org_id).filter(**own), JOB_COLUMNS),
            linked("Lost", LostLead.objects.for_org(row.org_id).filter(**own), LOST_COLUMNS),
            linked("Bad leads", bad, BAD_LEAD_COLUMNS),
        ]


@admin.register(BadLead)
class BadLeadAdmin(ReportRowAdmin[BadLead]):
    """Leads that someone judged worthless."""

    order = "-date_lead_received"
    list_display = [
        "customer_name",
        "lead_bad_reason",
        "date_lead_received",
        "provider",
        "customer_phone",
        "customer_email",
        "move_date",
        "lead_status",
    ]
    list_filter = ["date_lead_received", "lead_bad_reason", "lead_source", "is_test", CountedFilter]
    search_exact = {"email_key": email_key, "phone_key": phone_key, "prefix:name_key": name_key}
    search_help_text = "Name, e-mail or phone"
    keys = {
        "name_key": ("customer_name", name_key),
        "email_key": ("customer_email", email_key),
        "phone_key": ("customer_phone", phone_key),
    }
    readonly_fields = ["customer_method", "lead_status_method"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("customer_name", "customer_email", "customer_phone"),
                    ("lead_bad_reason", "provider"),
                    ("date_lead_received", "move_date"),
                    "lead_source",
                ]
            },
        ),
        (
            "Links and marks",
            {"fields": [("customer", "customer_method"), ("lead_status", "lead_status_method"), "is_test"]},
        ),
    ]

    def related(self, row: BadLead) -> Sequence[Related]:
        """Give the lead that it is about."""
        leads = LeadStatus.objects.for_org(row.org_id).filter(pk=row.lead_status_id or 0)
        return [linked("Lead with a quote", leads, LEAD_COLUMNS)]


@admin.register(LostLead)
class LostLeadAdmin(ReportRowAdmin[LostLead]):
    """Leads and opportunities that did not book."""

    order = "-lost_date"
    list_display = ["quote_number", "name", "reason", "lost_date", "move_date", "lead_source", "estimated_amount"]
    list_filter = ["lost_date", "reason", "lead_source", "is_test"]
    search_exact = {"quote_number": text, "prefix:name_key": name_key}
    search_help_text = "Quote number or name"
    keys = {"name_key": ("name", name_key)}
    known_by = ["quote_number"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("quote_number", "name"),
                    ("lost_date", "reason"),
                    ("received_at", "move_date"),
                    ("time_to_first_contact", "minutes_to_first_contact"),
                    "estimated_amount",
                    "lead_source",
                ]
            },
        ),
        ("Links and marks", {"fields": ["booked_opportunity", "is_test"]}),
    ]

    def related(self, row: LostLead) -> Sequence[Related]:
        """Give the lead and the booking of the same quote."""
        own: dict[str, Any] = {"quote_number": row.quote_number}
        return [
            linked("Lead", LeadStatus.objects.for_org(row.org_id).filter(**own), LEAD_COLUMNS),
            linked(
                "Booking all the same", BookedOpportunity.objects.for_org(row.org_id).filter(**own), BOOKING_COLUMNS
            ),
        ]
