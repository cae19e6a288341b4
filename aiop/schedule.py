"""The timetable: which job runs when. Apps add their entries; one clock works out what is due in each organisation.

A daily entry owns a local day of its organisation (`2026-11-20`). Entries that repeat within the day own moments in UTC
(`2026-11-20T13Z`, `2026-11-20T13:05Z`), where no hour is missing and none comes twice. Keys sort as they follow in time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal

# After a long stop, at most so many missed intervals are asked for at once; the next tick goes on from there.
CATCH_UP_LIMIT = 100
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Daily:
    """Once per local day at this time; where the clock skips it, when the clock goes on."""

    at: time

    def __str__(self) -> str:
        return f"every day at {self.at:%H:%M}"


@dataclass(frozen=True)
class Hourly:
    """Once an hour, so many minutes past the UTC hour."""

    minute: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.minute < 60:
            raise ValueError(f"{self.minute} is not a minute of an hour.")

    def __str__(self) -> str:
        return f"every hour at :{self.minute:02}"


@dataclass(frozen=True)
class EveryMinutes:
    """Every so many minutes, counted from the full hour; the number divides sixty."""

    minutes: int

    def __post_init__(self) -> None:
        if self.minutes < 1 or 60 % self.minutes:
            raise ValueError(f"{self.minutes} does not divide an hour.")

    def __str__(self) -> str:
        return "every minute" if self.minutes == 1 else f"every {self.minutes} minutes"


Cadence = Daily | Hourly | EveryMinutes


@dataclass(frozen=True)
class Entry:
    """One line of the timetable; `catch_up` says whether each missed interval is made up for, or the latest alone."""

    job: str
    cadence: Cadence
    title: str
    catch_up: Literal["latest", "all"] = "latest"


_entries: dict[str, Entry] = {}


def add(entry: Entry) -> None:
    """Put an entry into the timetable; a job stands in it once."""
    if _entries.get(entry.job, entry) != entry:
        raise ValueError(f"The timetable already has another entry for {entry.job}.")
    _entries[entry.job] = entry


def entries() -> list[Entry]:
    """Give the timetable, in the order in which a day meets it."""
    return sorted(_entries.values(), key=lambda entry: (str(entry.cadence), entry.job))


def due(entry: Entry, zone: tzinfo, now: datetime, latest: str | None) -> list[str]:
    """List the intervals that are due at `now` (aware) after the interval `latest`, earliest first.

    Without `latest` (a new entry or organisation) only the most recent one is due: history is not made up.
    """
    newest = _latest_due(entry.cadence, zone, now)
    if newest is None or (latest is not None and newest <= latest):
        return []
    if entry.catch_up == "latest" or latest is None:
        return [newest]
    missed: list[str] = []
    for interval in _after(entry.cadence, zone, latest):
        if interval > newest or len(missed) == CATCH_UP_LIMIT:
            break
        missed.append(interval)
    return missed


def next_due(entry: Entry, zone: tzinfo, now: datetime) -> datetime:
    """Give the next moment (UTC) after `now` at which an interval of `entry` falls due."""
    cadence = entry.cadence
    if isinstance(cadence, Daily):
        day = now.astimezone(zone).date() - _DAY
        while (moment := moment_of(day, cadence.at, zone)) is None or moment <= now:
            day += _DAY
        return moment
    return _floor(now, cadence) + _step(cadence)


def moment_of(day: date, at: time, zone: tzinfo) -> datetime | None:
    """Give the moment (UTC) that a local day reaches a time: the earlier of two; after a gap its end; None for no such day."""
    if _reached(day, time.min, zone).astimezone(zone).date() != day:
        return None
    return _reached(day, at, zone)


def _reached(day: date, at: time, zone: tzinfo) -> datetime:
    early = datetime.combine(day, at, zone).astimezone(UTC)
    if early.astimezone(zone).replace(tzinfo=None) == datetime.combine(day, at):
        return early
    # The local time does not exist: with fold 0 and 1 it is read by the clock before and after the gap, whose end lies
    # between the two.
    low = datetime.combine(day, at, zone).replace(fold=1).astimezone(UTC)
    before, high = low.astimezone(zone).utcoffset(), early
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
    return high.replace(microsecond=0)


def _latest_due(cadence: Cadence, zone: tzinfo, now: datetime) -> str | None:
    if not isinstance(cadence, Daily):
        return _key(_floor(now, cadence), cadence)
    day = now.astimezone(zone).date()
    for _ in range(3):
        moment = moment_of(day, cadence.at, zone)
        if moment is not None and moment <= now:
            return day.isoformat()
        day -= _DAY
    return None


def _after(cadence: Cadence, zone: tzinfo, latest: str) -> Iterator[str]:
    """Walk the intervals that follow `latest`, without end."""
    if isinstance(cadence, Daily):
        day = date.fromisoformat(latest[:10])
        while True:
            day += _DAY
            if moment_of(day, cadence.at, zone) is not None:
                yield day.isoformat()
    moment = _moment(latest, cadence)
    while True:
        moment += _step(cadence)
        yield _key(moment, cadence)


def _step(cadence: Hourly | EveryMinutes) -> timedelta:
    return timedelta(hours=1) if isinstance(cadence, Hourly) else cadence.minutes * _MINUTE


def _floor(now: datetime, cadence: Hourly | EveryMinutes) -> datetime:
    """Give the latest moment at or before `now` at which the cadence falls due."""
    now = now.astimezone(UTC).replace(second=0, microsecond=0)
    if isinstance(cadence, Hourly):
        moment = now.replace(minute=cadence.minute)
        return moment if moment <= now else moment - timedelta(hours=1)
    return now - (now.minute % cadence.minutes) * _MINUTE


def _key(moment: datetime, cadence: Hourly | EveryMinutes) -> str:
    return f"{moment:%Y-%m-%dT%HZ}" if isinstance(cadence, Hourly) else f"{moment:%Y-%m-%dT%H:%MZ}"


def _moment(key: str, cadence: Hourly | EveryMinutes) -> datetime:
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:T(\d\d)(?::(\d\d))?Z)?", key)
    if match is None:
        raise ValueError(f"{key} is not an interval of the timetable.")
    day, hour, minute = match.groups()
    past = cadence.minute if isinstance(cadence, Hourly) else int(minute or 0)
    return datetime.combine(date.fromisoformat(day), time(int(hour or 0), past), UTC)
