"""Facts of records: what a KPI asks of a job, an estimate or a payment, worked out once and kept until its rows change.

Ids are those of the source. Days are days of the organisation. Everything here can be made again from the source's rows,
save what a snapshot kept.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from aiop.builders.models import Result


def source_id(**options: Any) -> Any:
    """Give a column for an id of the source."""
    return models.BigIntegerField(**options)


def dollars(**options: Any) -> Any:
    """Give a column of dollars; four decimals, because line costs have more than cents."""
    return models.DecimalField(max_digits=18, decimal_places=4, default=0, **options)


class JobFact(Result):
    """One job with its days, what it earned and what it cost."""

    job_id = source_id()
    number = models.TextField(default="")
    unit_id = source_id(null=True)
    type_id = source_id(null=True)
    customer_key = source_id(null=True, help_text="The customer, after merges at the source.")
    status = models.TextField(default="")
    is_test = models.BooleanField(default=False, help_text="The customer's name contains “test”.")
    is_no_charge = models.BooleanField(default=False)
    is_opportunity = models.BooleanField(
        default=False, help_text="Not free of charge, or sold at its type's threshold."
    )
    has_revenue = models.BooleanField(default=False)
    created_at = models.DateTimeField(null=True)
    created_day = models.DateField(null=True)
    completed_at = models.DateTimeField(null=True)
    completed_day = models.DateField(null=True)
    start_at = models.DateTimeField(null=True)
    start_day = models.DateField(
        null=True, help_text="Of the first valid appointment, else of completion, else of creation."
    )
    start_basis = models.TextField(default="", help_text="Which of the three the start is.")
    first_sold_at = models.DateTimeField(null=True)
    opportunity_day = models.DateField(null=True, help_text="Of the first sale, else of completion.")
    estimate_count = models.IntegerField(default=0)
    sold_count = models.IntegerField(default=0)
    sold_amount = dollars()
    revenue = dollars(help_text="Subtotals of active invoices, before tax.")
    adjustments = dollars(help_text="The part of revenue on adjustment invoices.")
    tax = dollars()
    labour = dollars(help_text="Gross pay of the job, all activities.")
    orders = dollars(help_text="Purchase orders that are not canceled.")
    material_lines = dollars(help_text="Material and equipment lines of active invoices, at line cost.")
    returned = dollars(help_text="Returns to vendors that count as credit.")

    class Meta:
        verbose_name = "job, as KPIs see it"
        verbose_name_plural = "jobs, as KPIs see them"
        constraints = [models.UniqueConstraint(fields=["org", "job_id"], name="marts_jobfact_once")]
        indexes = [
            models.Index(fields=["org", "created_day"], name="marts_jobfact_created"),
            models.Index(fields=["org", "completed_day"], name="marts_jobfact_completed"),
            models.Index(fields=["org", "start_day"], name="marts_jobfact_start"),
            models.Index(fields=["org", "opportunity_day"], name="marts_jobfact_opportunity"),
            models.Index(fields=["org", "unit_id"], name="marts_jobfact_unit"),
        ]

    def __str__(self) -> str:
        return f"Job {self.number or self.job_id}"


class EstimateFact(Result):
    """One estimate of a job, under the unit of the job."""

    estimate_id = source_id()
    job_id = source_id(null=True)
    unit_id = source_id(null=True)
    own_unit_id = source_id(null=True, help_text="The estimate's own unit, which may differ from its job's.")
    type_id = source_id(null=True)
    status = models.TextField(default="")
    is_active = models.BooleanField(default=True)
    is_sold = models.BooleanField(default=False, help_text="Sold, active, and on a job.")
    created_at = models.DateTimeField(null=True)
    created_day = models.DateField(null=True)
    sold_at = models.DateTimeField(null=True)
    sold_day = models.DateField(null=True)
    amount = dollars(help_text="Subtotal, before tax.")

    class Meta:
        verbose_name = "estimate, as KPIs see it"
        verbose_name_plural = "estimates, as KPIs see them"
        constraints = [models.UniqueConstraint(fields=["org", "estimate_id"], name="marts_estimatefact_once")]
        indexes = [
            models.Index(fields=["org", "sold_day"], name="marts_estimatefact_sold"),
            models.Index(fields=["org", "job_id"], name="marts_estimatefact_job"),
        ]

    def __str__(self) -> str:
        return f"Estimate {self.estimate_id}"


class CollectionFact(Result):
    """What one payment paid of one invoice, or what of it is not applied yet (part 0)."""

    payment_id = source_id()
    part = source_id(help_text="The application's id at the source; 0 is what is not applied.")
    invoice_id = source_id(null=True)
    unit_id = source_id(null=True, help_text="Of the invoice; of the payment where no invoice has one.")
    payment_unit_id = source_id(null=True)
    type_id = source_id(null=True)
    paid_day = models.DateField(null=True)
    amount = dollars()

    class Meta:
        verbose_name = "collection"
        constraints = [models.UniqueConstraint(fields=["org", "payment_id", "part"], name="marts_collectionfact_once")]
        indexes = [
            models.Index(fields=["org", "paid_day"], name="marts_collectionfact_paid"),
            models.Index(fields=["org", "invoice_id"], name="marts_collectionfact_invoice"),
        ]

    def __str__(self) -> str:
        return f"Payment {self.payment_id}, part {self.part}"


class BookingFact(Result):
    """A job that was booked for the year ahead when the snapshot of a day was taken."""

    only_added = True

    day = models.DateField()
    job_id = source_id()
    unit_id = source_id(null=True)
    type_id = source_id(null=True)
    status = models.TextField(default="")
    start_day = models.DateField()
    revenue = dollars()

    class Meta:
        verbose_name = "booking in a snapshot"
        verbose_name_plural = "bookings in snapshots"
        constraints = [models.UniqueConstraint(fields=["org", "day", "job_id"], name="marts_bookingfact_once")]

    def __str__(self) -> str:
        return f"Job {self.job_id} on {self.day}"


class ReceivableFact(Result):
    """What a location owed a unit, net, when the snapshot of a day was taken."""

    only_added = True

    day = models.DateField()
    location_id = source_id(help_text="0: of no location.")
    unit_id = source_id(help_text="0: of no unit.")
    type_id = source_id(null=True)
    balance = dollars()
    unapplied = dollars()
    net = dollars()
    current = dollars(help_text="Open for up to 30 days.")
    older = dollars(help_text="Open for 31 to 60 days.")
    oldest = dollars(help_text="Open for more than 60 days.")

    class Meta:
        verbose_name = "receivable in a snapshot"
        verbose_name_plural = "receivables in snapshots"
        constraints = [
            models.UniqueConstraint(fields=["org", "day", "location_id", "unit_id"], name="marts_receivablefact_once")
        ]

    def __str__(self) -> str:
        return f"Location {self.location_id} on {self.day}"
