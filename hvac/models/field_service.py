"""Calls at customers, what was planned and used for them, and what customers said afterwards."""

from __future__ import annotations

from django.db import models

from hvac.models.base import (
    FileRow,
    Vocabulary,
    above_zero,
    decimal,
    indexes,
    money,
    one_of,
    parent,
    parent_ref,
    remark,
    unique,
    within,
    words,
)

RATINGS = ("overall_satisfaction", "technician_rating", "timeliness_rating", "quality_rating", "value_rating")


class Priority(Vocabulary):
    """How urgent work is."""

    LOW = "Low"
    MEDIUM = "Medium"
    HIGH = "High"
    EMERGENCY = "Emergency"


class ServiceCall(FileRow):
    """A visit of a technician to a customer; the equipment is a model, not the device that stands there."""

    class Type(Vocabulary):
        """What the visit was for."""

        MAINTENANCE = "Maintenance"
        REPAIR = "Repair"
        INSTALLATION = "Installation"
        EMERGENCY = "Emergency"
        INSPECTION = "Inspection"

    customer = parent("hvac.Customer")
    customer_ref = parent_ref()
    technician = parent("hvac.Technician")
    technician_ref = parent_ref()
    equipment = parent("hvac.EquipmentType")
    equipment_ref = parent_ref()
    service_date = models.DateField()
    service_type = one_of(Type)
    duration_hours = decimal(4, 2)
    labor_cost = money(help_text="Dollars that the customer is charged for labour, not what it costs the company.")
    parts_cost = money(help_text="As the call states it; parts used, at their cost, come to another sum.")
    total_cost = money()
    location = parent("hvac.Location", models.SET_NULL, optional=True)
    installed_device = parent("hvac.InstalledDevice", models.SET_NULL, optional=True)
    quote = parent("hvac.Quote", models.SET_NULL, optional=True)
    quote_ref = parent_ref(optional=True)
    contract = parent("hvac.CustomerContract", models.SET_NULL, optional=True)
    contract_ref = parent_ref(optional=True)
    subscription = parent("hvac.Subscription", models.SET_NULL, optional=True)
    subscription_ref = parent_ref(optional=True)

    class Meta:
        indexes = indexes(
            "hvac_call", "customer", "technician", "equipment", "location", "installed_device", "service_type",
            "service_date", "total_cost",
        )  # fmt: skip
        constraints = [
            *unique("hvac_call"),
            *above_zero("hvac_call", "duration_hours"),
            *within("hvac_call", 0, None, "labor_cost", "parts_cost", "total_cost"),
        ]


class PartUsage(FileRow):
    """A line of parts issued for a call; one part may be issued twice."""

    service_call = parent("hvac.ServiceCall", models.CASCADE)
    service_call_ref = parent_ref()
    part = parent("hvac.Part")
    part_ref = parent_ref()
    quantity_used = models.IntegerField()
    usage_date = models.DateField()

    class Meta:
        verbose_name = "part used"
        verbose_name_plural = "parts used"
        indexes = indexes("hvac_usage", "service_call", "part", "usage_date")
        constraints = [*unique("hvac_usage"), *above_zero("hvac_usage", "quantity_used")]


class IncidentResponse(FileRow):
    """An emergency and how it was answered."""

    class Type(Vocabulary):
        """What had happened."""

        NO_HEAT_AC = "No Heat/AC"
        GAS_LEAK = "Gas Leak"
        ELECTRICAL_ISSUE = "Electrical Issue"
        WATER_DAMAGE = "Water Damage"
        SYSTEM_FAILURE = "System Failure"
        CARBON_MONOXIDE_ALERT = "Carbon Monoxide Alert"

    class Severity(Vocabulary):
        """How bad it was."""

        LOW = "Low"
        MEDIUM = "Medium"
        HIGH = "High"
        CRITICAL = "Critical"

    class Status(Vocabulary):
        """What became of it."""

        RESOLVED = "Resolved"
        PENDING = "Pending"
        ESCALATED = "Escalated"
        REQUIRES_FOLLOW_UP = "Requires Follow-up"

    service_call = parent("hvac.ServiceCall")
    service_call_ref = parent_ref()
    incident_type = one_of(Type)
    severity_level = one_of(Severity)
    reported_time = models.DateTimeField(help_text="Files know the day alone and write midnight.")
    response_time_minutes = models.IntegerField()
    resolution_time_minutes = models.IntegerField()
    responding_technician = parent("hvac.Technician")
    responding_technician_ref = parent_ref()
    backup_technician = parent("hvac.Technician", models.SET_NULL, optional=True)
    backup_technician_ref = parent_ref(optional=True)
    resolution_status = one_of(Status)
    customer_satisfaction = models.IntegerField()
    follow_up_required = models.BooleanField()

    class Meta:
        verbose_name = "incident"
        indexes = indexes(
            "hvac_incident", "service_call", "responding_technician", "backup_technician", "severity_level",
            "incident_type", "resolution_status", "reported_time",
        )  # fmt: skip
        constraints = [
            *unique("hvac_incident"),
            *within("hvac_incident", 0, None, "response_time_minutes", "resolution_time_minutes"),
            *within("hvac_incident", 1, 10, "customer_satisfaction"),
        ]


class Appointment(FileRow):
    """A day on which a technician is expected at a customer."""

    class Type(Vocabulary):
        """What the visit is for."""

        MAINTENANCE = "Maintenance"
        REPAIR = "Repair"
        INSTALLATION = "Installation"
        INSPECTION = "Inspection"
        EMERGENCY = "Emergency"
        CONSULTATION = "Consultation"

    class Status(Vocabulary):
        """Where it stands."""

        SCHEDULED = "Scheduled"
        CONFIRMED = "Confirmed"
        COMPLETED = "Completed"
        CANCELLED = "Cancelled"
        NO_SHOW = "No-Show"
        RESCHEDULED = "Rescheduled"

    customer = parent("hvac.Customer")
    customer_ref = parent_ref()
    technician = parent("hvac.Technician")
    technician_ref = parent_ref()
    service_call = parent("hvac.ServiceCall", models.SET_NULL, optional=True)
    service_call_ref = parent_ref(optional=True)
    appointment_date = models.DateField()
    booked_at = models.DateTimeField(
        help_text="The file calls it scheduled time; on another day than the visit it is when that was booked."
    )
    appointment_type = one_of(Type)
    estimated_duration_hours = decimal(4, 2)
    status = one_of(Status)
    priority = one_of(Priority)
    special_instructions = remark()
    created_date = models.DateTimeField("created")
    confirmed_date = models.DateTimeField("confirmed", null=True, blank=True)

    class Meta:
        indexes = indexes(
            "hvac_appt", "customer", "technician", "service_call", "status", "priority", "appointment_type",
            "appointment_date",
        )  # fmt: skip
        constraints = [*unique("hvac_appt"), *above_zero("hvac_appointment", "estimated_duration_hours")]


class WorkOrder(FileRow):
    """What the technician of a call is told to do."""

    class Safety(Vocabulary):
        """What the work asks for."""

        STANDARD_PPE = "Standard PPE"
        ELECTRICAL_SAFETY = "Electrical Safety"
        CONFINED_SPACE = "Confined Space"
        HEIGHT_WORK = "Height Work"

    class Status(Vocabulary):
        """Where it stands."""

        OPEN = "Open"
        IN_PROGRESS = "In Progress"
        COMPLETED = "Completed"
        ON_HOLD = "On Hold"
        CANCELLED = "Cancelled"

    service_call = parent("hvac.ServiceCall", models.CASCADE)
    service_call_ref = parent_ref()
    technician = parent("hvac.Technician")
    technician_ref = parent_ref()
    work_order_number = words()
    description = words()
    instructions = words()
    safety_requirements = one_of(Safety)
    estimated_hours = decimal(4, 2)
    actual_hours = decimal(5, 2)
    status = one_of(Status)
    priority = one_of(Priority)
    completion_notes = words()
    customer_signature_required = models.BooleanField()

    class Meta:
        indexes = indexes("hvac_workorder", "service_call", "technician", "status", "priority", "actual_hours")
        constraints = [
            *unique("hvac_workorder", "work_order_number", "service_call_ref"),
            *above_zero("hvac_workorder", "estimated_hours", "actual_hours"),
        ]

    def __str__(self) -> str:
        return str(self.work_order_number)


class CustomerFeedback(FileRow):
    """What a customer said about a call, from 1 to 10."""

    class Type(Vocabulary):
        """As filed; the scores often say otherwise."""

        SURVEY = "Survey"
        REVIEW = "Review"
        COMPLAINT = "Complaint"
        COMPLIMENT = "Compliment"
        SUGGESTION = "Suggestion"

    class Source(Vocabulary):
        """How it came in."""

        EMAIL_SURVEY = "Email Survey"
        PHONE_CALL = "Phone Call"
        ONLINE_REVIEW = "Online Review"
        IN_PERSON = "In Person"

    service_call = parent("hvac.ServiceCall", models.CASCADE)
    service_call_ref = parent_ref()
    customer = parent("hvac.Customer")
    customer_ref = parent_ref()
    feedback_date = models.DateField()
    feedback_type = one_of(Type)
    overall_satisfaction = models.IntegerField()
    technician_rating = models.IntegerField()
    timeliness_rating = models.IntegerField()
    quality_rating = models.IntegerField()
    value_rating = models.IntegerField()
    comments = words()
    would_recommend = models.BooleanField()
    follow_up_required = models.BooleanField()
    source = one_of(Source)

    class Meta:
        verbose_name_plural = "customer feedback"
        indexes = indexes(
            "hvac_feedback", "service_call", "customer", "feedback_type", "feedback_date", "overall_satisfaction"
        )
        constraints = [*unique("hvac_feedback"), *within("hvac_feedback", 1, 10, *RATINGS)]
