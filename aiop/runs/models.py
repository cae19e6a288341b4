"""What work was done, is being done or waits to be: one row per (organisation, job, interval), and what it said."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from aiop.orgs.models import OrgOwned

AD_HOC = "adhoc-"


class Run(OrgOwned):
    """Work on one interval of one job. The row is the lease: whoever holds its latest fence may write, nobody else."""

    class State(models.TextChoices):
        """Where the run stands; failed means that the job said so, errored that it was surprised."""

        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        ERRORED = "errored", "Broken off"
        CANCELLED = "cancelled", "Cancelled"

    job = models.TextField()
    # Compared byte by byte, so that the latest key of a job is the last in the index, whatever the database's language.
    interval = models.TextField(
        db_collation="C", help_text="A local day, an hour or minute in UTC, or adhoc- and a unique text."
    )
    state = models.CharField(max_length=16, choices=State, default=State.QUEUED)
    actor = models.TextField("asked by", default="", blank=True, help_text="Who or what asked for it, as text.")
    parameters = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True, blank=True)
    step = models.TextField(default="", blank=True)
    error = models.TextField(default="", blank=True)
    cancel_requested = models.BooleanField(default=False)
    attempt = models.PositiveIntegerField(default=0)
    fence = models.BigIntegerField(default=0)
    worker = models.TextField(default="", blank=True)
    queued_at = models.DateTimeField(db_default=Now(), editable=False)
    sent_at = models.DateTimeField(db_default=Now(), editable=False)
    started_at = models.DateTimeField("started", null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["org", "-id"], name="runs_run_recent"),
            models.Index(fields=["org", "job", "-id"], name="runs_run_of_job"),
            models.Index(fields=["org", "state", "-id"], name="runs_run_in_state"),
            models.Index(fields=["org", "-started_at"], name="runs_run_started"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["org", "job", "interval"], name="runs_run_once_per_interval"),
            # Makes the fence a key column: PostgreSQL then lets a guard's FOR KEY SHARE hold off a new claim (which
            # alters the key) while heartbeats and progress (which do not) pass.
            models.UniqueConstraint(fields=["org", "id", "fence"], name="runs_run_fence_is_key"),
            models.CheckConstraint(
                condition=Q(state="running", lease_until__isnull=False, heartbeat_at__isnull=False)
                | (~Q(state="running") & Q(lease_until__isnull=True)),
                name="runs_run_running_holds_lease",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running"], finished_at__isnull=True)
                | (~Q(state__in=["queued", "running"]) & Q(finished_at__isnull=False)),
                name="runs_run_ended_has_finished_at",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "cancelled"]) | Q(started_at__isnull=False),
                name="runs_run_started_has_started_at",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=["failed", "errored"]) & ~Q(error=""))
                | (~Q(state__in=["failed", "errored"]) & Q(error="")),
                name="runs_run_bad_end_has_error",
            ),
            models.CheckConstraint(
                condition=~Q(job="") & ~Q(interval="") & Q(done__gte=0), name="runs_run_names_its_work"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.interval}"

    @property
    def is_live(self) -> bool:
        """Tell whether it waits or works."""
        return self.state in {Run.State.QUEUED, Run.State.RUNNING}

    @property
    def may_retry(self) -> bool:
        """Tell whether it ended without having done its work."""
        return self.state in {Run.State.FAILED, Run.State.ERRORED, Run.State.CANCELLED}

    @property
    def is_ad_hoc(self) -> bool:
        """Tell whether somebody asked for it, rather than the timetable."""
        return self.interval.startswith(AD_HOC)


class RunLine(OrgOwned):
    """One line of what a run said. Rows are only ever added."""

    class Level(models.TextChoices):
        """How loud the line is."""

        DEBUG = "debug", "Detail"
        STEP = "step", "Step"
        INFO = "info", "Info"
        WARNING = "warning", "Warning"
        ERROR = "error", "Error"

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="lines", db_index=False)
    at = models.DateTimeField(db_default=Now(), editable=False)
    level = models.CharField(max_length=16, choices=Level, default=Level.INFO)
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["org", "run", "id"], name="runs_runline_of_run")]

    def __str__(self) -> str:
        return f"{self.get_level_display()}: {self.text[:80]}"


class Beat(models.Model):
    """When a clock last ticked. It belongs to the installation, not to an organisation."""

    name = models.TextField(primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at}"
