"""Snapshots of what sellers and telephone users did in a period."""

from __future__ import annotations

from django.db import models

from crm.models.base import ReportRow, day, indexes, key, lookup, money, percent, words


class Snapshot(ReportRow):
    """A performance report's row: one name, over the period that the file covers."""

    name = models.TextField()
    seller_key = key()
    sales_person = lookup("crm.SalesPerson")
    not_a_seller = models.BooleanField(default=False, db_default=False, help_text="Reviewed: this name is no seller.")
    period_start = day()
    period_end = day()
    snapshot_at = models.DateTimeField(null=True, blank=True)

    class Meta(ReportRow.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name


class UserPerformance(Snapshot):
    """Calls of one telephone user."""

    user_status = words()
    total_calls = models.IntegerField(null=True, blank=True)
    avg_calls_per_day = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    inbound_count = models.IntegerField(null=True, blank=True)
    outbound_count = models.IntegerField(null=True, blank=True)
    missed_percent = percent(help_text="Voicemail counts as missed.")
    avg_handle_time = words(help_text="HH:MM:SS as exported.")
    avg_handle_seconds = models.IntegerField(null=True, blank=True)

    class Meta:
        verbose_name = "phone user"
        verbose_name_plural = "user performance"
        indexes = indexes("crm_userperf", ("sales_person",), ("seller_key",))
        constraints = [models.UniqueConstraint(fields=["org", "name"], name="crm_userperf_name")]


class SalesPerformance(Snapshot):
    """Leads, outcomes and money of one seller; its spelling of a name is the reference."""

    leads_received = models.IntegerField(null=True, blank=True)
    bad = models.IntegerField(null=True, blank=True)
    percent_bad = percent()
    sent = models.IntegerField(null=True, blank=True)
    percent_sent = percent()
    pending = models.IntegerField(null=True, blank=True)
    percent_pending = percent()
    booked = models.IntegerField(null=True, blank=True)
    percent_booked = percent()
    lost = models.IntegerField(null=True, blank=True)
    percent_lost = percent()
    cancelled = models.IntegerField(null=True, blank=True)
    percent_cancelled = percent()
    booked_total = money()
    average_booking = money()

    class Meta:
        verbose_name = "seller result"
        verbose_name_plural = "sales performance"
        indexes = indexes("crm_salesperf", ("sales_person",), ("seller_key",))
        constraints = [models.UniqueConstraint(fields=["org", "name"], name="crm_salesperf_name")]
