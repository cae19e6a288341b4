"""The lead pool: leads with a quote, leads judged worthless, leads lost."""

from __future__ import annotations

from django.contrib import admin

from aiop.adminkit.lists import FastAdmin
from aiop.adminkit.search import text
from aiop.values.email import email_key
from aiop.values.person_name import name_key
from aiop.values.phone import phone_key
from crm.models import BadLead, LeadStatus, LostLead


@admin.register(LeadStatus)
class LeadStatusAdmin(FastAdmin[LeadStatus]):
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
    list_filter = ["received_at", "status", "branch", "lead_source", "sales_person"]
    search_exact = {"quote_number": text}
    search_help_text = "Quote number"


@admin.register(BadLead)
class BadLeadAdmin(FastAdmin[BadLead]):
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
    list_filter = ["date_lead_received", "lead_bad_reason", "lead_source"]
    search_exact = {"email_key": email_key, "phone_key": phone_key, "prefix:name_key": name_key}
    search_help_text = "Name, e-mail or phone"


@admin.register(LostLead)
class LostLeadAdmin(FastAdmin[LostLead]):
    """Leads and opportunities that did not book."""

    order = "-lost_date"
    list_display = ["quote_number", "name", "reason", "lost_date", "move_date", "lead_source", "estimated_amount"]
    list_filter = ["lost_date", "reason", "lead_source"]
    search_exact = {"quote_number": text, "prefix:name_key": name_key}
    search_help_text = "Quote number or name"
