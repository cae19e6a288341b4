"""What is to be told, is being told and was told: written with the incident, sent afterwards."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from aiop.alerts.models.channels import Channel
from aiop.alerts.models.incidents import Incident
from aiop.orgs.models import OrgOwned


class Delivery(OrgOwned):
    """One message to one channel. Its key goes with every attempt, so that a receiver knows a second copy."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", "Waiting"
        SENDING = "sending", "On its way"
        SENT = "sent", "Sent"
        WITHDRAWN = "withdrawn", "Not needed any more"
        REFUSED = "refused", "Given up"

    class Kind(models.TextChoices):
        """What it says."""

        OPENING = "opening", "Opening"
        CLOSING = "closing", "Closing"

    key = models.TextField()
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="deliveries")
    episode = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    is_digest = models.BooleanField(default=False, help_text="Goes out together with others.")
    said = models.JSONField(help_text="What it says, as it was when it was written.")
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    not_before = models.DateTimeField()
    batch = models.TextField(
        default="", blank=True, help_text="The message that it goes out in; kept from the first attempt."
    )
    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    error = models.TextField(default="", blank=True)
    written_at = models.DateTimeField("written", default=timezone.now)
    sent_at = models.DateTimeField("sent", null=True, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["org", "-id"], name="alerts_delivery_recent"),
            models.Index(
                fields=["org", "not_before"], condition=Q(state__in=["waiting", "sending"]), name="alerts_delivery_due"
            ),
            models.Index(fields=["org", "incident", "channel", "id"], name="alerts_delivery_of"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["org", "key"], name="alerts_delivery_once"),
            models.CheckConstraint(
                condition=Q(state="sending", lease_until__isnull=False)
                | (~Q(state="sending") & Q(lease_until__isnull=True)),
                name="alerts_delivery_sending_holds_lease",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="alerts_delivery_sent_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} to {self.channel_id}: {self.key}"
