"""Accidents and audits."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hvac.models.base import (
    FileRow,
    Vocabulary,
    after,
    decimal,
    indexes,
    once,
    one_of,
    only_if,
    parent,
    parent_ref,
    remark,
    unique,
    within,
    words,
)


class SafetyIncident(FileRow):
    """An accident at work, or one that nearly was; emergencies at customers are incidents of another table."""

    class Injury(Vocabulary):
        """What happened."""

        LACERATION = "Laceration"
        BURN = "Burn"
        ELECTRICAL_SHOCK = "Electrical Shock"
        FALL = "Fall"
        STRAIN_SPRAIN = "Strain/Sprain"
        STRUCK_BY = "Struck By"
        REFRIGERANT_EXPOSURE = "Refrigerant Exposure"
        CO_GAS_EXPOSURE = "CO/Gas Exposure"
        HEAT_ILLNESS = "Heat Illness"
        VEHICLE_ACCIDENT = "Vehicle Accident"
        HEARING = "Hearing"
        EYE = "Eye"
        NEAR_MISS = "Near Miss"

    class Severity(Vocabulary):
        """The worst that came of it."""

        NEAR_MISS = "Near Miss"
        FIRST_AID = "First Aid"
        MEDICAL_TREATMENT = "Medical Treatment"
        RESTRICTED_TRANSFER = "Restricted/Transfer"
        DAYS_AWAY = "Days Away"
        FATALITY = "Fatality"

    class Illness(Vocabulary):
        """Column M of OSHA's log: an injury, or which illness."""

        INJURY = "Injury"
        SKIN_DISORDER = "Skin Disorder"
        RESPIRATORY = "Respiratory"
        POISONING = "Poisoning"
        HEARING_LOSS = "Hearing Loss"
        OTHER = "Other"

    class Investigation(Vocabulary):
        """Where the investigation stands."""

        OPEN = "Open"
        IN_PROGRESS = "In Progress"
        COMPLETED = "Completed"
        CLOSED = "Closed"

    employee = parent("hvac.Employee")
    employee_ref = parent_ref()
    incident_date = models.DateField()
    location = words()
    injury_type = one_of(Injury)
    severity = one_of(Severity)
    description = words()
    corrective_actions = remark()
    witnesses = remark()
    investigation_status = one_of(Investigation)
    osha_reportable = models.BooleanField("OSHA reportable", help_text="It goes on the log; not: OSHA must be called.")
    location_at = parent("hvac.Location", models.SET_NULL, optional=True)
    location_at_ref = parent_ref(optional=True)
    service_call = parent("hvac.ServiceCall", models.SET_NULL, optional=True)
    service_call_ref = parent_ref(optional=True)
    osha_notified_at = models.DateTimeField("OSHA called", null=True, blank=True)
    days_away = models.IntegerField(null=True, blank=True)
    days_restricted = models.IntegerField(null=True, blank=True)
    case_number = remark()
    incident_time = models.TimeField(null=True, blank=True)
    illness_type = one_of(Illness, null=True, blank=True)
    privacy_case = models.BooleanField(
        null=True, blank=True, help_text="The log leaves out the name: 29 CFR 1904.29(b)(6)."
    )

    class Meta:
        indexes = indexes(
            "hvac_safety", "employee", "location_at", "service_call", "injury_type", "severity", "investigation_status",
            "incident_date",
        )  # fmt: skip
        constraints = [
            *unique("hvac_safety"),
            only_if(
                "hvac_safety",
                "closed_has_actions",
                Q(investigation_status="Closed"),
                Q(corrective_actions__isnull=False),
                "is closed, and corrective actions is blank",
            ),
            only_if(
                "hvac_safety", "days_away", Q(days_away__gt=0), Q(severity="Days Away"),
                "has days away, and severity is another",
            ),
            *within("hvac_safety", 0, 180, "days_away", "days_restricted"),
        ]  # fmt: skip


class ComplianceAudit(FileRow):
    """An inspection of the company."""

    class Type(Vocabulary):
        """By what rules."""

        OSHA_SAFETY = "OSHA Safety"
        EPA_608_REFRIGERANT = "EPA 608 Refrigerant"
        DOT_FLEET = "DOT Fleet"
        STATE_LICENSE = "State License"
        BUILDING_PERMIT = "Building Permit"
        INSURANCE = "Insurance"
        FINANCIAL = "Financial"
        INTERNAL_QUALITY = "Internal Quality"

    class Certification(Vocabulary):
        """How it ended."""

        CERTIFIED = "Certified"
        CONDITIONAL = "Conditional"
        PENDING = "Pending"
        SUSPENDED = "Suspended"
        EXPIRED = "Expired"
        NOT_APPLICABLE = "Not Applicable"

    audit_type = one_of(Type)
    audit_date = models.DateField()
    auditor = words()
    compliance_score = decimal(5, 2, null=True, blank=True, help_text="From 0 to 100.")
    violations_found = models.IntegerField()
    corrective_actions = remark()
    next_audit_date = models.DateField(null=True, blank=True)
    certification_status = one_of(Certification)
    location = parent("hvac.Location", models.SET_NULL, optional=True)
    location_ref = parent_ref(optional=True)
    lead_employee = parent("hvac.Employee", models.SET_NULL, optional=True)
    lead_employee_ref = parent_ref(optional=True)

    class Meta:
        verbose_name = "audit"
        indexes = indexes(
            "hvac_audit",
            "audit_type",
            "certification_status",
            "audit_date",
            "next_audit_date",
            "location",
            "lead_employee",
        )
        constraints = [
            *unique("hvac_audit"),
            once("hvac_audit", "once", "audit_type", "audit_date", "auditor"),
            *within("hvac_audit", 0, 100, "compliance_score"),
            *within("hvac_audit", 0, None, "violations_found"),
            *after("hvac_audit", ("next_audit_date", "audit_date")),
            only_if(
                "hvac_audit",
                "violations_answered",
                Q(violations_found__gt=0),
                Q(corrective_actions__isnull=False),
                "has violations, and corrective actions is blank",
            ),
        ]
