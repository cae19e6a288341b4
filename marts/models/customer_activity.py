"""Customers of the dealer by how they buy; Softbase."""

from __future__ import annotations

from django.db import models

from marts.models.mart import Mart, count, grain, money, never_negative


class CustomerActivity(Mart):
    """A customer as it stood. Grain: organisation × day of the snapshot × customer. Owner: Sales. Made by `etl_customer_activity`.

    Recent are the 90 days that end with the snapshot's, previous the 90 before. Revenue is before sales tax, and the company's own
    accounts are no customers.
    """

    class Status(models.TextChoices):
        """How a customer buys."""

        NEW = "new", "New"
        REACTIVATED = "reactivated", "Back again"
        ACTIVE = "active", "Active"
        AT_RISK = "at_risk", "At risk"
        CHURNED = "churned", "Churned"
        DORMANT = "dormant", "Dormant"

    snapshot_date = models.DateField()
    bill_to = models.CharField(max_length=100)
    customer_name = models.CharField(max_length=255, blank=True, default="", db_default="")
    recent_invoice_count = count()
    recent_revenue = money()
    recent_service_revenue = money()
    recent_parts_revenue = money()
    recent_rental_revenue = money()
    previous_invoice_count = count()
    previous_revenue = money()
    previous_service_revenue = money()
    previous_parts_revenue = money()
    previous_rental_revenue = money()
    recent_first_invoice = models.DateField(null=True)
    recent_last_invoice = models.DateField(null=True)
    lifetime_invoice_count = count()
    lifetime_revenue = money()
    first_invoice_date = models.DateField()
    last_invoice_date = models.DateField()
    days_since_last_invoice = count()
    activity_status = models.CharField(max_length=20, choices=Status)
    revenue_change_percent = models.DecimalField(
        max_digits=8, decimal_places=2, null=True, help_text="Recent on previous; none: beyond what can be shown."
    )

    class Meta:
        db_table = "mart_customer_activity"
        verbose_name = "customer's activity"
        verbose_name_plural = "customers' activity"
        indexes = [
            models.Index(fields=["org", "activity_status", "-snapshot_date"], name="mart_customer_activity_status"),
            models.Index(fields=["org", "bill_to"], name="mart_customer_activity_bill_to"),
        ]
        constraints = [
            *grain("mart_customer_activity", "snapshot_date", "bill_to"),
            *never_negative(
                "mart_customer_activity", "recent_invoice_count", "previous_invoice_count", "days_since_last_invoice"
            ),
            models.CheckConstraint(
                condition=models.Q(first_invoice_date__lte=models.F("last_invoice_date")),
                name="mart_customer_activity_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bill_to} on {self.snapshot_date}"
