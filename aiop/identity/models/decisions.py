"""What people and rules decided. Rows are only ever added; what no longer stands was taken back through its change set."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from aiop.orgs.models import OrgOwned


class Decision(OrgOwned):
    """One decision about some nodes, taken as one change set, by which it is undone."""

    only_added = True

    class Kind(models.TextChoices):
        """What was decided."""

        SAME = "same", "Same"
        DIFFERENT = "different", "Different"
        UNSURE = "unsure", "Unsure"
        SPLIT = "split", "Split"
        CHOICE = "choice", "Choice of values"
        APART = "apart", "Kept apart after an undo"

    class Method(models.TextChoices):
        """How it came about."""

        REVIEW = "review", "Review"
        BULK = "bulk", "Bulk approval"
        AUTO = "auto", "Automatic"
        FILE = "file", "Decisions file"
        COMMAND = "command", "Command line"

    entity = models.TextField()
    kind = models.CharField(max_length=10, choices=Kind)
    method = models.CharField(max_length=8, choices=Method)
    nodes = ArrayField(models.BigIntegerField(), help_text="Everyone whom the decision is about, as they stood.")
    survivor = models.BigIntegerField(null=True, blank=True, help_text="Chosen by a person; else the oldest record.")
    choices = models.JSONField(
        default=dict, blank=True, help_text="Field → node whose value holds, or the value itself."
    )
    evidence = models.JSONField(
        default=list, blank=True, help_text="Pairs with probability, weights and model version."
    )
    confidence = models.TextField(default="", blank=True, help_text="EXACT_MATCH, HIGH, MEDIUM or MANUAL_APPROVAL.")
    note = models.TextField(default="", blank=True)
    by = models.TextField(help_text="Who decided, as text: the record outlives the account.")
    at = models.DateTimeField(default=timezone.now)
    change_set_id = models.BigIntegerField(unique=True)
    needs_second = models.BooleanField(default=False, help_text="Takes effect when a second person confirms it.")
    seconds = models.DecimalField(
        max_digits=8, decimal_places=2, null=True, blank=True, help_text="From the pair on screen to the decision."
    )

    class Meta:
        indexes = [
            models.Index(fields=["org", "entity", "-id"], name="identity_decision_recent"),
            models.Index(fields=["org", "by", "-at"], name="identity_decision_by"),
            # A handful among all decisions, which every other decision asks for.
            models.Index(fields=["org", "entity"], name="identity_decision_choice", condition=Q(kind="choice")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk} by {self.by}"


class Link(OrgOwned):
    """What one decision says of one pair; of several that stand, the latest holds."""

    only_added = True

    class Verdict(models.TextChoices):
        """Apart is what an undo leaves: never proposed again, but no bar to a person who merges after all."""

        SAME = "same", "Same"
        DIFFERENT = "different", "Different"
        UNSURE = "unsure", "Unsure"
        APART = "apart", "Apart"

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="links")
    entity = models.TextField()
    left = models.BigIntegerField()
    right = models.BigIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict)

    class Meta:
        indexes = [
            models.Index(fields=["org", "entity", "left"], name="identity_link_left"),
            models.Index(fields=["org", "entity", "right"], name="identity_link_right"),
        ]
        constraints = [models.CheckConstraint(condition=Q(left__lt=F("right")), name="identity_link_sorted")]

    def __str__(self) -> str:
        return f"{self.left} {self.verdict} {self.right}"


class Confirmation(OrgOwned):
    """The second pair of eyes on a decision above the organisation's money threshold."""

    only_added = True

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="confirmation")
    agrees = models.BooleanField()
    by = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    note = models.TextField(default="", blank=True)

    def __str__(self) -> str:
        return f"{self.by} {'agrees with' if self.agrees else 'refuses'} decision {self.decision_id}"
