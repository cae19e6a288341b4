"""Loads, the rows they could not take, and the header meanings that people have settled."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from aiop.orgs.models import OrgOwned


class Load(OrgOwned):
    """One file (or feed) on its way through the door: recognised, staged, previewed, applied or let go."""

    class State(models.TextChoices):
        """How far it has come."""

        UPLOADED = "uploaded", "Uploaded"
        ASKING = "asking", "Waiting for an answer"
        STAGING = "staging", "Reading"
        PREVIEWED = "previewed", "Ready to apply"
        APPLYING = "applying", "Applying"
        APPLIED = "applied", "Applied"
        UNDONE = "undone", "Undone"
        CANCELLED = "cancelled", "Cancelled"
        REFUSED = "refused", "Refused"

    kind = models.TextField(blank=True, default="")
    state = models.CharField(max_length=12, choices=State, default=State.UPLOADED)
    file_name = models.TextField()
    file = models.TextField(blank=True, default="", help_text="Where the upload is kept, below the files folder.")
    sheet = models.TextField(blank=True, default="")
    sha256 = models.TextField(blank=True, default="")
    size = models.BigIntegerField(default=0)
    header = models.JSONField(default=list, blank=True)
    mapping = models.JSONField(default=dict, blank=True, help_text="Position of the header that fills each column.")
    date_order = models.CharField(max_length=3, default="MDY")
    question = models.JSONField(default=dict, blank=True, help_text="What a person has to settle before it goes on.")
    warnings = models.JSONField(default=list, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    overlap = models.JSONField(default=dict, blank=True)
    columns = models.JSONField(default=list, blank=True)
    digest = models.TextField(blank=True, default="", help_text="What the preview promised; applying checks it.")
    fixes_id = models.BigIntegerField(
        null=True, blank=True, help_text="The load whose quarantined rows this one brings back."
    )
    together = models.BigIntegerField(
        null=True, blank=True, help_text="The first of the loads that were uploaded with this one, where several were."
    )
    change_set_id = models.BigIntegerField(null=True, blank=True)
    run_id = models.BigIntegerField(null=True, blank=True)
    actor = models.TextField(blank=True, default="")
    message = models.TextField(blank=True, default="")
    uploaded_at = models.DateTimeField(db_default=Now(), editable=False)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["org", "-id"], name="loading_load_recent"),
            models.Index(fields=["org", "kind", "-applied_at"], name="loading_load_kind_applied"),
            models.Index(fields=["org", "sha256"], name="loading_load_sha256"),
            models.Index(fields=["together"], name="loading_load_together", condition=models.Q(together__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_state_display().lower()})"

    @property
    def staging_table(self) -> str:
        """The private table that holds its rows between preview and applying."""
        return f"staging.load_{self.pk}"


class QuarantinedRow(OrgOwned):
    """A row that could not be loaded, kept as it was, until somebody fixes it or lets it go."""

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", "Open"
        FIXED = "fixed", "Fixed"
        DISMISSED = "dismissed", "Left out"

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="quarantined")
    kind = models.TextField()
    line = models.IntegerField()
    raw = models.JSONField(help_text="Header to text, as in the file.")
    problems = models.JSONField(help_text="For each: header, column, value, reason.")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN, db_default=State.OPEN)
    fixed_in = models.BigIntegerField(null=True, blank=True, help_text="The load that brought it in.")
    settled_by = models.TextField(blank=True, default="", db_default="")

    class Meta:
        verbose_name = "quarantined row"
        indexes = [
            models.Index(fields=["org", "state", "kind"], name="loading_quarantine_state"),
            models.Index(fields=["org", "load", "line"], name="loading_quarantine_load"),
        ]

    def __str__(self) -> str:
        return f"Line {self.line} of load {self.load_id}"


class RememberedHeader(OrgOwned):
    """What a header means in a kind of file, as a person settled it; an empty column means: leave it out."""

    kind = models.TextField()
    header_key = models.TextField()
    column = models.TextField(blank=True)
    actor = models.TextField(blank=True, default="")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = "remembered header"
        constraints = [models.UniqueConstraint(fields=["org", "kind", "header_key"], name="loading_header_once")]

    def __str__(self) -> str:
        return f"{self.header_key} is {self.column or 'left out'} in {self.kind}"
