"""The lead pool: leads with a quote, leads judged worthless, leads lost."""

from __future__ import annotations

from django.db import models

from crm.models.base import ReportRow, day, indexes, key, link, links, lookup, marks, money, words


class LeadStatus(ReportRow):
    """One lead with a quote number: a row of the Lead Status report, the centre of the pool."""

    quote_number = models.TextField()
    status = words(help_text="Outcome, often with its reason: “Lost price too high”.")
    pipeline_label = words(help_text="The report's own “Lead Status” column.")
    branch_name = words()
    branch = lookup("crm.Branch")
    sales_person_name = words()
    sales_person = lookup("crm.SalesPerson")
    referral_source = words()
    lead_source = lookup("crm.LeadSource")
    time_to_contact = words(help_text="As exported; negative when contact was logged before receipt.")
    minutes_to_contact = models.IntegerField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    service_date = day()
    service_type = words()
    estimator = words()
    move_coordinator = words()
    quote_sent = words()
    last_communication_at = models.DateTimeField(null=True, blank=True)
    estimated_revenue = money()
    volume_cuft = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    weight_lbs = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    booked_opportunity = link("crm.BookedOpportunity")

    class Meta:
        verbose_name = "lead"
        verbose_name_plural = "lead status"
        indexes = (
            indexes(
                "crm_leadstatus",
                ("received_at",),
                ("branch", "received_at"),
                ("lead_source", "received_at"),
                ("sales_person",),
                ("status",),
            )
            + links("crm_leadstatus", "booked_opportunity")
            + marks("crm_leadstatus", "is_test")
        )
        constraints = [models.UniqueConstraint(fields=["org", "quote_number"], name="crm_leadstatus_quote_number")]

    def __str__(self) -> str:
        return f"Lead {self.quote_number}"


class BadLead(ReportRow):
    """A lead judged worthless: it has no quote number, so it is known by what it says."""

    natural_key = models.TextField(editable=False, help_text="Digest of provider, contact, name and dates.")
    provider = words()
    customer_name = words()
    customer_email = words()
    customer_phone = words()
    name_key = key()
    email_key = key()
    phone_key = key()
    move_date = day()
    date_lead_received = day()
    lead_bad_reason = words()
    lead_source = lookup("crm.LeadSource")
    customer = link("crm.Customer")
    customer_method = words(editable=False)
    lead_status = link("crm.LeadStatus")
    lead_status_method = words(editable=False)

    class Meta:
        verbose_name = "bad lead"
        indexes = (
            indexes(
                "crm_badlead",
                ("date_lead_received",),
                ("email_key",),
                ("phone_key",),
                ("name_key",),
                ("lead_bad_reason",),
                ("lead_source",),
            )
            + links("crm_badlead", "customer", "lead_status")
            + marks("crm_badlead", "is_test")
        )
        constraints = [models.UniqueConstraint(fields=["org", "natural_key"], name="crm_badlead_natural_key")]

    def __str__(self) -> str:
        return f"Bad lead {self.customer_name or self.pk}"


class LostLead(ReportRow):
    """A lead or opportunity that did not book."""

    quote_number = models.TextField()
    name = words()
    name_key = key()
    lost_date = day()
    move_date = day()
    reason = words()
    received_at = models.DateTimeField(null=True, blank=True)
    time_to_first_contact = words()
    minutes_to_first_contact = models.IntegerField(null=True, blank=True)
    estimated_amount = money(help_text="What was lost.")
    lead_source = lookup("crm.LeadSource")
    booked_opportunity = link("crm.BookedOpportunity")

    class Meta:
        verbose_name = "lost lead"
        indexes = (
            indexes("crm_lostlead", ("lost_date",), ("received_at",), ("reason",), ("name_key",), ("lead_source",))
            + links("crm_lostlead", "booked_opportunity")
            + marks("crm_lostlead", "is_test")
        )
        constraints = [models.UniqueConstraint(fields=["org", "quote_number"], name="crm_lostlead_quote_number")]

    def __str__(self) -> str:
        return f"Lost lead {self.quote_number}"
