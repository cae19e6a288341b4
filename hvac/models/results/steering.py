"""The figures that the company is steered by, period by period."""

from __future__ import annotations

from django.db import models

from hvac.models.base import Vocabulary, decimal, one_of
from hvac.models.results.base import Result, found_by, key


class KpiSnapshot(Result):
    """A key figure of the company, or of a part of it, in a period. Its parts are kept, so that longer periods divide anew."""

    class Entity(Vocabulary):
        """Of what."""

        COMPANY = "company"
        LOCATION = "location"
        TECHNICIAN = "technician"
        VENDOR = "vendor"
        CAMPAIGN = "campaign"

    class Grain(Vocabulary):
        """How long the period is."""

        MONTH = "month"
        QUARTER = "quarter"
        YEAR = "year"

    class State(Vocabulary):
        """Where the figure stands to its thresholds."""

        GOOD = "good"
        WARN = "warn"
        CRITICAL = "critical"

    kpi_code = models.TextField("key figure")
    entity_type = one_of(Entity, verbose_name="of")
    entity_id = models.BigIntegerField(null=True, help_text="The row it is of; empty for the company.")
    entity_name = models.TextField("name", default="", blank=True)
    period_grain = one_of(Grain, verbose_name="period")
    period_start = models.DateField("from")
    numerator = decimal(18, 4, null=True)
    denominator = decimal(18, 4, null=True, help_text="Empty where the figure is a sum.")
    value = decimal(18, 4, null=True, help_text="In the unit of the key figure.")
    state = one_of(State, null=True)

    class Meta:
        constraints = key("hvac_kpisnap", "kpi_code", "entity_type", "entity_id", "period_grain", "period_start")
        indexes = found_by("hvac_kpisnap", "period_start", "state", "entity_type")

    def __str__(self) -> str:
        return f"{self.kpi_code} of {self.entity_name or self.entity_type} from {self.period_start}"
