"""The people who do the work."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import DecimalField, F, Func, Q

from hvac.models.base import (
    FileRow,
    Vocabulary,
    above_zero,
    after,
    decimal,
    indexes,
    key,
    money,
    not_before,
    once,
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

SKILLS = (
    "hvac_installation_skill",
    "electrical_skill",
    "refrigeration_skill",
    "ductwork_skill",
    "diagnostics_skill",
    "customer_service_skill",
    "safety_protocols_skill",
)


class Department(Vocabulary):
    """Parts of the company; budgets are told by the same words."""

    EXECUTIVE = "Executive"
    SERVICE = "Service"
    SALES = "Sales"
    DISPATCH = "Dispatch"
    FINANCE = "Finance"
    HR = "HR"
    MARKETING = "Marketing"
    WAREHOUSE = "Warehouse"


class Employee(FileRow):
    """Someone whom the company pays; which technician they are is said on the technician's page."""

    class Status(Vocabulary):
        """Whether they work."""

        ACTIVE = "Active"
        ON_LEAVE = "On Leave"
        SUSPENDED = "Suspended"
        TERMINATED = "Terminated"
        RETIRED = "Retired"

    class Employment(Vocabulary):
        """How much they work."""

        FULL_TIME = "Full-Time"
        PART_TIME = "Part-Time"
        SEASONAL = "Seasonal"
        CONTRACTOR = "Contractor"

    class Pay(Vocabulary):
        """By the hour, or by the year."""

        HOURLY = "Hourly"
        SALARIED = "Salaried"

    employee_number = words()
    department = one_of(Department)
    job_title = words()
    hire_date = models.DateField()
    salary = money(help_text="Dollars a year.")
    employment_status = one_of(Status)
    supervisor = parent("hvac.Employee", models.SET_NULL, optional=True)
    supervisor_ref = parent_ref(optional=True)
    emergency_contact = remark()
    benefits_enrolled = models.BooleanField()
    performance_rating = decimal(2, 1, null=True, blank=True, help_text="From 1 to 5.")
    first_name = remark()
    last_name = remark()
    email = remark(verbose_name="e-mail")
    phone = remark()
    employment_type = one_of(Employment, null=True, blank=True)
    pay_type = one_of(Pay, null=True, blank=True)
    termination_date = models.DateField(null=True, blank=True)
    sales_rep_code = remark(help_text="The name that leads and quotes know them by: Sales Rep 1.")

    class Meta:
        indexes = indexes("hvac_employee", "supervisor", "department", "employment_status", "hire_date")
        constraints = [
            *unique("hvac_employee", "employee_number", "email", "sales_rep_code"),
            *above_zero("hvac_employee", "salary"),
            *within("hvac_employee", 1, 5, "performance_rating"),
            rule("hvac_employee", "not_own_supervisor", ~Q(supervisor_ref=F("number")), "is their own supervisor"),
            *not_before("hvac_employee", ("termination_date", "hire_date")),
            only_if(
                "hvac_employee",
                "left_works_no_more",
                Q(termination_date__isnull=False),
                Q(employment_status__in=["Terminated", "Retired"]),
                "has a termination date, and still works",
            ),
        ]

    def __str__(self) -> str:
        name = " ".join(filter(None, (self.first_name, self.last_name))) or self.job_title
        return f"{self.employee_number} {name}"


class Technician(FileRow):
    """Someone who goes to customers."""

    class Level(Vocabulary):
        """Rank."""

        JUNIOR = "junior"
        SENIOR = "senior"
        LEAD = "lead"
        SPECIALIST = "specialist"

    class Certification(Vocabulary):
        """A rank as well; the documents themselves are training certifications."""

        BASIC = "Basic"
        INTERMEDIATE = "Intermediate"
        ADVANCED = "Advanced"
        MASTER = "Master"

    name = words()
    name_key = key()
    phone = words()
    phone_key = key()
    technician_level = one_of(Level)
    hourly_rate = decimal(8, 2, help_text="Dollars that an hour costs the company, not what customers pay.")
    hire_date = models.DateField()
    years_experience = models.IntegerField()
    certification_level = one_of(Certification)
    hvac_installation_skill = models.IntegerField("HVAC installation skill")
    electrical_skill = models.IntegerField()
    refrigeration_skill = models.IntegerField()
    ductwork_skill = models.IntegerField()
    diagnostics_skill = models.IntegerField()
    customer_service_skill = models.IntegerField()
    safety_protocols_skill = models.IntegerField()
    employee = parent("hvac.Employee", models.SET_NULL, optional=True)

    class Meta:
        indexes = indexes("hvac_technician", "name_key", "phone_key", "technician_level", "hire_date")
        constraints = [
            *unique("hvac_technician"),
            once("hvac_technician", "of_employee", "employee"),
            *within("hvac_technician", 0, None, "hourly_rate", "years_experience"),
            *within("hvac_technician", 1, 10, *SKILLS),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.number}"


_BREAK = Func(
    F("break_duration"), template="make_interval(mins => %(expressions)s)", output_field=models.DurationField()
)
# Hundredths of hours are rounded: what is over by half of one is none.
_OVERTIME = Func(
    F("overtime_hours"),
    template="make_interval(secs => %(expressions)s * 3600 - 18)",
    output_field=models.DurationField(),
)
# Hours between clocking in and out, less the break, to two decimals.
_HOURS = Func(
    Func(F("clock_out_time") - F("clock_in_time"), template="EXTRACT(EPOCH FROM %(expressions)s) / 3600"),
    F("break_duration"),
    template="ROUND(%(expressions)s / 60.0, 2)",
    arg_joiner=" - ",
    output_field=DecimalField(max_digits=5, decimal_places=2),
)


class TimeEntry(FileRow):
    """Time that someone worked, on a call or otherwise."""

    class Type(Vocabulary):
        """How it is paid."""

        REGULAR = "regular"
        OVERTIME = "overtime"
        HOLIDAY = "holiday"
        PTO = "pto"
        SICK = "sick"
        TRAINING = "training"
        TRAVEL = "travel"

    employee = parent("hvac.Employee")
    employee_ref = parent_ref()
    service_call = parent("hvac.ServiceCall", models.SET_NULL, optional=True)
    service_call_ref = parent_ref(optional=True)
    work_date = models.DateField("date")
    clock_in_time = models.DateTimeField("clock in")
    clock_out_time = models.DateTimeField("clock out", null=True, blank=True)
    break_duration = models.IntegerField(help_text="Minutes.")
    overtime_hours = decimal(4, 2)
    time_type = one_of(Type)
    approved_by = parent("hvac.Employee", models.SET_NULL, optional=True)
    approved_by_ref = parent_ref(optional=True)
    approved_on = models.DateField(null=True, blank=True)
    location = parent("hvac.Location", models.SET_NULL, optional=True)
    location_ref = parent_ref(optional=True)
    hours_worked = models.GeneratedField(
        expression=_HOURS, output_field=decimal(5, 2), db_persist=True, help_text="Computed: in to out, less the break."
    )

    class Meta:
        verbose_name_plural = "time entries"
        indexes = indexes("hvac_time", "employee", "service_call", "approved_by", "location", "time_type", "work_date")
        constraints = [
            *unique("hvac_time"),
            *within("hvac_time", 0, None, "break_duration", "overtime_hours"),
            *after("hvac_time", ("clock_out_time", "clock_in_time")),
            rule(
                "hvac_time",
                "16_hours_at_most",
                Q(clock_out_time__lte=F("clock_in_time") + dt.timedelta(hours=16)),
                "is more than 16 hours from clock in to clock out",
            ),
            rule(
                "hvac_time",
                "break_is_shorter",
                Q(clock_out_time__gt=F("clock_in_time") + _BREAK),
                "the break is as long as the whole time",
            ),
            rule(
                "hvac_time",
                "overtime_is_worked",
                Q(clock_out_time__gte=F("clock_in_time") + _BREAK + _OVERTIME),
                "overtime is more than the hours worked",
            ),
            rule(
                "hvac_time",
                "approved_by_another",
                ~Q(approved_by_ref=F("employee_ref")),
                "is approved by who worked it",
            ),
        ]


class Certification(FileRow):
    """A document that says what someone may do, and until when."""

    employee = parent("hvac.Employee")
    employee_ref = parent_ref()
    certification_name = words()
    certification_body = words()
    issue_date = models.DateField()
    expiry_date = models.DateField(null=True, blank=True, help_text="Empty: it does not expire.")
    renewal_required = models.BooleanField()
    certificate_number = remark()
    document_url = remark(verbose_name="document")
    ceh_required = models.IntegerField("hours of education due", null=True, blank=True)
    ceh_earned = models.IntegerField("hours of education had", null=True, blank=True)

    class Meta:
        verbose_name = "certification"
        indexes = indexes("hvac_certificate", "employee", "certification_name", "expiry_date")
        constraints = [
            *unique("hvac_certificate"),
            once("hvac_certificate", "once", "employee_ref", "certification_name", "issue_date"),
            *after("hvac_certificate", ("expiry_date", "issue_date")),
            only_if(
                "hvac_certificate",
                "renewal",
                Q(renewal_required=True),
                Q(expiry_date__isnull=False),
                "has to be renewed, and expiry date is blank",
            ),
            *within("hvac_certificate", 0, None, "ceh_required", "ceh_earned"),
        ]

    def __str__(self) -> str:
        return f"{self.certification_name} #{self.number}"
