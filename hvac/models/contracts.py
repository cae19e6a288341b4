"""Agreements with customers beyond subscriptions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hvac.models.base import (
    FileRow,
    Vocabulary,
    above_zero,
    after,
    decimal,
    indexes,
    money,
    one_of,
    only_if,
    parent,
    parent_ref,
    remark,
    unique,
    within,
    words,
)
from hvac.models.customers import Subscription


class CustomerContract(FileRow):
    """An agreement beyond a subscription: what is promised, how fast, and what it costs to fail."""

    class Type(Vocabulary):
        """What is agreed."""

        PREVENTIVE_MAINTENANCE = "Preventive Maintenance"
        FULL_SERVICE = "Full Service"
        COMMERCIAL_SLA = "Commercial SLA"
        EXTENDED_WARRANTY = "Extended Warranty"
        TIME_AND_MATERIALS = "Time & Materials"
        NATIONAL_ACCOUNT = "National Account"

    class Status(Vocabulary):
        """Where it stands."""

        DRAFT = "Draft"
        ACTIVE = "Active"
        EXPIRED = "Expired"
        TERMINATED = "Terminated"
        RENEWED = "Renewed"

    customer = parent("hvac.Customer")
    customer_ref = parent_ref()
    contract_type = one_of(Type)
    start_date = models.DateField()
    end_date = models.DateField()
    terms = words()
    sla_response_time = models.IntegerField("SLA response time", null=True, blank=True, help_text="Hours.")
    penalty_clauses = remark()
    auto_renewal = models.BooleanField()
    escalation_clauses = remark()
    performance_metrics = models.JSONField(
        null=True, blank=True, help_text="A list of what is measured, each with metric, target and unit."
    )
    annual_value = money(12, null=True, blank=True, help_text="Dollars a year.")
    billing_frequency = one_of(Subscription.Frequency, null=True, blank=True)
    status = one_of(Status, null=True, blank=True)
    penalty_pct = decimal(5, 2, null=True, blank=True, help_text="Per cent.")
    escalation_pct = decimal(5, 2, null=True, blank=True, help_text="By how much it costs more each year, per cent.")
    subscription = parent("hvac.Subscription", models.SET_NULL, optional=True)
    subscription_ref = parent_ref(optional=True)
    notice_days = models.IntegerField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = indexes("hvac_contract", "customer", "subscription", "contract_type", "end_date")
        constraints = [
            *unique("hvac_contract"),
            *after("hvac_contract", ("end_date", "start_date")),
            *above_zero("hvac_contract", "sla_response_time"),
            *within("hvac_contract", 0, None, "annual_value", "notice_days"),
            *within("hvac_contract", 0, 100, "penalty_pct", "escalation_pct"),
            only_if(
                "hvac_contract",
                "sla_time",
                Q(contract_type="Commercial SLA"),
                Q(sla_response_time__isnull=False),
                "is a Commercial SLA, and SLA response time is blank",
            ),
        ]
