"""Bookings and jobs."""

from __future__ import annotations

from django.contrib import admin

from aiop.adminkit.lists import FastAdmin
from aiop.adminkit.search import text
from aiop.values.email import email_key
from aiop.values.person_name import name_key
from aiop.values.phone import phone_key
from crm.models import BookedOpportunity, Job


@admin.register(BookedOpportunity)
class BookedOpportunityAdmin(FastAdmin[BookedOpportunity]):
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
    list_filter = ["booked_date", "service_date", "status", "branch", "lead_source", "sales_person"]
    search_exact = {"quote_number": text, "email_key": email_key, "phone_key": phone_key, "prefix:name_key": name_key}
    search_help_text = "Quote, name, e-mail or phone"


@admin.register(Job)
class JobAdmin(FastAdmin[Job]):
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
        "is_duplicate",
    ]
    list_filter = ["job_date", "opportunity_status", "branch", "lead_source", "sales_person"]
    search_exact = {
        "job_number": text,
        "quote_number": text,
        "job_id": text,
        "email_key": email_key,
        "phone_key": phone_key,
        "prefix:name_key": name_key,
    }
    search_help_text = "Job, quote, name, e-mail or phone"
