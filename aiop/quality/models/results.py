"""Every result of every check, kept for good."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from aiop.orgs.models import OrgOwned, OrgQuerySet


class CheckResultQuerySet(OrgQuerySet["CheckResult"]):
    """Query words of results."""

    def latest_of_each(self) -> CheckResultQuerySet:
        """Keep the latest result of each check."""
        return self.order_by("check_name", "-at", "-id").distinct("check_name")


class CheckResult(OrgOwned):
    """What one check said at one moment. Rows are only ever added."""

    only_added = True

    class Status(models.TextChoices):
        """How it came out; errored means that it could not be worked out."""

        PASSED = "passed", "Passed"
        FAILED = "failed", "Failed"
        ERRORED = "errored", "Could not be worked out"

    check_name = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    run_id = models.BigIntegerField(null=True, blank=True, help_text="The run that asked; none when a person did.")
    actor = models.TextField(default="", blank=True, help_text="Who or what asked, as text.")
    status = models.CharField(max_length=8, choices=Status)
    value = models.DecimalField(max_digits=16, decimal_places=2, null=True, help_text="Percent points, rows or days.")
    threshold = models.DecimalField(max_digits=16, decimal_places=2)
    failing = models.BigIntegerField(null=True, help_text="Failing rows; unknown when it could not be worked out.")
    total = models.BigIntegerField(null=True, help_text="Rows looked at, where that is counted.")
    message = models.TextField()
    trend = models.TextField(null=True, blank=True, help_text="A drop against the seven-day median.")  # noqa: DJ001
    definition = models.CharField(max_length=9)
    causes = models.JSONField(
        default=dict, help_text="Of a rate that fell or fails: its failing rows by what came over them."
    )

    objects: ClassVar[CheckResultQuerySet] = CheckResultQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "check"
        verbose_name_plural = "checks"
        indexes = [models.Index(fields=["org", "check_name", "-at"], name="quality_checkresult_recent")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="errored", value__isnull=True, failing__isnull=True)
                | (Q(status__in=["passed", "failed"]) & Q(failing__gte=0)),
                name="quality_checkresult_errored_has_no_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_name} {self.status}: {self.message}"
