"""The worked examples of meetings and calls, and their edges: a few rows in, the figures out, written by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from marts.build.zoom import Rules, calls_of, phone, zoom_days
from marts.sources.days import bounds
from marts.sources.zoom.records import Leg, MeetingDay, Told, decode_leg

CENTRAL = ZoneInfo("America/Chicago")

DAY = dt.date(2025, 11, 5)


def leg(number: str, call: str, seconds: int, result: str, *, answered: bool = False, **more: Any) -> Leg:
    """Make a row of the call history as Zoom tells it."""
    told = {"id": number, "call_id": call, "direction": "inbound", "start_time": "2025-11-05T15:04:05Z", "duration": seconds,
            "connect_type": "external", "call_result": result, **more}  # fmt: skip
    return decode_leg({**told, **({"answer_time": "2025-11-05T15:04:15Z"} if answered else {})})


FOUR = (
    leg("r1", "c1", 130, "answered", start_time="2025-11-05T15:04:00Z", callee_ext_type="call_queue", callee_name="Front Desk"),
    leg("r2", "c1", 125, "answered", answered=True),
    leg("r3", "c2", 0, "no_answer"),
    leg("r4", "c3", 61, "connected", direction="outbound", answered=True),
    leg("r5", "c4", 20, "voicemail"),
)  # fmt: skip


def test_the_calls_of_a_day_are_counted_once_each() -> None:
    row = phone(calls_of(FOUR), CENTRAL, Rules())
    expected = {
        "total_calls": 4, "inbound_calls": 3, "outbound_calls": 1, "missed_calls": 2, "total_call_minutes": 3,
        "avg_call_duration_mins": Decimal("1.55"), "answered_calls": 2, "voicemail_calls": 1, "total_call_seconds": 206,
        "answered_call_seconds": 186, "calls_by_queue": {"Front Desk": 1}, "calls_by_hour": {"9": 4},
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected
    assert phone(calls_of(FOUR), CENTRAL, Rules(voicemail_is_missed=False))["missed_calls"] == 1


def test_calls_within_the_house_are_counted_apart_unless_they_are_asked_for() -> None:
    inside = [leg("r6", "c5", 60, "answered", answered=True, connect_type="internal")]
    row = phone(calls_of([*FOUR, *inside]), CENTRAL, Rules())
    assert (row["total_calls"], row["inbound_calls"], row["internal_calls"]) == (4, 3, 1)
    counted = phone(calls_of([*FOUR, *inside]), CENTRAL, Rules(count_internal=True))
    assert (counted["total_calls"], counted["inbound_calls"], counted["total_call_seconds"]) == (5, 3, 266)


def test_a_result_that_nobody_knows_is_counted_as_other_and_told() -> None:
    told = Told(None, None, None, {DAY: MeetingDay(0, 0, 0)}, (leg("r", "c", 5, "teleported"),))
    worked = zoom_days([DAY], DAY, told, CENTRAL, Rules())[0]
    assert worked.row["calls_by_result"] == {"other": 1}
    assert "teleported" in worked.warnings[0]


def test_a_call_before_midnight_is_of_its_local_day() -> None:
    late = leg("r", "c", 90, "answered", answered=True, start_time="2025-11-06T05:59:30Z")
    told = Told(None, None, None, None, (late,))
    days = [DAY, DAY + dt.timedelta(days=1)]
    rows = [one.row for one in zoom_days(days, days[-1], told, CENTRAL, Rules())]
    assert [row["total_calls"] for row in rows] == [1, 0]


def test_days_of_23_and_25_hours_are_whole() -> None:
    spring, autumn = (bounds(day, day, CENTRAL) for day in (dt.date(2026, 3, 8), dt.date(2026, 11, 1)))
    assert [(ends - starts).total_seconds() / 3600 for starts, ends in (spring, autumn)] == [23, 25]


def test_meetings_have_their_average_and_a_day_without_any_has_none() -> None:
    told = Told(40, 30, 3, {DAY: MeetingDay(12, 57, 640), DAY - dt.timedelta(days=1): MeetingDay(0, 0, 0)}, None)
    before, row = (one.row for one in zoom_days([DAY - dt.timedelta(days=1), DAY], DAY, told, CENTRAL, Rules()))
    assert (row["avg_meeting_duration_mins"], row["total_users"], row["queue_count"]) == (Decimal("53.33"), 40, 3)
    assert (before["avg_meeting_duration_mins"], before["total_meetings"]) == (Decimal(0), 0)
    # Users as they stand are of the latest day alone, and a phone that did not answer is not one without calls.
    assert "total_users" not in before
    assert "total_calls" not in row
