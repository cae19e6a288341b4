"""Bookings and jobs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin

from aiop.adminkit.search import text
from aiop.audit.admin.recorded import Related
from aiop.files.row_admin import linked
from aiop.identity.admin.mergeable import MergeableAdmin
from aiop.values.email import email_key
from aiop.values.person_name import name_key
from aiop.values.phone import phone_key
from crm.admin.counted import CountedFilter
from crm.admin.report_rows import ReportRowAdmin
from crm.intake.jobs import quote_of
from crm.models import BookedOpportunity, Job, LeadStatus, LostLead

JOB_COLUMNS = ["job_number", "opportunity_status", "job_date", "total_estimated_cost", "total_actual_cost"]
BOOKING_COLUMNS = ["quote_number", "status", "booked_date", "service_date", "estimated_amount", "invoiced_amount"]
LEAD_COLUMNS = ["quote_number", "status", "received_at", "service_date", "estimated_revenue"]


@admin.register(BookedOpportunity)
class BookedOpportunityAdmin(ReportRowAdmin[BookedOpportunity]):
    """Quotes that were booked."""

    order = "-booked_date"
    list_display = [
        "quote_number",
        "customer_name",
        "status",
        "booked_date",
        "service_date",
        "branch",
        "sales_person",
        "estimated_amount",
        "invoiced_amount",
    ]
    list_filter = ["booked_date", "service_date", "status", "branch", "lead_source", "sales_person", "is_test"]
    search_exact = {"quote_number": text, "email_key": email_key, "phone_key": phone_key, "prefix:name_key": name_key}
    search_help_text = "Quote, name, e-mail or phone"
    keys = {
        "name_key": ("customer_name", name_key),
        "email_key": ("email", email_key),
        "phone_key": ("phone_number", phone_key),
    }
    known_by = ["quote_number"]
    readonly_fields = ["customer_method"]
    fieldsets = [
        (None, {"fields": [("quote_number", "status"), ("booked_date", "service_date", "service_type")]}),
        ("Customer", {"fields": [("customer_name", "email", "phone_number"), ("customer", "customer_method")]}),
        (
            "Sale",
            {
                "fields": [
                    ("branch", "branch_name"),
                    ("sales_person", "sales_person_name"),
                    ("lead_source", "referral_source"),
                    ("estimator", "move_coordinator"),
                ]
            },
        ),
        ("Money", {"fields": [("hourly_rate", "estimated_amount", "invoiced_amount")]}),
        ("Move", {"fields": ["moving_from", "moving_to", ("volume_cuft", "weight_lbs")]}),
        ("Marks", {"fields": ["is_test"]}),
    ]

    def related(self, row: BookedOpportunity) -> Sequence[Related]:
        """Give the quote's jobs and leads."""
        own: dict[str, Any] = {"quote_number": row.quote_number}
        return [
            linked("Jobs of this quote", Job.objects.for_org(row.org_id).filter(**own), JOB_COLUMNS),
            linked("Lead", LeadStatus.objects.for_org(row.org_id).filter(**own), LEAD_COLUMNS),
            linked(
                "Lost before",
                LostLead.objects.for_org(row.org_id).filter(**own),
                ["quote_number", "lost_date", "reason"],
            ),
        ]


@admin.register(Job)
class JobAdmin(MergeableAdmin[Job], ReportRowAdmin[Job]):  # type: ignore[misc]  # the library types defaults by what they hold
    """Jobs of quotes."""

    order = "-job_date"
    list_display = [
        "job_number",
        "opportunity_status",
        "job_date",
        "customer_name",
        "branch",
        "sales_person",
        "total_estimated_cost",
        "total_actual_cost",
    ]
    list_filter = [
        "job_date",
        "opportunity_status",
        "branch",
        "lead_source",
        "sales_person",
        "is_duplicate",
        "is_test",
        CountedFilter,
    ]
    search_exact = {
        "quote_number": quote_of,
        "job_id": text,
        "email_key": email_key,
        "phone_key": phone_key,
        "prefix:name_key": name_key,
    }
    search_help_text = "Job, quote, name, e-mail or phone"
    keys = {
        "name_key": ("customer_name", name_key),
        "email_key": ("customer_email", email_key),
        "phone_key": ("customer_phone", phone_key),
    }
    known_by = ["job_id"]
    readonly_fields = ["customer_method"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("job_number", "job_id"),
                    ("quote_number", "sequence"),
                    ("opportunity_status", "status_text"),
                    ("opportunity_type", "job_type"),
                    "job_rating",
                ]
            },
        ),
        (
            "Customer",
            {"fields": [("customer_name", "customer_email", "customer_phone"), ("customer", "customer_method")]},
        ),
        (
            "Days",
            {
                "fields": [
                    ("job_date", "end_date", "move_date_is_tbd"),
                    ("quote_created_date", "booked_date"),
                    ("completed_date", "closed_date"),
                    ("start_at", "end_at"),
                ]
            },
        ),
        (
            "Sale",
            {
                "fields": [
                    ("branch", "branch_name"),
                    ("sales_person", "sales_person_name"),
                    ("lead_source", "referral_source", "affiliate_name"),
                    ("estimator_name", "move_coordinator_name"),
                ]
            },
        ),
        (
            "Money",
            {
                "fields": [
                    ("total_estimated_cost", "total_actual_cost"),
                    ("hourly_rate_quoted", "hourly_rate_billed"),
                    ("tip_amount", "wages"),
                ]
            },
        ),
        (
            "Work",
            {
                "fields": [
                    ("estimated_number_crew", "actual_number_crew"),
                    ("estimated_number_trucks", "actual_number_trucks"),
                    ("total_estimated_hours", "actual_hours"),
                    ("volume_cuft", "weight_lbs"),
                ]
            },
        ),
        (
            "From",
            {
                "fields": [
                    "origin_address",
                    ("origin_street", "origin_city"),
                    ("origin_state", "origin_zip", "origin_type"),
                ]
            },
        ),
        (
            "To",
            {
                "fields": [
                    "destination_address",
                    ("destination_street", "destination_city"),
                    ("destination_state", "destination_zip", "destination_type"),
                ]
            },
        ),
        ("Marks", {"fields": [("is_test", "is_duplicate")]}),
    ]

    def related(self, row: Job) -> Sequence[Related]:
        """Give the quote's booking, lead and other jobs."""
        own: dict[str, Any] = {"quote_number": row.quote_number or ""}
        return [
            linked("Booking", BookedOpportunity.objects.for_org(row.org_id).filter(**own), BOOKING_COLUMNS),
            linked("Lead", LeadStatus.objects.for_org(row.org_id).filter(**own), LEAD_COLUMNS),
            linked(
                "Other jobs of this quote",
                Job.objects.for_org(row.org_id).filter(**own).exclude(pk=row.pk),
                JOB_COLUMNS,
            ),
        ]
