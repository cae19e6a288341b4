"""What overhead work carries, and the figures that the company is steered by."""

from __future__ import annotations

from django.db import models
from django.db.models import Case, DecimalField, ExpressionWrapper, F, Value, When

from hvac.models.base import (
    FileRow,
    Vocabulary,
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
from hvac.models.people import Department


class OverheadRate(FileRow):
    """What an hour of work has to carry besides itself, in one department or place and month."""

    department = one_of(Department, null=True, blank=True)
    location = parent("hvac.Location", models.SET_NULL, optional=True)
    location_ref = parent_ref(optional=True)
    period = models.DateField(help_text="First day of the month.")
    overhead_total = money(12)
    billable_hours = decimal(10, 2)
    rate = models.GeneratedField(
        expression=Case(
            When(
                billable_hours__gt=0,
                then=ExpressionWrapper(
                    F("overhead_total") / F("billable_hours"),
                    output_field=DecimalField(max_digits=12, decimal_places=4),
                ),
            ),
            default=Value(None),
        ),
        output_field=decimal(12, 4, null=True),
        db_persist=True,
        help_text="Computed: dollars an hour.",
    )

    class Meta:
        indexes = indexes("hvac_overhead", "location", "department", "period")
        constraints = [
            *unique("hvac_overhead"),
            models.UniqueConstraint(
                fields=["org", "department", "location_ref", "period"],
                name="hvac_overhead_once",
                nulls_distinct=False,
            ),
            *within("hvac_overhead", 0, None, "overhead_total", "billable_hours"),
        ]

    def __str__(self) -> str:
        return f"Overhead of {self.department or 'all'} in {self.period:%Y-%m}"


class KpiDefinition(FileRow):
    """A figure that the company is steered by: how it is reckoned, and what it should be."""

    class Direction(Vocabulary):
        """Which way is better."""

        UP = "up"
        DOWN = "down"

    kpi_code = words(verbose_name="code")
    name = words()
    unit = words()
    direction = one_of(Direction)
    grains = words(help_text="What it is reckoned for, parted by ;")
    formula = words()
    owner = remark()
    target = decimal(14, 4, null=True, blank=True)
    warn_threshold = decimal(14, 4, null=True, blank=True)
    critical_threshold = decimal(14, 4, null=True, blank=True)

    class Meta:
        verbose_name = "key figure"
        indexes = indexes("hvac_kpi")
        constraints = unique("hvac_kpi", "kpi_code")

    def __str__(self) -> str:
        return str(self.name)
