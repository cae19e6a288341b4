"""Prices that follow the season, the hour and the customer."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hvac.models.assets import EquipmentType
from hvac.models.base import (
    FileRow,
    Vocabulary,
    after,
    decimal,
    indexes,
    money,
    one_of,
    parent,
    parent_ref,
    remark,
    rule,
    unique,
    within,
    words,
)
from hvac.models.customers import Customer, Subscription
from hvac.models.field_service import ServiceCall


class PricingSeason(FileRow):
    """A part of the year with a demand of its own; it may go over New Year."""

    class Demand(Vocabulary):
        """How much is asked for."""

        LOW = "Low"
        NORMAL = "Normal"
        HIGH = "High"
        PEAK = "Peak"

    name = words()
    start_mmdd = words(verbose_name="first day", help_text="Month and day: 06-01.")
    end_mmdd = words(verbose_name="last day", help_text="Month and day: 08-31.")
    location = parent("hvac.Location", models.SET_NULL, optional=True)
    location_ref = parent_ref(optional=True)
    demand_level = one_of(Demand)

    class Meta:
        indexes = indexes("hvac_season", "location", "demand_level")
        constraints = unique("hvac_season", "name")

    def __str__(self) -> str:
        return str(self.name)


class PriceRule(FileRow):
    """By how much a price changes, and when; a filter that is empty lets everything through."""

    class Adjust(Vocabulary):
        """How the price changes."""

        PERCENT = "Percent"
        MULTIPLIER = "Multiplier"
        FIXED = "Fixed"
        OVERRIDE = "Override"

    class Part(Vocabulary):
        """Which price changes."""

        LABOUR = "Labour"
        PARTS = "Parts"
        DIAGNOSTIC_FEE = "Diagnostic Fee"
        TOTAL = "Total"

    class Urgency(Vocabulary):
        """How soon somebody must come."""

        LOW = "Low"
        MEDIUM = "Medium"
        HIGH = "High"
        EMERGENCY = "Emergency"

    class Status(Vocabulary):
        """Whether it is applied."""

        DRAFT = "Draft"
        ACTIVE = "Active"
        RETIRED = "Retired"

    name = words()
    season = parent("hvac.PricingSeason", optional=True)
    season_ref = parent_ref(optional=True)
    service_type = one_of(ServiceCall.Type, null=True, blank=True)
    customer_type = one_of(Customer.Type, null=True, blank=True)
    equipment_type = one_of(EquipmentType.Type, null=True, blank=True)
    service_plan = one_of(Subscription.Plan, null=True, blank=True)
    territory = parent("hvac.ServiceTerritory", optional=True)
    territory_ref = parent_ref(optional=True)
    location = parent("hvac.Location", optional=True)
    location_ref = parent_ref(optional=True)
    weekdays = remark(help_text="Seven letters from Monday, a dash for a day it does not hold on: MTWTF--.")
    time_from = models.TimeField(null=True, blank=True)
    time_to = models.TimeField(null=True, blank=True, help_text="Earlier than the beginning: it goes over midnight.")
    urgency = one_of(Urgency, null=True, blank=True)
    adjust_kind = one_of(Adjust)
    value = decimal(12, 4, help_text="Per cent, a factor, or dollars.")
    applies_to = one_of(Part)
    floor = money(null=True, blank=True)
    ceiling = money(null=True, blank=True)
    priority = models.IntegerField(help_text="The higher wins.")
    stackable = models.BooleanField(help_text="It is applied on top of others.")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    approved_by = parent("hvac.Employee", models.SET_NULL, optional=True)
    approved_by_ref = parent_ref(optional=True)
    status = one_of(Status)

    class Meta:
        indexes = indexes(
            "hvac_pricerule", "season", "territory", "location", "approved_by", "status", "adjust_kind", "valid_from"
        )
        constraints = [
            *unique("hvac_pricerule", "name"),
            *within("hvac_pricerule", 0, None, "floor", "ceiling"),
            *after("hvac_pricerule", ("valid_to", "valid_from")),
            rule("hvac_pricerule", "floor_below_ceiling", Q(floor__lte=F("ceiling")), "floor is above ceiling"),
            rule(
                "hvac_pricerule", "hours",
                Q(time_from__isnull=True, time_to__isnull=True) | Q(time_from__isnull=False, time_to__isnull=False),
                "has only one of time from and time to",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.name)


class PriceAdjustment(FileRow):
    """A rule that was applied to a quote or a call: from which amount to which."""

    quote = parent("hvac.Quote", models.CASCADE, optional=True)
    quote_ref = parent_ref(optional=True)
    service_call = parent("hvac.ServiceCall", models.CASCADE, optional=True)
    service_call_ref = parent_ref(optional=True)
    rule = parent("hvac.PriceRule")
    rule_ref = parent_ref()
    base_amount = money()
    adjustment = money()
    final_amount = money()
    applied_at = models.DateTimeField()
    overridden_by = parent("hvac.Employee", models.SET_NULL, optional=True)
    overridden_by_ref = parent_ref(optional=True)
    override_reason = remark()

    class Meta:
        indexes = indexes("hvac_adjustment", "quote", "service_call", "rule", "overridden_by", "applied_at")
        constraints = [
            *unique("hvac_adjustment"),
            rule(
                "hvac_adjustment", "of_something", Q(quote_ref__isnull=False) | Q(service_call_ref__isnull=False),
                "names neither quote nor call",
            ),
        ]  # fmt: skip
