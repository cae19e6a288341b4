"""Bookings and jobs."""

from __future__ import annotations

from django.db import models

from aiop.identity.models import Mergeable
from crm.models.base import ReportRow, day, indexes, key, link, links, lookup, marks, money, words


class BookedOpportunity(ReportRow):
    """A quote that was booked."""

    quote_number = models.TextField()
    status = words()
    customer_name = words()
    email = words()
    phone_number = words()
    name_key = key()
    email_key = key()
    phone_key = key()
    branch_name = words()
    branch = lookup("crm.Branch")
    moving_from = words()
    moving_to = words()
    service_date = day()
    service_type = words()
    hourly_rate = money()
    estimated_amount = money()
    invoiced_amount = money()
    referral_source = words()
    lead_source = lookup("crm.LeadSource")
    sales_person_name = words()
    sales_person = lookup("crm.SalesPerson")
    estimator = words()
    move_coordinator = words()
    volume_cuft = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    weight_lbs = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    booked_date = day(help_text="Day of the last booking; a rebooking overwrites it.")
    customer = link("crm.Customer")
    customer_method = words(editable=False)

    class Meta:
        verbose_name = "booking"
        indexes = (
            indexes(
                "crm_booking",
                ("booked_date",),
                ("service_date",),
                ("email_key",),
                ("phone_key",),
                ("name_key",),
                ("branch", "booked_date"),
                ("sales_person",),
                ("status",),
                ("lead_source",),
            )
            + links("crm_booking", "customer")
            + marks("crm_booking", "is_test")
        )
        constraints = [models.UniqueConstraint(fields=["org", "quote_number"], name="crm_booking_quote_number")]

    def __str__(self) -> str:
        return f"Booking {self.quote_number}"


class Job(ReportRow, Mergeable):
    """One job of a quote. “Cost” in the report's column names is what the customer is charged, never what it cost us."""

    class Status(models.TextChoices):
        """Where the opportunity stands; Completed in the export is Closed here."""

        QUOTED = "QUOTED", "Quoted"
        BOOKED = "BOOKED", "Booked"
        LOST = "LOST", "Lost"
        CANCELLED = "CANCELLED", "Cancelled"
        CLOSED = "CLOSED", "Closed"

    job_id = models.TextField("job id")
    job_number = words()
    quote_number = words(help_text="The job number before its last dash.")
    sequence = models.IntegerField(null=True, blank=True, help_text="The job number after its last dash.")
    opportunity_status = models.CharField(max_length=10, choices=Status, null=True, blank=True)  # noqa: DJ001
    status_text = words(help_text="The status as exported.")
    opportunity_type = words()
    job_type = words()
    job_date = day()
    end_date = day()
    move_date_is_tbd = models.BooleanField(null=True, blank=True)
    sales_person_name = words()
    sales_person = lookup("crm.SalesPerson")
    branch_name = words()
    branch = lookup("crm.Branch")
    customer_name = words()
    customer_email = words()
    customer_phone = words()
    name_key = key()
    email_key = key()
    phone_key = key()
    referral_source = words()
    lead_source = lookup("crm.LeadSource")
    affiliate_name = words()
    estimator_name = words()
    move_coordinator_name = words()
    quote_created_date = day(help_text="The report says “Created at Utc”, but exports a local day.")
    booked_date = day(help_text="The report says “Booked at Utc”, but exports a local day.")
    completed_date = day()
    closed_date = day()
    start_at = models.DateTimeField(null=True, blank=True)
    end_at = models.DateTimeField(null=True, blank=True)
    hourly_rate_quoted = money()
    hourly_rate_billed = money()
    total_estimated_cost = money(verbose_name="estimated charge")
    total_actual_cost = money(verbose_name="actual charge")
    tip_amount = money()
    wages = money(help_text="The only real company cost in the report.")
    estimated_number_crew = models.IntegerField(null=True, blank=True)
    actual_number_crew = models.IntegerField(null=True, blank=True)
    estimated_number_trucks = models.IntegerField(null=True, blank=True)
    actual_number_trucks = models.IntegerField(null=True, blank=True)
    total_estimated_hours = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    actual_hours = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    volume_cuft = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    weight_lbs = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    job_rating = words()
    origin_address = words()
    origin_street = words()
    origin_city = words()
    origin_state = words()
    origin_zip = words()
    origin_type = words()
    destination_address = words()
    destination_street = words()
    destination_city = words()
    destination_state = words()
    destination_zip = words()
    destination_type = words()
    customer = link("crm.Customer")
    customer_method = words(editable=False)
    is_duplicate = models.BooleanField("duplicate", default=False, db_default=False)

    class Meta:
        indexes = (
            indexes(
                "crm_job",
                ("job_date",),
                ("quote_number",),
                ("email_key",),
                ("phone_key",),
                ("name_key",),
                ("opportunity_status", "job_date", "is_duplicate"),
                ("branch", "opportunity_status", "job_date"),
                ("sales_person",),
                ("lead_source",),
            )
            + links("crm_job", "customer", "merged_into")
            + marks("crm_job", "is_test", "is_duplicate")
        )
        constraints = [
            models.UniqueConstraint(fields=["org", "job_id"], name="crm_job_job_id"),
            models.CheckConstraint(
                condition=models.Q(customer__isnull=True) | models.Q(opportunity_status__in=["BOOKED", "CLOSED"]),
                name="crm_job_only_won_jobs_have_customers",
            ),
        ]

    def __str__(self) -> str:
        return f"Job {self.job_number or self.job_id}"
