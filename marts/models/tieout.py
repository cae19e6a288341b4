"""What was compared with whom, frozen as it was, and who signed it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from aiop.audit.models import Recorded
from aiop.builders.models import Result


class TieOut(Recorded):
    """One report compared with our figures: never altered but by the signature."""

    report = models.TextField()
    file_name = models.TextField()
    file = models.TextField(default="", help_text="Where the report is kept, unchanged.")
    sha256 = models.TextField(help_text="Of the report's file.")
    extracted_at = models.DateTimeField(null=True, help_text="When the report was taken; none: nobody said.")
    start_date = models.DateField()
    end_date = models.DateField()
    kpi_run_id = models.BigIntegerField(null=True, help_text="The build whose figures were compared.")
    mark = models.BigIntegerField(default=0, help_text="Up to which change set our facts were made.")
    verdicts = models.JSONField(default=dict, help_text="KPI to verdict.")
    doubts = models.JSONField(default=list, help_text="What the report says against itself.")
    header = models.JSONField(default=dict, help_text="Zone, definitions, completeness: what a reader must know.")
    digest = models.TextField(help_text="SHA-256 over all figures and differences: the seal.")
    compared_at = models.DateTimeField(db_default=Now())
    compared_by = models.TextField()
    signed_by = models.TextField(default="", blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    remark = models.TextField(default="", blank=True)

    class Meta(Recorded.Meta):
        verbose_name = "tie-out"
        indexes = [*Recorded.Meta.indexes, models.Index(fields=["org", "-id"], name="marts_tieout_recent")]
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_by="", signed_at__isnull=True) | (~Q(signed_by="") & Q(signed_at__isnull=False)),
                name="marts_tieout_signed_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.start_date} to {self.end_date}"


class TieOutFigure(Result):
    """One sum of a KPI of one unit in one week: the report's and ours."""

    tie_out = models.ForeignKey(TieOut, models.CASCADE, related_name="figures")
    week = models.DateField()
    unit_id = models.BigIntegerField()
    unit = models.TextField()
    kpi = models.TextField()
    theirs = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    theirs_below = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    ours = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    ours_below = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    verdict = models.TextField()

    class Meta:
        verbose_name = "figure of a tie-out"
        verbose_name_plural = "figures of tie-outs"
        constraints = [
            models.UniqueConstraint(fields=["org", "tie_out", "week", "unit_id", "kpi"], name="marts_tieoutfigure_once")
        ]

    def __str__(self) -> str:
        return f"{self.kpi} of {self.unit}"


class TieOutDifference(Result):
    """Part of a difference with its cause: of one record, or of a total that has none."""

    class Where(models.TextChoices):
        """Who has the record."""

        BOTH = "both", "Both, differing"
        THEIRS = "theirs", "Only in the report"
        OURS = "ours", "Only here"
        TOTAL = "total", "A total"

    tie_out = models.ForeignKey(TieOut, models.CASCADE, related_name="differences")
    week = models.DateField()
    unit_id = models.BigIntegerField()
    kpi = models.TextField()
    part = models.TextField()
    record = models.TextField(default="", help_text="Number as both sides print it.")
    where = models.CharField(max_length=8, choices=Where)
    theirs = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    ours = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    amount = models.DecimalField(
        max_digits=20, decimal_places=4, help_text="What this cause explains: report less ours."
    )
    cause = models.TextField()
    evidence = models.TextField(default="")

    class Meta:
        verbose_name = "difference of a tie-out"
        verbose_name_plural = "differences of tie-outs"
        indexes = [models.Index(fields=["org", "tie_out", "kpi", "unit_id"], name="marts_tieoutdifference_of")]

    def __str__(self) -> str:
        return f"{self.kpi}: {self.record or 'total'}, {self.cause}"
