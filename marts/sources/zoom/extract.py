"""What the mart of communications asks of Zoom; what the account has no licence or scope for is None, the rest goes on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from zoneinfo import ZoneInfo

from aiop.sources.errors import FixConnection, GiveUp, SourceFailed
from marts.sources.days import bounds
from marts.sources.zoom.client import Zoom
from marts.sources.zoom.records import Leg, MeetingDay, Told

T = TypeVar("T")
# A call that began before the first of the days has rows in it; one that began on the last has rows after it.
MARGIN = dt.timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Asked:
    """Local days, the moment, and whether users and queues as they stand are asked for; `all_phone_users`: inactive ones too."""

    first: dt.date
    last: dt.date
    zone: ZoneInfo
    now: dt.datetime
    with_state: bool = False
    all_phone_users: bool = False


def read_days(http: Zoom, asked: Asked) -> Told:
    """Read meetings and calls of some local days, and how many users and queues there are, where that is asked for."""
    errors: list[SourceFailed] = []
    meetings = _unless_refused(lambda: _meetings(http, asked.first, asked.last), errors)
    legs = _unless_refused(lambda: _calls(http, asked), errors)
    if meetings is None and legs is None:
        raise errors[0]
    users, phone_users, queues = (
        _unless_refused(call, errors) if asked.with_state else None
        for call in (http.users, lambda: http.phone_users(all_of_them=asked.all_phone_users), http.queues)
    )
    return Told(users, phone_users, queues, meetings, legs, tuple(str(error) for error in errors))


def _unless_refused(call: Callable[[], T], errors: list[SourceFailed]) -> T | None:
    try:
        return call()
    except (FixConnection, GiveUp) as error:
        errors.append(error)
        return None


def _meetings(http: Zoom, first: dt.date, last: dt.date) -> dict[dt.date, MeetingDay]:
    months = {day.replace(day=1) for day in (first, last)}
    return {day: met for month in sorted(months) for day, met in http.meetings(month).items() if first <= day <= last}


def _calls(http: Zoom, asked: Asked) -> tuple[Leg, ...]:
    starts, ends = bounds(asked.first, asked.last, asked.zone)
    return tuple(http.call_rows(starts - MARGIN, min(ends + MARGIN, asked.now)))
