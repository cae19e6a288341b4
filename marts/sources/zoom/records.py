"""Answers of Zoom: counts of users and queues, the daily report of meetings, rows of the call history. Nothing personal is read. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marts.sources.told import ShapeError, day, moment, need_count, need_list, need_text, text_in


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list: its rows, how many there are in all where the answer says so, and the token of the next page."""

    rows: tuple[Any, ...]
    total: int | None
    following: str


@dataclass(frozen=True, slots=True)
class MeetingDay:
    """What was met on one day, as the daily report adds it up."""

    meetings: int
    participants: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Leg:
    """One row of the call history: a call has several where it was queued, transferred or answered elsewhere."""

    id: str
    call_id: str
    direction: str
    connect_type: str
    result: str
    started_at: dt.datetime
    is_answered: bool
    seconds: int
    queue: str  # the call queue that it reached; blank where it reached a person


@dataclass(frozen=True, slots=True)
class Told:
    """What Zoom told of some days; None where it refused: the account has no licence or scope for it."""

    users: int | None
    phone_users: int | None
    queues: int | None
    meetings: Mapping[dt.date, MeetingDay] | None
    legs: tuple[Leg, ...] | None
    refused: tuple[str, ...] = ()


def decode_listing(told: Any, within: str) -> Listing:
    """Read a page of the list `within`; a total may be missing."""
    rows = tuple(need_list(told, within, "The page"))
    total = need_count(told, "total_records", "The page") if told.get("total_records") is not None else None
    return Listing(rows, total, text_in(told, "next_page_token"))


def decode_daily(told: Any) -> dict[dt.date, MeetingDay]:
    """Read the daily report of a month."""
    found = {}
    for one in need_list(told, "dates", "The daily report"):
        text = need_text(one, "date", "A day of the report")
        which = day(text[:10])
        if which is None:
            raise ShapeError(f"“date” of a day of the report is no date: {text[:40]}.")
        found[which] = MeetingDay(
            need_count(one, "meetings", text),
            need_count(one, "participants", text),
            need_count(one, "meeting_minutes", text),
        )
    return found


def decode_leg(one: Any) -> Leg:
    """Read a row of the call history."""
    number = text_in(one, "id") if isinstance(one, Mapping) else ""
    where = f"Call row {number}".strip()
    call = text_in(one, "call_id") if isinstance(one, Mapping) else ""
    started = moment(need_text(one, "start_time", where))
    if started is None:
        raise ShapeError(f"“start_time” of {where} is no moment.")
    is_queue = text_in(one, "callee_ext_type") == "call_queue"
    return Leg(
        id=number or need_text(one, "call_id", where),
        call_id=call or need_text(one, "id", where),
        direction=need_text(one, "direction", where).lower(),
        connect_type=text_in(one, "connect_type").lower() or "external",
        result=need_text(one, "call_result", where).lower(),
        started_at=started,
        is_answered=bool(text_in(one, "answer_time")),
        seconds=need_count(one, "duration", where),
        # The name of a queue is the company's own; whoever called, or was called, is not read.
        queue=(text_in(one, "callee_name") or text_in(one, "callee_ext_id")) if is_queue else "",
    )


def is_active_phone_user(one: Any) -> bool:
    """Tell whether a phone user is activated."""
    return need_text(one, "status", "A phone user") == "activate"
