"""What the company is insured against, and what it has claimed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hvac.models.base import (
    FileRow,
    Vocabulary,
    after,
    indexes,
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

_SUBJECTS = ("vehicle_ref", "safety_incident_ref", "service_call_ref", "installed_device_ref", "location_ref")


class InsurancePolicy(FileRow):
    """A contract with an insurer for a term."""

    class Line(Vocabulary):
        """What it covers."""

        COMMERCIAL_AUTO = "Commercial Auto"
        GENERAL_LIABILITY = "General Liability"
        WORKERS_COMPENSATION = "Workers Compensation"
        PROPERTY = "Property"
        INLAND_MARINE_TOOLS = "Inland Marine/Tools"
        UMBRELLA = "Umbrella"
        PROFESSIONAL = "Professional"
        CYBER = "Cyber"

    class Status(Vocabulary):
        """Whether it runs."""

        ACTIVE = "Active"
        EXPIRED = "Expired"
        CANCELLED = "Cancelled"
        PENDING = "Pending"

    policy_number = words()
    carrier = words()
    coverage = one_of(Line)
    effective_date = models.DateField()
    expiration_date = models.DateField()
    premium = money(12)
    deductible = money(12)
    limit_per_occurrence = money(14)
    aggregate_limit = money(14)
    agent = remark()
    location = parent("hvac.Location", models.SET_NULL, optional=True)
    location_ref = parent_ref(optional=True)
    status = one_of(Status)

    class Meta:
        verbose_name_plural = "insurance policies"
        indexes = indexes("hvac_policy", "coverage", "status", "location", "expiration_date")
        constraints = [
            *unique("hvac_policy", "policy_number"),
            *after("hvac_policy", ("expiration_date", "effective_date")),
            *within("hvac_policy", 0, None, "premium", "deductible", "limit_per_occurrence"),
            rule(
                "hvac_policy", "limits", Q(limit_per_occurrence__lte=F("aggregate_limit")),
                "limit per occurrence is above the aggregate limit",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.policy_number} {self.coverage}"


class InsuranceClaim(FileRow):
    """What an insurer is asked to pay for a loss."""

    class Type(Vocabulary):
        """What happened."""

        COLLISION = "Collision"
        COMPREHENSIVE = "Comprehensive"
        PROPERTY_DAMAGE = "Property Damage"
        BODILY_INJURY = "Bodily Injury"
        EMPLOYEE_INJURY = "Employee Injury"
        THEFT = "Theft"
        WATER_DAMAGE = "Water Damage"
        COMPLETED_OPERATIONS = "Completed Operations"
        OTHER = "Other"

    class Status(Vocabulary):
        """Where it stands."""

        REPORTED = "Reported"
        OPEN = "Open"
        UNDER_INVESTIGATION = "Under Investigation"
        APPROVED = "Approved"
        DENIED = "Denied"
        SETTLED = "Settled"
        IN_LITIGATION = "In Litigation"
        SUBROGATION = "Subrogation"
        CLOSED = "Closed"
        REOPENED = "Reopened"

    claim_number = words()
    policy = parent("hvac.InsurancePolicy")
    policy_ref = parent_ref()
    claim_type = one_of(Type)
    loss_date = models.DateField()
    reported_date = models.DateField()
    description = words()
    vehicle = parent("hvac.Vehicle", optional=True)
    vehicle_ref = parent_ref(optional=True)
    safety_incident = parent("hvac.SafetyIncident", optional=True)
    safety_incident_ref = parent_ref(optional=True)
    service_call = parent("hvac.ServiceCall", optional=True)
    service_call_ref = parent_ref(optional=True)
    installed_device = parent("hvac.InstalledDevice", optional=True)
    installed_device_ref = parent_ref(optional=True)
    location = parent("hvac.Location", optional=True)
    location_ref = parent_ref(optional=True)
    claimant = remark()
    adjuster = remark()
    amount_claimed = money(12)
    reserve_amount = money(12, help_text="What is put aside for what may still be paid.")
    deductible_applied = money(12)
    amount_paid = money(12)
    subrogation_recovery = money(12, help_text="What the one at fault has paid back.")
    status = one_of(Status)
    closed_date = models.DateField(null=True, blank=True)

    class Meta:
        indexes = indexes(
            "hvac_insclaim", "policy", "vehicle", "safety_incident", "service_call", "installed_device", "location",
            "claim_type", "status", "loss_date",
        )  # fmt: skip
        constraints = [
            *unique("hvac_insclaim", "claim_number"),
            *within("hvac_insclaim", 0, None, "amount_claimed", "reserve_amount", "deductible_applied"),
            *within("hvac_insclaim", 0, None, "amount_paid", "subrogation_recovery"),
            *not_before("hvac_insclaim", ("reported_date", "loss_date"), ("closed_date", "reported_date")),
            rule(
                "hvac_insclaim", "of_something",
                Q(*(Q(**{f"{one}__isnull": False}) for one in _SUBJECTS), _connector=Q.OR),
                "names no vehicle, incident, call, device or location",
            ),
            only_if(
                "hvac_insclaim", "closed_has_day", Q(status="Closed"), Q(closed_date__isnull=False),
                "is closed, and closed date is blank",
            ),
            only_if(
                "hvac_insclaim", "day_is_closed", Q(closed_date__isnull=False), Q(status="Closed"),
                "has a closed date and is not closed",
            ),
            only_if(
                "hvac_insclaim", "closed_is_spent", Q(status="Closed"), Q(reserve_amount=0),
                "is closed, and has a reserve",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.claim_number)
