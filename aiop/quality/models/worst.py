"""The rows that are worth mending first."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from aiop.orgs.models import OrgOwned


class WorstRow(OrgOwned):
    """A row that fails several checks, or a grave one; worked out anew by each run of all checks."""

    model = models.TextField("table")
    row_id = models.BigIntegerField()
    label = models.TextField()
    checks = models.JSONField(default=list, help_text="The names of the checks that it fails.")
    weight = models.PositiveIntegerField(help_text="9 for each critical check, 3 for each warning, 1 for each to note.")
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["org", "-weight"], name="quality_worstrow_first")]
        constraints = [models.UniqueConstraint(fields=["org", "model", "row_id"], name="quality_worstrow_once")]

    def __str__(self) -> str:
        return self.label
