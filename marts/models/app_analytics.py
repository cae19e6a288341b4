"""Use of the mobile app by day; the GA4 export in BigQuery."""

from __future__ import annotations

from django.db import models

from marts.models.mart import Mart, average_if_told, count, count_if_told, grain, lists_in, never_negative

_COUNTS = (
    "daily_active_users",
    "weekly_active_users",
    "monthly_active_users",
    "new_users",
    "returning_users",
    "total_sessions",
    "ios_downloads",
    "android_downloads",
    "ios_first_opens",
    "android_first_opens",
    "event_count",
)


class AppAnalytics(Mart):
    """Use of the app. Grain: organisation × day of the property's zone. Owner: Product. Made by `etl_app_analytics`.

    Users of several days are not the sum of the days' users.
    """

    metric_date = models.DateField()
    daily_active_users = count()
    weekly_active_users = count(help_text="Different users of the 7 days that end with this one.")
    monthly_active_users = count(help_text="Different users of the 30 days (or as set) that end with this one.")
    new_users = count()
    returning_users = count()
    total_sessions = count_if_told(help_text="None: the export knows no sessions.")
    avg_session_duration_secs = average_if_told(10)
    screens_per_session = average_if_told(10)
    ios_downloads = count_if_told(help_text="None: the export does not tell downloads.")
    android_downloads = count_if_told()
    top_screens = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    # Beyond the seed
    ios_first_opens = count()
    android_first_opens = count()
    event_count = count()
    engagement_msec = models.BigIntegerField(
        null=True, help_text="Averages over several days follow from it and the sessions."
    )
    screen_views = count_if_told()
    month_window_days = models.IntegerField(default=30, db_default=30)

    class Meta:
        db_table = "mart_app_analytics"
        verbose_name = "day of the app"
        verbose_name_plural = "days of the app"
        constraints = [
            *grain("mart_app_analytics", "metric_date"),
            *never_negative("mart_app_analytics", *_COUNTS),
            *lists_in("mart_app_analytics", "top_screens"),
        ]

    def __str__(self) -> str:
        return f"App on {self.metric_date}"
