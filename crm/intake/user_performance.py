"""The telephone system's report: calls of each user, over the period of the file."""

from __future__ import annotations

from aiop.loading.kind import Field, Kind
from aiop.values.durations import clock_seconds
from aiop.values.numbers import decimal, integer, percent
from aiop.values.seller_name import seller_key
from crm.intake.columns import flags_tests, key, words
from crm.intake.snapshot import snapshot_of
from crm.models import UserPerformance

USER_PERFORMANCE = Kind(
    name="user_performance",
    title="Phone users",
    model=UserPerformance,
    key=("name",),
    order=20,
    fields=(
        words("name", "Name", required=True),
        key("seller_key", "Name", seller_key),
        words("user_status", "User Status"),
        Field("total_calls", ("Total Calls",), integer),
        Field("avg_calls_per_day", ("Avg. Calls/Day", "avg_calls_per_day"), decimal),
        Field("inbound_count", ("# Inbound", "inbound_count"), integer),
        Field("outbound_count", ("# Outbound", "outbound_count"), integer),
        Field("missed_percent", ("% Missed (w/VM)", "missed_percent"), percent),
        words("avg_handle_time", "Avg. Handle Time"),
        key("avg_handle_seconds", "Avg. Handle Time", clock_seconds),
    ),
    derived=(flags_tests("name"),),
    from_file=snapshot_of,
)
