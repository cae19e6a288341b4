"""Versions of what scores pairs: each learnt from labels, measured beside the one before, kept for good."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from aiop.orgs.models import OrgOwned


class ModelVersion(OrgOwned):
    """One learnt layer or set of class tables of an entity; at most one is champion."""

    class State(models.TextChoices):
        """A refused one did worse than the champion of its day."""

        CHAMPION = "champion", "Champion"
        RETIRED = "retired", "Retired"
        REFUSED = "refused", "Refused"

    entity = models.TextField()
    name = models.TextField(help_text="What candidates scored by it carry.")
    kind = models.CharField(max_length=10, choices={"tables": "Class tables", "logistic": "Logistic", "trees": "Trees"})
    state = models.CharField(max_length=8, choices=State)
    parameters = models.JSONField()
    metrics = models.JSONField(default=dict, help_text="Champion and challenger on the same held-out entities.")
    labels = models.IntegerField(default=0)
    learnt_at = models.DateTimeField(default=timezone.now)
    by = models.TextField(default="", blank=True)

    class Meta:
        verbose_name = "model version"
        constraints = [
            models.UniqueConstraint(fields=["org", "entity", "name"], name="identity_modelversion_name"),
            models.UniqueConstraint(
                fields=["org", "entity"], condition=Q(state="champion"), name="identity_modelversion_one_champion"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity} {self.name}"
