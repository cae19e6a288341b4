"""Customers and what they have subscribed to."""

from __future__ import annotations

from django.db import models

from hvac.models.base import (
    FileRow,
    Vocabulary,
    after,
    indexes,
    key,
    money,
    one_of,
    parent,
    parent_ref,
    unique,
    within,
    words,
)


class Customer(FileRow):
    """A household or firm that is served."""

    class Type(Vocabulary):
        """Whom the contract is with; the name does not tell."""

        RESIDENTIAL = "residential"
        COMMERCIAL = "commercial"

    name = words()
    name_key = key()
    address = words()
    phone = words()
    phone_key = key()
    customer_type = one_of(Type)
    customer_since = models.DateField(help_text="Day that the company's system made the customer.")

    class Meta:
        indexes = indexes("hvac_customer", "name_key", "phone_key", "customer_type", "customer_since")
        constraints = unique("hvac_customer")

    def __str__(self) -> str:
        return f"{self.name} #{self.number}"


class Subscription(FileRow):
    """A service plan that a customer pays by the year."""

    class Plan(Vocabulary):
        """Plans on offer."""

        BASIC = "Basic"
        PREMIUM = "Premium"
        COMPREHENSIVE = "Comprehensive"
        COMMERCIAL = "Commercial"

    class Frequency(Vocabulary):
        """How often it is billed."""

        MONTHLY = "Monthly"
        QUARTERLY = "Quarterly"
        ANNUAL = "Annual"

    class Status(Vocabulary):
        """As the file states it, whatever the dates say."""

        ACTIVE = "Active"
        EXPIRED = "Expired"
        CANCELLED = "Cancelled"
        SUSPENDED = "Suspended"

    customer = parent("hvac.Customer")
    customer_ref = parent_ref()
    service_plan = one_of(Plan)
    start_date = models.DateField()
    end_date = models.DateField()
    annual_cost = money(help_text="Dollars a year, before the discount.")
    payment_frequency = one_of(Frequency)
    status = one_of(Status)
    auto_renewal = models.BooleanField()
    services_included = words()
    discount_percentage = models.IntegerField()
    next_service_date = models.DateField(null=True, blank=True)

    class Meta:
        indexes = indexes("hvac_subscription", "customer", "status", "service_plan", "end_date")
        constraints = [
            *unique("hvac_subscription"),
            *within("hvac_subscription", 0, None, "annual_cost"),
            *within("hvac_subscription", 0, 100, "discount_percentage"),
            *after("hvac_subscription", ("end_date", "start_date")),
        ]
