"""Leads, opportunities and quotes."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from hvac.models.base import (
    FileRow,
    Vocabulary,
    above_zero,
    decimal,
    indexes,
    key,
    money,
    not_before,
    one_of,
    only_if,
    parent,
    parent_ref,
    remark,
    rule,
    unique,
    within,
    words,
)


class LeadSource(Vocabulary):
    """Where leads come from; campaigns are told by the same words."""

    WEBSITE = "Website"
    REFERRAL = "Referral"
    COLD_CALL = "Cold Call"
    TRADE_SHOW = "Trade Show"
    SOCIAL_MEDIA = "Social Media"
    ADVERTISEMENT = "Advertisement"


class Lead(FileRow):
    """Somebody who may become a customer."""

    class Interest(Vocabulary):
        """What they ask for."""

        AC_REPAIR = "AC Repair"
        HEATING_REPAIR = "Heating Repair"
        INSTALLATION = "Installation"
        MAINTENANCE = "Maintenance"
        EMERGENCY_SERVICE = "Emergency Service"

    class Urgency(Vocabulary):
        """How soon."""

        LOW = "Low"
        MEDIUM = "Medium"
        HIGH = "High"

    class Status(Vocabulary):
        """Where it stands."""

        NEW = "New"
        CONTACTED = "Contacted"
        QUALIFIED = "Qualified"
        CONVERTED = "Converted"
        LOST = "Lost"
        NURTURING = "Nurturing"

    first_name = words()
    last_name = words()
    company_name = remark()
    phone = words()
    phone_key = key()
    email = words(verbose_name="e-mail")
    email_key = key()
    address = words()
    lead_source = one_of(LeadSource)
    service_interest = one_of(Interest)
    estimated_value = money()
    urgency = one_of(Urgency)
    status = one_of(Status)
    created_date = models.DateField("created")
    last_contact_date = models.DateField(null=True, blank=True)
    assigned_to = words()
    sales_rep = parent("hvac.Employee", models.SET_NULL, optional=True)
    notes = words()
    conversion_probability = models.IntegerField(help_text="Per cent.")
    campaign = parent("hvac.MarketingCampaign", models.SET_NULL, optional=True)
    converted_customer = parent("hvac.Customer", models.SET_NULL, optional=True)

    class Meta:
        indexes = indexes(
            "hvac_lead",
            "email_key",
            "phone_key",
            "status",
            "lead_source",
            "assigned_to",
            "sales_rep",
            "campaign",
            "converted_customer",
            "created_date",
            "estimated_value",
        )
        constraints = [
            *unique("hvac_lead"),
            *within("hvac_lead", 0, None, "estimated_value"),
            *within("hvac_lead", 0, 100, "conversion_probability"),
            *not_before("hvac_lead", ("last_contact_date", "created_date")),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name} #{self.number}"


class Quote(FileRow):
    """A price that a customer was offered."""

    class Type(Vocabulary):
        """What for."""

        REPAIR = "Repair"
        INSTALLATION = "Installation"
        REPLACEMENT = "Replacement"
        MAINTENANCE_CONTRACT = "Maintenance Contract"
        SYSTEM_UPGRADE = "System Upgrade"

    class Status(Vocabulary):
        """As the file states it, whatever its dates say."""

        PENDING = "Pending"
        ACCEPTED = "Accepted"
        DECLINED = "Declined"
        EXPIRED = "Expired"
        REVISED = "Revised"

    quote_number = words()
    customer = parent("hvac.Customer")
    customer_ref = parent_ref()
    equipment = parent("hvac.EquipmentType", optional=True)
    equipment_ref = parent_ref(optional=True)
    quote_date = models.DateField()
    valid_until = models.DateField()
    quote_type = one_of(Type)
    description = words()
    labor_hours = decimal(4, 2)
    labor_rate = decimal(8, 2)
    labor_cost = money()
    equipment_cost = money()
    parts_cost = money()
    total_amount = money(help_text="Labour, equipment and parts with the mark-up.")
    status = one_of(Status)
    created_by = words(help_text="A sales representative's name as written.")
    sales_rep = parent("hvac.Employee", models.SET_NULL, optional=True)
    follow_up_date = models.DateField(null=True, blank=True)
    notes = remark()
    opportunity = parent("hvac.SalesOpportunity", models.SET_NULL, optional=True)
    opportunity_ref = parent_ref(optional=True)

    class Meta:
        indexes = indexes(
            "hvac_quote", "customer", "equipment", "sales_rep", "opportunity", "status", "quote_type", "valid_until",
            "total_amount",
        )  # fmt: skip
        constraints = [
            *unique("hvac_quote", "quote_number"),
            *above_zero("hvac_quote", "labor_hours"),
            *within("hvac_quote", 0, None, "labor_rate", "labor_cost", "equipment_cost", "parts_cost", "total_amount"),
            *not_before("hvac_quote", ("valid_until", "quote_date")),
        ]

    def __str__(self) -> str:
        return str(self.quote_number)


_WON, _LOST = Q(stage="Closed Won"), Q(stage="Closed Lost")


class SalesOpportunity(FileRow):
    """A sale that may come of a lead or with a customer."""

    class Stage(Vocabulary):
        """How far it is."""

        PROSPECTING = "Prospecting"
        QUALIFICATION = "Qualification"
        NEEDS_ANALYSIS = "Needs Analysis"
        PROPOSAL = "Proposal"
        NEGOTIATION = "Negotiation"
        CLOSED_WON = "Closed Won"
        CLOSED_LOST = "Closed Lost"

    class LossReason(Vocabulary):
        """Why it was lost."""

        PRICE = "Price"
        COMPETITOR = "Competitor"
        NO_DECISION = "No Decision"
        TIMING = "Timing"
        NOT_QUALIFIED = "Not Qualified"

    lead = parent("hvac.Lead", optional=True)
    lead_ref = parent_ref(optional=True)
    customer = parent("hvac.Customer", optional=True)
    customer_ref = parent_ref(optional=True)
    opportunity_value = money(12)
    probability = models.IntegerField(help_text="Per cent.")
    stage = one_of(Stage)
    expected_close_date = models.DateField()
    sales_rep = parent("hvac.Employee")
    sales_rep_ref = parent_ref()
    competitor = remark()
    decision_maker = remark()
    pain_points = remark()
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    loss_reason = one_of(LossReason, null=True, blank=True)
    weighted_value = models.GeneratedField(
        expression=F("opportunity_value") * F("probability") / Decimal(100),
        output_field=decimal(12, 2),
        db_persist=True,
        help_text="Computed: value by probability.",
    )

    class Meta:
        verbose_name = "opportunity"
        verbose_name_plural = "opportunities"
        indexes = indexes("hvac_opportunity", "lead", "customer", "sales_rep", "stage", "expected_close_date")
        constraints = [
            *unique("hvac_opportunity"),
            *within("hvac_opportunity", 0, None, "opportunity_value"),
            *within("hvac_opportunity", 0, 100, "probability"),
            rule(
                "hvac_opportunity",
                "of_somebody",
                Q(lead_ref__isnull=False) | Q(customer_ref__isnull=False),
                "names neither lead nor customer",
            ),
            only_if(
                "hvac_opportunity", "won_is_certain", _WON, Q(probability=100), "is won, and probability is not 100"
            ),
            only_if(
                "hvac_opportunity", "certain_is_won", Q(probability=100), _WON, "has probability 100 and is not won"
            ),
            only_if(
                "hvac_opportunity", "lost_is_hopeless", _LOST, Q(probability=0), "is lost, and probability is not 0"
            ),
            only_if(
                "hvac_opportunity", "hopeless_is_lost", Q(probability=0), _LOST, "has probability 0 and is not lost"
            ),
            *not_before("hvac_opportunity", ("expected_close_date", "opened_on"), ("closed_on", "opened_on")),
            only_if(
                "hvac_opportunity", "closed", Q(closed_on__isnull=False), _WON | _LOST, "has a closing day and is open"
            ),
        ]
