"""Meetings and phone calls by day; Zoom."""

from __future__ import annotations

from django.db import models

from marts.models.mart import (
    Mart,
    at_most,
    average_if_told,
    count_if_told,
    grain,
    keyed_if_told,
    never_negative,
    objects_in,
)

_COUNTS = (
    "total_users",
    "phone_users",
    "total_meetings",
    "total_meeting_minutes",
    "total_participants",
    "total_calls",
    "inbound_calls",
    "outbound_calls",
    "missed_calls",
    "total_call_minutes",
    "queue_count",
    "answered_calls",
    "voicemail_calls",
    "internal_calls",
)
_KEYED = ("calls_by_result", "calls_by_queue", "calls_by_hour")


class ZoomMetrics(Mart):
    """Flows of one local day, and what stood at its end. Grain: organisation × day. Owner: Member services.

    Made by `etl_zoom_metrics`. Null: the account has no licence or scope for it, or the day was filled in later.
    """

    metric_date = models.DateField()
    total_users = count_if_told(help_text="Active users when the job ran; read it of the latest day, never sum it.")
    phone_users = count_if_told()
    total_meetings = count_if_told()
    total_meeting_minutes = count_if_told()
    total_participants = count_if_told(help_text="Attendances, not people.")
    avg_meeting_duration_mins = average_if_told()
    total_calls = count_if_told(help_text="Calls that began on the day, each once.")
    inbound_calls = count_if_told()
    outbound_calls = count_if_told()
    missed_calls = count_if_told(help_text="Inbound, and no person answered.")
    total_call_minutes = count_if_told()
    avg_call_duration_mins = average_if_told(help_text="Of answered calls.")
    queue_count = count_if_told()
    # Beyond the seed
    answered_calls = count_if_told()
    voicemail_calls = count_if_told()
    internal_calls = count_if_told()
    total_call_seconds = count_if_told()
    answered_call_seconds = count_if_told(help_text="Averages over several days follow from it.")
    calls_by_result = keyed_if_told()
    calls_by_queue = keyed_if_told()
    calls_by_hour = keyed_if_told(help_text="By local hour, 0 to 23.")

    class Meta:
        db_table = "mart_zoom_metrics"
        verbose_name = "day of communications"
        verbose_name_plural = "days of communications"
        constraints = [
            *grain("mart_zoom_metrics", "metric_date"),
            *never_negative("mart_zoom_metrics", *_COUNTS),
            *at_most("mart_zoom_metrics", [("missed_calls", "inbound_calls")]),
            *objects_in("mart_zoom_metrics", *_KEYED),
        ]

    def __str__(self) -> str:
        return f"Communications on {self.metric_date}"
