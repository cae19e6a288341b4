"""How an outside system is reached on an organisation's behalf."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q

from aiop.audit.models import Recorded
from aiop.orgs.models import OrgOwned
from aiop.sources.vault import HoldsSecrets


class Connection(HoldsSecrets, Recorded):
    """One account at one outside system. Credentials are stored sealed, and nothing shows them again."""

    class State(models.TextChoices):
        """What the latest test or use of it said."""

        UNTESTED = "untested", "Not tested yet"
        WORKING = "working", "Works"
        BROKEN = "broken", "Needs mending"

    system = models.TextField()
    name = models.TextField()
    is_enabled = models.BooleanField("in use", default=True, help_text="Nothing is read through one that is not.")
    base_url = models.URLField("address", max_length=500)
    auth_url = models.URLField("address for log-in", max_length=500, blank=True, default="")
    settings = models.JSONField(default=dict, blank=True, help_text="What the system needs besides secrets.")
    sealed = models.TextField("credentials", blank=True, default="", editable=False, help_text="Encrypted.")
    expires_on = models.DateField("credentials expire on", null=True, blank=True)
    state = models.CharField(max_length=16, choices=State, default=State.UNTESTED, editable=False)
    state_reason = models.TextField(blank=True, default="", editable=False)
    checked_at = models.DateTimeField("last tested", null=True, blank=True, editable=False)
    abilities = models.JSONField(default=list, blank=True, editable=False)

    class Meta(Recorded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "system", "name"], name="sources_connection_once"),
            models.CheckConstraint(
                condition=~Q(state="broken") | ~Q(state_reason=""), name="sources_connection_broken_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def days_left(self, today: dt.date) -> int | None:
        """Give the days until the credentials expire, negative when they have; None when nobody said when."""
        return None if self.expires_on is None else (self.expires_on - today).days


class Token(OrgOwned):
    """The access token of a connection, shared by all workers; whoever renews it holds the row."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="tokens")
    name = models.TextField(default="", blank=True, help_text="Which of a connection's tokens, where it has several.")
    sealed = models.TextField(blank=True, default="", editable=False, help_text="Encrypted.")
    obtained_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    renewals = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "connection", "name"], name="sources_token_once")]

    def __str__(self) -> str:
        return f"Token {self.pk}"


class Bucket(OrgOwned):
    """How many calls a connection may still make, shared by all workers; below zero, calls are promised ahead."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="buckets")
    name = models.TextField()
    level = models.FloatField()
    at = models.DateTimeField()
    blocked_until = models.DateTimeField(null=True, help_text="The source asked everybody to wait until then.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "connection", "name"], name="sources_bucket_once")]

    def __str__(self) -> str:
        return f"{self.name} of connection {self.connection_id}"
