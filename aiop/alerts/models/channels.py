"""Where news of incidents goes: mailboxes, Slack, other programs; and which news goes where."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from aiop.alerts.models.incidents import SEVERITIES
from aiop.alerts.severity import Severity
from aiop.audit.models import Recorded
from aiop.sources.vault import HoldsSecrets


class Channel(HoldsSecrets, Recorded):
    """One way to people or programs. Addresses that are secrets, and signing keys, are stored sealed."""

    class Kind(models.TextChoices):
        """How it is reached."""

        EMAIL = "email", "E-mail"
        SLACK = "slack", "Slack webhook"
        WEBHOOK = "webhook", "Webhook"

    class Standing(models.TextChoices):
        """What the latest use of it said."""

        UNTESTED = "untested", "Not tested yet"
        WORKING = "working", "Works"
        BROKEN = "broken", "Needs mending"

    name = models.TextField()
    kind = models.CharField(max_length=8, choices=Kind)
    is_enabled = models.BooleanField("in use", default=True, help_text="What waits for one that is not, waits.")
    settings = models.JSONField(default=dict, blank=True, help_text="What it needs besides secrets.")
    sealed = models.TextField("secrets", default="", blank=True, editable=False, help_text="Encrypted.")
    quiet_from = models.TimeField(null=True, blank=True, help_text="Local time; nothing goes out from here …")
    quiet_until = models.TimeField(null=True, blank=True, help_text="… until here. It may span midnight.")
    digest_at = models.TimeField("digest at", null=True, blank=True, help_text="One message a day at this local time.")
    urgent_at_once = models.BooleanField(
        "critical ones at once", default=True, help_text="Critical incidents keep to neither quiet hours nor digest."
    )
    standing = models.CharField(max_length=8, choices=Standing, default=Standing.UNTESTED, editable=False)
    standing_reason = models.TextField(default="", blank=True, editable=False)

    class Meta(Recorded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "name"], name="alerts_channel_once"),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="alerts_channel_quiet_has_both_ends",
            ),
            models.CheckConstraint(
                condition=~Q(standing="broken") | ~Q(standing_reason=""), name="alerts_channel_broken_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Route(Recorded):
    """Which incidents a channel is told of."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="routes")
    least_severity = models.CharField("from", max_length=8, choices=SEVERITIES, default=Severity.WARNING.value)
    topic_starts = models.TextField(
        "topics beginning with", default="", blank=True, help_text="Such as run: or check:job_; blank means all."
    )

    class Meta(Recorded.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "channel", "least_severity", "topic_starts"], name="alerts_route_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic_starts or 'everything'} from {self.least_severity}"
