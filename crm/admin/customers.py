"""Customers and their contact points."""

from __future__ import annotations

from django.contrib import admin

from aiop.adminkit.lists import FastAdmin
from aiop.adminkit.search import text
from aiop.values.email import email_key
from aiop.values.person_name import name_key
from aiop.values.phone import phone_key
from crm.models import ContactPoint, Customer


@admin.register(Customer)
class CustomerAdmin(FastAdmin[Customer]):
    """People and firms with a booking or a won job."""

    order = "-id"
    list_display = ["name", "email", "phone", "origin_city", "origin_state", "first_lead_date", "conversion_date"]
    list_filter = ["first_lead_date"]
    search_exact = {
        "email_key": email_key,
        "phone_key": phone_key,
        "prefix:name_key": name_key,
        "smartmoving_id": text,
    }
    search_help_text = "Name, e-mail, phone or SmartMoving id"


@admin.register(ContactPoint)
class ContactPointAdmin(FastAdmin[ContactPoint]):
    """Every e-mail address and phone number."""

    list_display = ["value", "kind", "customer"]
    list_filter = ["kind"]
