"""How each mart stands: what was published last, since when it fails and why, and what each run did."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from aiop.builders.models import Result


class MartStanding(Result):
    """How one job stands in an organisation; what readers say above its figures. Written by the job alone."""

    job = models.TextField()
    mart = models.TextField(help_text="Name of the table.")
    has_source = models.BooleanField(default=True, help_text="The organisation has the connection that the job reads.")
    published_at = models.DateTimeField(null=True, help_text="When rows were published last.")
    published_run = models.BigIntegerField(null=True)
    published_from = models.DateField(null=True, help_text="First day of what was published last.")
    complete_through = models.DateField(null=True, help_text="Latest day for which the job has succeeded.")
    failing_since = models.DateTimeField(null=True, help_text="None: the latest run succeeded.")
    failed_run = models.BigIntegerField(null=True)
    failures = models.IntegerField(default=0, db_default=0, help_text="Runs that failed since then.")
    reason = models.TextField(blank=True, default="", db_default="", help_text="One plain sentence.")
    error_class = models.TextField(blank=True, default="", db_default="")
    waiting = models.TextField(
        blank=True,
        default="",
        db_default="",
        help_text="What the source does not have yet; it is asked again within the hour.",
    )
    warnings = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    fields_missing = models.JSONField(
        default=list,
        db_default=models.Value([], models.JSONField()),
        help_text="Columns that the source did not tell in the latest rows.",
    )

    class Meta:
        db_table = "mart_standing"
        verbose_name = "standing of a mart"
        verbose_name_plural = "standings of marts"
        constraints = [
            models.UniqueConstraint(fields=["org", "job"], name="mart_standing_once"),
            models.CheckConstraint(
                condition=models.Q(failing_since__isnull=True, reason="")
                | (models.Q(failing_since__isnull=False) & ~models.Q(reason="")),
                name="mart_standing_failure_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job}: {'failing' if self.failing_since else 'published' if self.published_at else 'waiting'}"


class EtlRun(Result):
    """What one run of a job did. Rows are only ever added; `built_in` is the run in the platform's log."""

    class Status(models.TextChoices):
        """How it ended."""

        SUCCESS = "success", "Success"
        PARTIAL = "partial", "Partial"
        PENDING = "pending", "Pending"
        FAILED = "failed", "Failed"

    job = models.TextField()
    target_table = models.TextField()
    source_system = models.CharField(max_length=50)
    triggered_by = models.TextField(help_text="schedule, catch_up, manual or backfill.")
    window_start = models.DateField(null=True)
    window_end = models.DateField(null=True)
    status = models.CharField(max_length=20, choices=Status)
    attempt = models.IntegerField(default=1)
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(db_default=Now())
    duration_ms = models.BigIntegerField(default=0)
    source_rows = models.BigIntegerField(default=0)
    records_inserted = models.IntegerField(default=0)
    records_updated = models.IntegerField(default=0)
    records_deleted = models.IntegerField(
        default=0, db_default=0, help_text="Rows that their day or month has no more."
    )
    error_class = models.TextField(blank=True, default="")
    error_message = models.TextField(blank=True, default="")
    fields_missing = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    fingerprint = models.TextField(blank=True, default="", help_text="Digest of the rows published.")
    code_version = models.TextField(blank=True, default="")

    class Meta:
        db_table = "mart_etl_log"
        verbose_name = "run of an ETL job"
        verbose_name_plural = "runs of ETL jobs"
        indexes = [
            models.Index(fields=["org", "job", "-started_at"], name="mart_etl_log_of_job"),
            models.Index(fields=["org", "status", "-started_at"], name="mart_etl_log_by_status"),
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.window_end}: {self.get_status_display()}"
