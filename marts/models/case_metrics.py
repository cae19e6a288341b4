"""Cases as they stood, without anything about a person; the case table in Azure SQL."""

from __future__ import annotations

from django.db import models

from marts.models.mart import Mart, average_if_told, count, grain, keyed, keyed_if_told, never_negative, objects_in

_COUNTS = ("total_cases", "new_cases_30d", "closed_cases_30d", "open_cases", "future_dated")
_KEYED = ("cases_by_type", "cases_by_status", "cases_by_category", "new_cases_by_day", "closed_cases_by_day")


class CaseMetrics(Mart):
    """Cases as they stood. Grain: organisation × day of the snapshot. Owner: Case management. Made by `etl_case_metrics`."""

    snapshot_date = models.DateField()
    total_cases = count()
    new_cases_30d = count(help_text="Created in the 30 days that end with the snapshot's.")
    closed_cases_30d = count()
    cases_by_type = keyed()
    cases_by_status = keyed_if_told(help_text="None: a past day, whose statuses nobody knows any more.")
    cases_by_category = keyed()
    source_table = models.CharField(max_length=100, blank=True, default="", db_default="")
    # Beyond the seed
    open_cases = count()
    future_dated = count(help_text="Created after the snapshot's day, as the source has it.")
    avg_tat_days = average_if_told(help_text="Days from first contact to first session; none: no case has them.")
    category_column = models.CharField(max_length=100, blank=True, default="", db_default="")
    new_cases_by_day = keyed(help_text="Of the 30 days, by day of creation.")
    closed_cases_by_day = keyed()

    class Meta:
        db_table = "mart_case_metrics"
        verbose_name = "snapshot of cases"
        verbose_name_plural = "snapshots of cases"
        constraints = [
            *grain("mart_case_metrics", "snapshot_date"),
            *never_negative("mart_case_metrics", *_COUNTS),
            *objects_in("mart_case_metrics", *_KEYED),
        ]

    def __str__(self) -> str:
        return f"Cases on {self.snapshot_date}"
