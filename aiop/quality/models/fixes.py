"""Fixes of failing checks: what would be written, who approved it, and the change set that can be taken back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from aiop.orgs.models import OrgOwned


class Fix(OrgOwned):
    """One proposal of a playbook: its cells are fixed when it is made, so that what was looked at is what is written."""

    class State(models.TextChoices):
        """Where it stands."""

        PROPOSED = "proposed", "Waits for approval"
        APPLIED = "applied", "Applied"
        REJECTED = "rejected", "Rejected"

    playbook = models.TextField()
    check_name = models.TextField()
    title = models.TextField()
    table = models.TextField()
    columns = models.JSONField(default=list, help_text="The columns that are written.")
    cells = models.JSONField(default=list, help_text="For each row: id, its label, values before, values after.")
    rows = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    proposed_by = models.TextField()
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.TextField(default="", blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(default="", blank=True)
    written = models.PositiveIntegerField(
        null=True, blank=True, help_text="Rows written; others had changed meanwhile."
    )
    change_set_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "fixes"
        indexes = [
            models.Index(fields=["org", "-id"], name="quality_fix_recent"),
            models.Index(fields=["org", "check_name", "-id"], name="quality_fix_of_check"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decided_at__isnull=False)),
                name="quality_fix_decided_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(change_set_id__isnull=False, written__isnull=False),
                name="quality_fix_applied_has_change_set",
            ),
        ]

    def __str__(self) -> str:
        return self.title
