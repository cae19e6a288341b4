"""Meetings and calls of an invented company as they happen and as they become known; and what is true of a day."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from aiop.sandbox.world import World

ZONE = ZoneInfo("America/Chicago")
QUEUES = {"q-100": "Front Desk", "q-200": "Referrals", "q-300": "Billing"}
# Rows and corrections of the report come at most so long after, so that three days of restating see them all.
LATEST_HOURS = 48
ANSWERED = frozenset({"answered", "connected"})
MISSED = frozenset({"no_answer", "abandoned", "hang_up", "voicemail"})


@dataclass(frozen=True, slots=True)
class CallRow:
    """One row of the call history, and from when it can be seen."""

    seen: dt.datetime
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Conversation:
    """One call as it went: what is true of it, whatever its rows say."""

    name: str
    started: dt.datetime
    direction: str
    result: str
    seconds: int
    answered: bool
    internal: bool
    queue: str  # its id
    rows: tuple[CallRow, ...] = ()


class Account(World):
    """All that will ever happen in the account, day by day; each day is drawn from a stream of its own."""

    def __init__(self, seed: int, *, calls_a_day: int = 14, zone: ZoneInfo = ZONE) -> None:
        super().__init__(seed, "Fairview Clinics")
        self.calls_a_day = calls_a_day
        self.zone = zone
        self._days: dict[dt.date, list[Conversation]] = {}

    # People

    def users(self, day: dt.date) -> list[dict[str, Any]]:
        """List active users; the house grows by one now and then, and somebody leaves each second month."""
        count = 42 + day.toordinal() // 19 % 11 - day.toordinal() // 61 % 3
        return [{"id": f"u{n:03}", "type": 2 - n % 2, "status": "active", "dept": "Care"} for n in range(count)]

    def phone_users(self, day: dt.date) -> list[dict[str, Any]]:
        """List users of the phone, those who are not activated among them."""
        return [
            {"id": f"p{n:03}", "extension_number": 800 + n, "status": "deactivate" if n % 9 == 4 else "activate"}
            for n in range(31 + day.toordinal() // 23 % 5)
        ]

    def queues(self, day: dt.date) -> list[dict[str, Any]]:
        """List call queues."""
        return [{"id": number, "name": name, "status": "active"} for number, name in QUEUES.items()]

    # Meetings

    def met(self, day: dt.date, now: dt.datetime) -> dict[str, int]:
        """Give the daily report of a day as it stands: who dialled in late is added the day after."""
        rng = self.rng(f"meetings {day}")
        meetings = 0 if day.weekday() == 6 or rng.random() < 0.05 else rng.randint(1, 16)
        people, minutes = meetings * rng.randint(2, 7), meetings * rng.randint(12, 70)
        told = dt.datetime.combine(day, dt.time(), self.zone) + dt.timedelta(hours=24)
        if now >= told + dt.timedelta(hours=rng.randint(6, LATEST_HOURS - 4)):
            people, minutes = people + rng.randint(0, 3), minutes + rng.randint(0, 25)
        ended = now >= told or not meetings
        return {"meetings": meetings, "participants": people, "meeting_minutes": minutes} if ended else _NOTHING

    # Calls

    def rows(self, starts: dt.datetime, ends: dt.datetime, now: dt.datetime) -> list[dict[str, Any]]:
        """List rows that began in [starts, ends] and can be seen, the newest first."""
        first, last = (moment.astimezone(self.zone).date() for moment in (starts, ends))
        days = [first + dt.timedelta(days=n - 1) for n in range((last - first).days + 3)]
        found = [row.fields for day in days for call in self.day(day) for row in call.rows if row.seen <= now]
        bounds = (_written(starts), _written(ends))
        return sorted((f for f in found if bounds[0] <= f["start_time"] <= bounds[1]), key=_newest, reverse=True)

    def day(self, day: dt.date) -> list[Conversation]:
        """List the calls that begin on a local day."""
        if day not in self._days:
            rng = self.rng(f"calls {day}")
            count = rng.randint(0, 2) if day.weekday() >= 5 else rng.randint(self.calls_a_day // 2, self.calls_a_day)
            self._days[day] = [self._call(day, number, rng) for number in range(count)]
        return self._days[day]

    def _call(self, day: dt.date, number: int, rng: random.Random) -> Conversation:
        # Counted in elapsed time from midnight, so that the day of a change of clocks is as long as it is.
        midnight = dt.datetime.combine(day, dt.time(), self.zone).astimezone(dt.UTC)
        ends = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), self.zone).astimezone(dt.UTC)
        length = int((ends - midnight).total_seconds())
        # One call in ten begins in the last seconds before midnight.
        at = rng.randint(length - 90, length - 1) if rng.random() < 0.1 else rng.randint(7 * 3600, 20 * 3600)
        started = midnight + dt.timedelta(seconds=at)
        direction = "inbound" if rng.random() < 0.6 else "outbound"
        internal = rng.random() < 0.15
        results = (*ANSWERED, *MISSED, "blocked") if direction == "inbound" else ("connected", "no_answer", "hang_up")
        result = rng.choice(sorted(results))
        answered = result in ANSWERED
        queue = rng.choice(sorted(QUEUES)) if direction == "inbound" and not internal and rng.random() < 0.4 else ""
        seconds = rng.randint(8, 2_400) if answered else rng.choice((0, rng.randint(5, 40)))
        call = Conversation(f"{day:%Y%m%d}-{number}", started, direction, result, seconds, answered, internal, queue)
        return replace(call, rows=tuple(_rows(call, rng)))

    # What is true

    def truth(self, day: dt.date, now: dt.datetime) -> dict[str, Any]:
        """Give what the row of a day must hold once all that belongs to it is known."""
        calls = self.day(day)
        outside = [call for call in calls if not call.internal]
        answered = [call for call in outside if call.answered]
        talked = sum(call.seconds for call in answered)
        met = self.met(day, now)
        average = Decimal(met["meeting_minutes"]) / met["meetings"] if met["meetings"] else Decimal(0)
        return {
            "metric_date": str(day), "total_meetings": met["meetings"], "total_participants": met["participants"],
            "total_meeting_minutes": met["meeting_minutes"], "avg_meeting_duration_mins": _two(average),
            "total_calls": len(outside), "inbound_calls": sum(c.direction == "inbound" for c in outside),
            "outbound_calls": sum(c.direction == "outbound" for c in outside),
            "missed_calls": sum(c.direction == "inbound" and c.result in MISSED for c in outside),
            "total_call_minutes": _minutes(sum(c.seconds for c in outside)),
            "avg_call_duration_mins": _two(Decimal(talked) / 60 / len(answered) if answered else Decimal(0)),
            "internal_calls": len(calls) - len(outside),
            "calls_by_queue": dict(Counter(QUEUES[c.queue] for c in outside if c.queue)),
            "calls_by_hour": dict(Counter(str(c.started.astimezone(self.zone).hour) for c in outside)),
        }  # fmt: skip


_NOTHING = {"meetings": 0, "participants": 0, "meeting_minutes": 0}


def _rows(call: Conversation, rng: random.Random) -> Iterator[CallRow]:
    """Write a call's rows: the queue's that rang before, the one that counts, and of calls within the house the other side's."""
    at = call.started
    if call.queue:
        waited = rng.randint(1, 30)
        # The queue's row of an answered call is longer than what was talked, and says nothing of an answer.
        rang = call.seconds + waited if call.answered else min(waited, call.seconds)
        yield _row(call, rng, at, seconds=rang, answered=False, leg=0, queue=call.queue)
        at += dt.timedelta(seconds=waited)
    yield _row(call, rng, at, seconds=call.seconds, answered=call.answered, leg=1)
    if call.internal:
        yield _row(call, rng, at, seconds=call.seconds, answered=call.answered, leg=2)


def _row(
    call: Conversation, rng: random.Random, at: dt.datetime, *, seconds: int, answered: bool, leg: int, queue: str = ""
) -> CallRow:
    hours = rng.uniform(1, LATEST_HOURS - 1) if rng.random() < 0.12 else rng.uniform(0.01, 0.5)
    ends = at + dt.timedelta(seconds=seconds)
    callee = {"callee_ext_type": "call_queue", "callee_ext_id": queue, "callee_name": QUEUES[queue]} if queue else {
        "callee_ext_type": "user", "callee_ext_id": f"x{leg}", "callee_name": "Dana Whitlock", "callee_did_number": "+15125550142",
    }  # fmt: skip
    fields = {
        "id": f"leg-{call.name}-{leg}", "call_path_id": f"path-{call.name}", "call_id": f"call-{call.name}",
        "direction": call.direction, "start_time": _written(at), "end_time": _written(ends), "duration": seconds,
        "connect_type": "internal" if call.internal else "external", "call_type": "general",
        "call_result": call.result, "caller_name": "Ines Carver", "caller_did_number": "+15125550171",
        "international": False, "recording_status": "non_recorded", **callee,
        **({"answer_time": _written(at + dt.timedelta(seconds=3))} if answered else {}),
    }  # fmt: skip
    return CallRow(at + dt.timedelta(hours=hours), fields)


def _newest(fields: dict[str, Any]) -> tuple[str, str]:
    return fields["start_time"], fields["id"]


def _written(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _two(number: Decimal) -> str:
    return str(number.quantize(Decimal("0.01"), ROUND_HALF_UP))


def _minutes(seconds: int) -> int:
    return int((Decimal(seconds) / 60).quantize(Decimal(1), ROUND_HALF_UP))
