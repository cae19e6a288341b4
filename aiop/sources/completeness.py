"""How far a stream is complete: never further than what is known of how late its source tells of changes.

A reading (a pass) begins at a moment, reads everything that changed since the one before it, less a look back, and claims
to be complete only when it has come to its end. The look back is learnt: twice the latest arrival of the past month.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from aiop.runs.running import RunHandle
from aiop.sources.models import Stream

LEAST_LOOK_BACK = dt.timedelta(minutes=10)
# What comes later than this is the sweep's to find; looking back further at every reading would cost more than the sweep.
FURTHEST_LOOK_BACK = dt.timedelta(days=7)
REMEMBERED = dt.timedelta(days=30)
_MOST_ARRIVALS = 50


@dataclass(frozen=True, slots=True)
class Pass:
    """One reading of a stream: since when, and where it goes on. `since` is None for everything."""

    began: dt.datetime
    since: dt.datetime | None
    cursor: Mapping[str, Any]
    resumed: bool


def look_back(lateness: dt.timedelta | None) -> dt.timedelta:
    """Give how far a reading reaches behind the one before it."""
    if lateness is None:
        return LEAST_LOOK_BACK
    return max(LEAST_LOOK_BACK, min(2 * lateness, FURTHEST_LOOK_BACK))


def begin_pass(
    run: RunHandle, stream: Stream, *, cursor: Mapping[str, Any] | None = None, now: dt.datetime | None = None
) -> Pass:
    """Begin a reading, or go on with the one that was broken off.

    `cursor` is where a new reading begins; None goes on from the stored one, as continuation tokens want it.
    """
    with run.work():
        locked = Stream.objects.select_for_update(no_key=True).get(pk=stream.pk)
        resumed = locked.pass_started_at is not None
        if locked.pass_started_at is None:
            locked.pass_started_at = now or timezone.now()
            locked.pass_since = None if locked.read_at is None else locked.read_at - look_back(locked.lateness)
            locked.cursor = locked.cursor if cursor is None else dict(cursor)
            locked.save(update_fields=["pass_started_at", "pass_since", "cursor"])
    return Pass(locked.pass_started_at, locked.pass_since, locked.cursor, resumed)


def finish_pass(run: RunHandle, stream: Stream) -> dt.datetime:
    """Say that a reading has come to its end; gives through when the stream is complete now."""
    with run.work():
        locked = Stream.objects.select_for_update(no_key=True).get(pk=stream.pk)
        if locked.pass_started_at is None:
            raise ValueError(f"No reading of {locked} is under way.")
        claim = claimed(locked.pass_started_at, locked.lateness)
        locked.complete_through = max(claim, locked.complete_through or claim)
        locked.read_at, locked.pass_started_at, locked.pass_since = locked.pass_started_at, None, None
        locked.save(update_fields=["complete_through", "read_at", "pass_started_at", "pass_since"])
    return locked.complete_through


def claimed(began: dt.datetime, lateness: dt.timedelta | None) -> dt.datetime:
    """Give through when a reading that began then is complete."""
    return began - look_back(lateness)


def note_lateness(stream: Stream, seconds: float, now: dt.datetime | None = None) -> None:
    """Learn from the latest arrival among stored records; the caller saves. Arrivals of the past month are remembered."""
    now = now or timezone.now()
    arrivals = remembered(stream.late_arrivals, now)
    if seconds > 0:
        arrivals = [*arrivals, [now.isoformat(timespec="seconds"), round(seconds, 3)]]
    stream.late_arrivals = sorted(arrivals, key=lambda a: -a[1])[:_MOST_ARRIVALS]
    stream.lateness = dt.timedelta(seconds=stream.late_arrivals[0][1]) if stream.late_arrivals else None


def remembered(arrivals: Sequence[Any], now: dt.datetime) -> list[Any]:
    """Keep the arrivals (moment, seconds) of the past month."""
    return [[at, seconds] for at, seconds in arrivals if now - dt.datetime.fromisoformat(at) < REMEMBERED]
