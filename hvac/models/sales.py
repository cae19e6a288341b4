"""Leads and quotes."""

from __future__ import annotations

from django.db import models

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
    parent,
    parent_ref,
    remark,
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
    notes = words()
    conversion_probability = models.IntegerField(help_text="Per cent.")

    class Meta:
        indexes = indexes(
            "hvac_lead",
            "email_key",
            "phone_key",
            "status",
            "lead_source",
            "assigned_to",
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
    follow_up_date = models.DateField(null=True, blank=True)
    notes = remark()

    class Meta:
        indexes = indexes("hvac_quote", "customer", "equipment", "status", "quote_type", "valid_until", "total_amount")
        constraints = [
            *unique("hvac_quote", "quote_number"),
            *above_zero("hvac_quote", "labor_hours"),
            *within("hvac_quote", 0, None, "labor_rate", "labor_cost", "equipment_cost", "parts_cost", "total_amount"),
            *not_before("hvac_quote", ("valid_until", "quote_date")),
        ]

    def __str__(self) -> str:
        return str(self.quote_number)
