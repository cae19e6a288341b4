"""Checks that staff declare: every version is kept, one of them may be live."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from aiop.audit.models import Recorded


class OwnCheck(Recorded):
    """One version of a check that staff made: what it asks, as data, and how it did on history before it went live."""

    class State(models.TextChoices):
        """Where a version stands."""

        DRAFT = "draft", "Draft"
        LIVE = "live", "Live"
        RETIRED = "retired", "Retired"

    name = models.TextField(help_text="The same for all versions.")
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    title = models.TextField()
    kind = models.TextField(help_text="What kind of question it is.")
    model = models.TextField("table", help_text="app.Model")
    declaration = models.JSONField(default=dict, help_text="Columns, conditions and limits.")
    severity = models.TextField(default="warning")
    threshold = models.DecimalField("limit", max_digits=16, decimal_places=2, default=0)
    guidance = models.TextField("what to do when it fails", blank=True, default="")
    made_by = models.TextField(default="", blank=True, editable=False)
    tried = models.JSONField(default=dict, blank=True, editable=False, help_text="How it did on history.")
    tried_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.TextField("put live or retired by", default="", blank=True, editable=False)

    class Meta(Recorded.Meta):
        verbose_name = "own check"
        indexes = [*Recorded.Meta.indexes, models.Index(fields=["org", "state", "name"], name="quality_owncheck_state")]
        constraints = [
            models.UniqueConstraint(fields=["org", "name", "version"], name="quality_owncheck_version_once"),
            models.UniqueConstraint(
                fields=["org", "name"], condition=Q(state="live"), name="quality_owncheck_live_once"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(tried_at__isnull=False), name="quality_owncheck_live_was_tried"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"
