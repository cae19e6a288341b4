"""What sellers and telephone users did in a period."""

from __future__ import annotations

from django.contrib import admin

from aiop.values.seller_name import seller_key
from crm.admin.report_rows import ReportRowAdmin
from crm.models import SalesPerformance, UserPerformance


@admin.register(SalesPerformance)
class SalesPerformanceAdmin(ReportRowAdmin[SalesPerformance]):
    """Leads, outcomes and money of sellers."""

    order = "name"
    keys = {"seller_key": ("name", seller_key)}
    small = True
    list_display = [
        "name",
        "sales_person",
        "leads_received",
        "booked",
        "percent_booked",
        "lost",
        "bad",
        "booked_total",
        "average_booking",
        "period_end",
    ]
    list_filter = ["sales_person"]


@admin.register(UserPerformance)
class UserPerformanceAdmin(ReportRowAdmin[UserPerformance]):
    """Calls of telephone users."""

    order = "name"
    keys = {"seller_key": ("name", seller_key)}
    small = True
    list_display = [
        "name",
        "sales_person",
        "user_status",
        "total_calls",
        "inbound_count",
        "outbound_count",
        "missed_percent",
        "avg_handle_time",
    ]
    list_filter = ["sales_person"]
