"""Contacts of the CRM by stage of life; HubSpot."""

from __future__ import annotations

from django.db import models

from marts.models.mart import Mart, at_most, count, grain, keyed, never_negative, objects_in

_STAGES = (
    "subscribers",
    "leads",
    "marketing_qualified",
    "sales_qualified",
    "opportunities",
    "customers",
    "evangelists",
    "other_lifecycle",
)


class CrmContacts(Mart):
    """Contacts as they stood. Grain: organisation × day of the snapshot. Owner: Sales. Made by `etl_hubspot_contacts`."""

    snapshot_date = models.DateField()
    total_contacts = count()
    new_contacts_30d = count(help_text="Created in the 30 days that end with the snapshot's.")
    new_contacts_7d = count()
    subscribers = count()
    leads = count()
    marketing_qualified = count()
    sales_qualified = count()
    opportunities = count()
    customers = count()
    evangelists = count()
    other_lifecycle = count(help_text="In none of the seven stages.")
    # Beyond the seed
    lifecycle_detail = keyed(help_text="Contacts by internal value of the stage.")

    class Meta:
        db_table = "mart_crm_contacts"
        verbose_name = "snapshot of contacts"
        verbose_name_plural = "snapshots of contacts"
        constraints = [
            *grain("mart_crm_contacts", "snapshot_date"),
            *never_negative("mart_crm_contacts", "total_contacts", "new_contacts_30d", "new_contacts_7d", *_STAGES),
            *at_most("mart_crm_contacts", [("new_contacts_7d", "new_contacts_30d")]),
            *objects_in("mart_crm_contacts", "lifecycle_detail"),
        ]

    def __str__(self) -> str:
        return f"Contacts on {self.snapshot_date}"
