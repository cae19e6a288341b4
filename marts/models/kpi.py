"""The daily cells that KPIs are read from."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from aiop.audit.models import Recorded
from aiop.builders.models import Result


class DailyCell(Result):
    """One KPI of one reporting unit on one day: both sums, never their ratio.

    Grain: day × reporting unit × KPI; no unit holds what nobody has placed. Owner: marts. Made by `build kpi`, hourly.
    """

    day = models.DateField()
    unit_id = models.BigIntegerField(help_text="The reporting unit; 0: records of units that nobody has placed.")
    kpi = models.TextField()
    numerator = models.DecimalField(
        max_digits=20, decimal_places=4, null=True, help_text="None: unknown, which is not 0."
    )
    denominator = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    is_complete = models.BooleanField(default=False, help_text="The sources of the KPI had told all of the day.")

    class Meta:
        verbose_name = "daily KPI"
        constraints = [models.UniqueConstraint(fields=["org", "kpi", "day", "unit_id"], name="marts_dailycell_once")]
        indexes = [models.Index(fields=["org", "kpi", "unit_id", "day"], name="marts_dailycell_of_kpi")]

    def __str__(self) -> str:
        return f"{self.kpi} on {self.day}"


class BuildMark(Result):
    """Up to which change of the source's rows an organisation's facts are made."""

    change_set_id = models.BigIntegerField(default=0)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org"], name="marts_buildmark_once")]

    def __str__(self) -> str:
        return f"Facts up to change set {self.change_set_id}"


class Vouched(Recorded):
    """Somebody's word that files brought everything up to a day; the latest word counts. Streams tell it by themselves."""

    through = models.DateField("complete through", help_text="The last day of which everything has come in.")
    reason = models.TextField("why", default="", db_default="", blank=True)
    vouched_by = models.TextField("by", help_text="As text: the record outlives the account.")
    vouched_at = models.DateTimeField(db_default=Now())

    class Meta(Recorded.Meta):
        verbose_name = "word on completeness"
        verbose_name_plural = "words on completeness"
        indexes = [*Recorded.Meta.indexes, models.Index(fields=["org", "-id"], name="marts_vouched_latest")]

    def __str__(self) -> str:
        return f"Complete through {self.through}, says {self.vouched_by}"
