"""What is wrong, since when, who looks after it, and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from aiop.alerts.severity import Severity
from aiop.alerts.states import LIVE
from aiop.alerts.states import State as Standing
from aiop.orgs.models import OrgOwned, OrgQuerySet

SEVERITIES = {severity.value: severity.value.capitalize() for severity in Severity}


class IncidentQuerySet(OrgQuerySet["Incident"]):
    """Query words of incidents."""

    def live(self) -> IncidentQuerySet:
        """Keep those that are not resolved."""
        return self.filter(state__in=LIVE)

    def own(self) -> IncidentQuerySet:
        """Leave out those that follow from another; one that goes on where its cause is right again stands by itself."""
        return self.filter(Q(part_of=None) | Q(part_of__state=Standing.RESOLVED, state__in=LIVE))


class Signal(OrgOwned):
    """How a topic's latest results came out, counted in a row; one row for each topic."""

    topic = models.TextField()
    bad = models.PositiveIntegerField(default=0, help_text="Failures in a row.")
    good = models.PositiveIntegerField(default=0, help_text="Good results in a row.")
    evidence = models.TextField(
        default="", blank=True, help_text="What was counted last; the same is not counted twice."
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "topic"], name="alerts_signal_once"),
            models.CheckConstraint(condition=Q(bad=0) | Q(good=0), name="alerts_signal_bad_or_good"),
        ]

    def __str__(self) -> str:
        return self.topic


class Incident(OrgOwned):
    """Something that is wrong, from when it was noticed until it is right again. It may open again within a week."""

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = Standing.OPEN.value, "Open"
        REOPENED = Standing.REOPENED.value, "Open again"
        ACKNOWLEDGED = Standing.ACKNOWLEDGED.value, "Acknowledged"
        SNOOZED = Standing.SNOOZED.value, "Snoozed"
        RESOLVED = Standing.RESOLVED.value, "Resolved"

    topic = models.TextField()
    family = models.TextField(help_text="The part of the topic before the colon.")
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    severity = models.CharField(max_length=8, choices=SEVERITIES, default=Severity.WARNING.value)
    title = models.TextField()
    cause = models.TextField(default="", blank=True)
    link = models.TextField("where to look", default="", blank=True, help_text="An address within the admin.")
    owner = models.TextField(default="", blank=True, help_text="Who looks after it, by log-in name.")
    episode = models.PositiveIntegerField(default=1, help_text="How often it has opened.")
    failures = models.PositiveIntegerField(default=1, help_text="Bad results since it opened.")
    opened_at = models.DateTimeField("opened")
    failed_at = models.DateTimeField("failed last")
    snoozed_until = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField("resolved", null=True, blank=True)
    part_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="effects", verbose_name="follows from"
    )

    objects: ClassVar[IncidentQuerySet] = IncidentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["org", "-id"], name="alerts_incident_recent"),
            models.Index(fields=["org", "state", "-id"], name="alerts_incident_in_state"),
            models.Index(fields=["org", "severity", "-id"], name="alerts_incident_grave"),
            models.Index(fields=["org", "family", "-id"], name="alerts_incident_family"),
            models.Index(fields=["org", "owner", "-id"], name="alerts_incident_owner"),
            models.Index(fields=["org", "topic", "-id"], name="alerts_incident_topic"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["org", "topic"], condition=~Q(state="resolved"), name="alerts_incident_live_once"
            ),
            models.CheckConstraint(
                condition=Q(state="resolved", resolved_at__isnull=False)
                | (~Q(state="resolved") & Q(resolved_at__isnull=True)),
                name="alerts_incident_resolved_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="snoozed", snoozed_until__isnull=False)
                | (~Q(state="snoozed") & Q(snoozed_until__isnull=True)),
                name="alerts_incident_snoozed_has_end",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_live(self) -> bool:
        """Tell whether it is still wrong."""
        return self.state != Incident.State.RESOLVED


class Happening(OrgOwned):
    """One thing that happened to an incident. Rows are only ever added."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="happenings")
    at = models.DateTimeField(default=timezone.now)
    what = models.TextField(help_text="opened, failed, grouped, told, acknowledged, resolved and so on")
    actor = models.TextField(default="", blank=True)
    text = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["org", "incident", "-id"], name="alerts_happening_of")]

    def __str__(self) -> str:
        return f"{self.what}: {self.text}" if self.text else self.what
