"""What is read from a connection, how far it is, and what of its shape surprised us."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from aiop.orgs.models import OrgOwned
from aiop.sources.models.connections import Connection


class Stream(OrgOwned):
    """One kind of record of a connection: the cursor of its incremental reading, and what it is complete through."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="streams")
    name = models.TextField()
    cursor = models.JSONField(default=dict, blank=True, help_text="Where the next page begins, in the system's words.")
    complete_through = models.DateTimeField(
        null=True, blank=True, help_text="Every change that the source had made known by then is stored."
    )
    pass_started_at = models.DateTimeField(null=True, blank=True, help_text="Set while a reading is under way.")
    pass_since = models.DateTimeField(null=True, blank=True, help_text="From when it reads; none: from the beginning.")
    lateness = models.DurationField(null=True, blank=True, help_text="The latest that a change has become known.")
    late_arrivals = models.JSONField(default=list, blank=True, help_text="Moment and seconds of late changes.")
    shape = models.JSONField(default=dict, blank=True, help_text="Fields by path, with the types they have had.")
    read_at = models.DateTimeField(null=True, blank=True, help_text="When the latest finished reading began.")
    swept_at = models.DateTimeField(null=True, blank=True, help_text="When all ids were last compared.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "connection", "name"], name="sources_stream_once"),
            models.CheckConstraint(
                condition=Q(pass_since__isnull=True) | Q(pass_started_at__isnull=False),
                name="sources_stream_since_needs_pass",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Window(OrgOwned):
    """An interval of a backfill or a sweep, with a cursor of its own: a killed one goes on where it stood."""

    class Purpose(models.TextChoices):
        """Why the interval is read."""

        BACKFILL = "backfill", "Backfill"
        SWEEP = "sweep", "Sweep"

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="windows")
    purpose = models.CharField(max_length=16, choices=Purpose)
    starts = models.TextField(help_text="A day or an id, in the system's words; included.")
    ends = models.TextField(help_text="As above; not included.")
    cursor = models.JSONField(default=dict, blank=True)
    records = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField(db_default=Now(), editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "stream", "purpose", "starts", "ends"], name="sources_window_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.starts} to {self.ends}"


class Drift(OrgOwned):
    """A field that is not as it was: for somebody to look at, while everything else goes on."""

    class Kind(models.TextChoices):
        """What happened to the field."""

        NEW = "new", "New field"
        VANISHED = "vanished", "Field is gone"
        RETYPED = "retyped", "Field has another type"
        UNREADABLE = "unreadable", "Record cannot be stored"

    class State(models.TextChoices):
        """What became of the item."""

        OPEN = "open", "Open"
        ACCEPTED = "accepted", "Seen"

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="drifts")
    field = models.TextField(help_text="Path within the record; blank: the record itself.", blank=True)
    kind = models.CharField(max_length=16, choices=Kind)
    was = models.TextField(blank=True, default="")
    now = models.TextField(blank=True, default="")
    samples = models.JSONField(default=list, help_text="For each: record and value, cut short.")
    records = models.BigIntegerField(default=0, help_text="Records that showed it.")
    state = models.CharField(max_length=16, choices=State, default=State.OPEN)
    first_seen_at = models.DateTimeField(db_default=Now(), editable=False)
    latest_seen_at = models.DateTimeField(db_default=Now(), editable=False)
    run_id = models.BigIntegerField(null=True, blank=True)
    settled_by = models.TextField(blank=True, default="")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "change of shape"
        verbose_name_plural = "changes of shape"
        indexes = [models.Index(fields=["org", "state", "-id"], name="sources_drift_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["org", "stream", "field", "kind", "now"],
                condition=Q(state="open"),
                name="sources_drift_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_at__isnull=True) | Q(state="accepted", settled_at__isnull=False),
                name="sources_drift_settled_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.field}" if self.field else self.get_kind_display()
