"""Documents, accidents and promises, each with where it stands."""

from __future__ import annotations

from django.db import models

from hvac.models.base import Vocabulary, one_of
from hvac.models.results.base import Result, amount, found_by, key, of, per_cent, why


class CertificationState(Result):
    """Where a certification stands today; one that a newer one of its name replaces counts no more."""

    class State(Vocabulary):
        """How long it still holds."""

        LASTING = "Lasting"
        VALID = "Valid"
        EXPIRING = "Expiring"
        GRACE = "Grace"
        EXPIRED = "Expired"

    certification = of("hvac.Certification")
    employee = of("hvac.Employee")
    state = one_of(State)
    days_left = models.IntegerField(null=True)
    is_replaced = models.BooleanField()
    is_mandatory = models.BooleanField(help_text="A technician may not handle refrigerants without it: EPA 608.")
    counts = models.BooleanField(help_text="Its holder works here, and nothing newer replaces it.")

    class Meta:
        constraints = key("hvac_certstate", "certification")
        indexes = found_by("hvac_certstate", "employee", "days_left", "state")

    def __str__(self) -> str:
        return f"Certification {self.certification_id}: {self.state}"


class SafetyCase(Result):
    """An accident as OSHA's log sees it: recordable, and reportable, are two questions."""

    incident = of("hvac.SafetyIncident")
    employee = of("hvac.Employee")
    incident_date = models.DateField()
    is_recordable = models.BooleanField(help_text="It goes on the log.")
    log_column = models.TextField(
        "column", default="", blank=True, help_text="G death, H days away, I restricted, J other."
    )
    is_reportable = models.BooleanField(null=True, help_text="OSHA must be told; unknown where the file cannot say.")
    days_away = models.IntegerField(null=True)
    days_restricted = models.IntegerField(null=True)
    agrees = models.BooleanField(help_text="The file says of the log what the severity says.")
    reason = why()

    class Meta:
        constraints = key("hvac_safetycase", "incident")
        indexes = found_by("hvac_safetycase", "incident_date")

    def __str__(self) -> str:
        return f"Accident {self.incident_id}"


class SafetyYear(Result):
    """Accidents of a year by the hours worked in it."""

    year = models.IntegerField()
    incidents = models.IntegerField()
    recordable = models.IntegerField()
    away_or_restricted = models.IntegerField()
    hours_worked = amount(help_text="From time entries; unknown without any.")
    trir = per_cent(verbose_name="TRIR", help_text="Recordable cases by 200,000 hours.")
    dart = per_cent(verbose_name="DART", help_text="Days away, restricted or transferred by 200,000 hours.")
    reason = why()

    class Meta:
        constraints = key("hvac_safetyyear", "year")

    def __str__(self) -> str:
        return f"Safety in {self.year}"


class PromisedCall(Result):
    """A call of a customer whose contract promises how soon somebody comes."""

    contract = of("hvac.CustomerContract")
    service_call = of("hvac.ServiceCall")
    customer = of("hvac.Customer", optional=True)
    service_date = models.DateField()
    promised_hours = models.IntegerField()
    response_minutes = models.IntegerField(null=True)
    is_breach = models.BooleanField(null=True, help_text="Unknown where no file says when somebody came.")
    minutes_over = models.IntegerField(null=True)
    reason = why()

    class Meta:
        constraints = key("hvac_promisedcall", "contract", "service_call")
        indexes = found_by("hvac_promisedcall", "service_date", "service_call")

    def __str__(self) -> str:
        return f"Call {self.service_call_id} under contract {self.contract_id}"
