"""Meetings and calls of a day: what `mart_zoom_metrics` holds. Pure."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from marts.build.worked import Worked, quotient
from marts.sources.zoom.records import Leg, MeetingDay, Told

OTHER = "other"
RESULTS = frozenset(
    {
        "answered", "connected", "voicemail", "hang_up", "no_answer", "invalid_operation", "abandoned", "blocked",
        "service_unavailable", "unconnected", "busy", "rejected", "missed", "transferred",
    }
)  # fmt: skip
_TAKEN = frozenset({"answered", "connected"})
_MISSED = frozenset({"no_answer", "abandoned", "hang_up"})
VOICEMAIL = "voicemail"
_SECONDS_A_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Rules:
    """What an organisation decides: whether voicemail is missed, calls within the house count, and which calls minutes are of."""

    voicemail_is_missed: bool = True
    count_internal: bool = False
    average_of_all: bool = False  # also of those that nobody answered


@dataclass(frozen=True, slots=True)
class Phoned:
    """One call, put together from its rows."""

    started_at: dt.datetime
    direction: str
    is_internal: bool
    is_answered: bool
    seconds: int
    result: str
    queue: str

    def is_missed(self, rules: Rules) -> bool:
        """Tell whether it came in and no person answered it."""
        if self.is_answered or self.direction != "inbound":
            return False
        return self.result in _MISSED or (rules.voicemail_is_missed and self.result == VOICEMAIL)


def calls_of(legs: Iterable[Leg]) -> list[Phoned]:
    """Put calls together: the first row tells direction and moment, the longest answered row the duration."""
    by_call: dict[str, list[Leg]] = defaultdict(list)
    for leg in legs:
        by_call[leg.call_id].append(leg)
    return [_call(sorted(rows, key=lambda leg: leg.started_at)) for rows in by_call.values()]


def _call(rows: Sequence[Leg]) -> Phoned:
    # Where no row says when it was answered, its result is all there is.
    taken = [leg for leg in rows if leg.is_answered] or [leg for leg in rows if leg.result in _TAKEN]
    longest = max(taken or rows, key=lambda leg: leg.seconds)
    result = longest.result if taken else rows[-1].result
    return Phoned(
        started_at=rows[0].started_at,
        direction=rows[0].direction,
        is_internal=all(leg.connect_type == "internal" for leg in rows),
        is_answered=bool(taken),
        seconds=longest.seconds,
        result=result if result in RESULTS else OTHER,
        queue=next((leg.queue for leg in rows if leg.queue), ""),
    )


def zoom_days(days: Iterable[dt.date], state_of: dt.date, told: Told, zone: ZoneInfo, rules: Rules) -> list[Worked]:
    """Give the rows of some days; users and queues as they stand are those of the day `state_of` alone."""
    by_day: dict[dt.date, list[Phoned]] = defaultdict(list)
    for call in calls_of(told.legs or ()):
        by_day[call.started_at.astimezone(zone).date()].append(call)
    strange = sorted({leg.result for leg in told.legs or ()} - RESULTS)
    worked = []
    for day in days:
        row: dict[str, Any] = {"metric_date": day}
        if day == state_of:
            state = {"total_users": told.users, "phone_users": told.phone_users, "queue_count": told.queues}
            row |= {name: number for name, number in state.items() if number is not None}
        met = told.meetings.get(day) if told.meetings is not None else None
        row |= meetings(met) if met else {}
        row |= phone(by_day[day], zone, rules) if told.legs is not None else {}
        one = Worked(row, warnings=list(told.refused))
        if told.meetings is not None and met is None:
            one.warnings.append("The daily report does not tell of its meetings yet.")
        worked.append(one)
    if strange and worked:
        worked[-1].warnings.append(f"Results of calls that are not known: {', '.join(strange)}.")
    return worked


def meetings(met: MeetingDay) -> dict[str, Any]:
    """Give the columns of meetings."""
    return {
        "total_meetings": met.meetings,
        "total_meeting_minutes": met.minutes,
        "total_participants": met.participants,
        "avg_meeting_duration_mins": quotient(met.minutes, met.meetings),
    }


def phone(calls: Sequence[Phoned], zone: ZoneInfo, rules: Rules) -> dict[str, Any]:
    """Give the columns of the phone from the calls of a day."""
    outside = [call for call in calls if not call.is_internal]
    counted = [*calls] if rules.count_internal else outside
    answered = [call for call in counted if call.is_answered]
    seconds, talked = (sum(call.seconds for call in some) for some in (counted, answered))
    spent, over = (seconds, counted) if rules.average_of_all else (talked, answered)
    average = quotient(spent, _SECONDS_A_MINUTE * len(over))
    return {
        "total_calls": len(counted),
        "inbound_calls": sum(call.direction == "inbound" for call in outside),
        "outbound_calls": sum(call.direction == "outbound" for call in outside),
        "missed_calls": sum(call.is_missed(rules) for call in outside),
        "total_call_minutes": int((Decimal(seconds) / _SECONDS_A_MINUTE).quantize(Decimal(1), ROUND_HALF_UP)),
        "avg_call_duration_mins": average,
        "answered_calls": len(answered),
        "voicemail_calls": sum(not call.is_answered and call.result == VOICEMAIL for call in counted),
        "internal_calls": len(calls) - len(outside),
        "total_call_seconds": seconds,
        "answered_call_seconds": talked,
        "calls_by_result": dict(Counter(call.result for call in counted)),
        "calls_by_queue": dict(Counter(call.queue for call in counted if call.queue)),
        "calls_by_hour": dict(Counter(str(call.started_at.astimezone(zone).hour) for call in counted)),
    }
