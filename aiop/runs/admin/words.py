"""Runs in the words of a colleague. Pure: facts in, text out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from aiop.adminkit import format as fmt

# In the order in which people ask: how much came, what it did, what it could not do.
_ORDER = ["read", "new", "changed", "same", "deleted", "linked", "quarantined"]
_LABELS = {"same": "the same", "quarantined": "in quarantine"}


def duration(time: timedelta | None) -> str:
    """Write a length of time: 0.4 s, 12 s, 3 min 5 s, 2 h 4 min."""
    if time is None:
        return fmt.UNKNOWN
    seconds = max(time.total_seconds(), 0)
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 60:
        return f"{int(seconds)} s"
    if seconds < 3600:
        return f"{int(seconds) // 60} min {int(seconds) % 60} s"
    return f"{int(seconds) // 3600} h {int(seconds) % 3600 // 60} min"


def names(counts: Mapping[str, int]) -> list[str]:
    """Give the names of counts, those that every job has first."""
    return [name for name in _ORDER if name in counts] + sorted(name for name in counts if name not in _ORDER)


def ordered(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Give counts with their labels, those that every job has first."""
    return [(label(name), counts[name]) for name in names(counts)]


def label(name: str) -> str:
    """Give what people call a count."""
    return _LABELS.get(name, name.replace("_", " "))


def counted(counts: Mapping[str, int]) -> str:
    """Write counts as one phrase: 18,204 read, 612 new, 88 changed."""
    return ", ".join(f"{fmt.number(value)} {name}" for name, value in ordered(counts))


def interval(key: str) -> str:
    """Write which interval a run is for: a day, an hour or minute in UTC, or asked for by hand."""
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:T(\d\d)(?::(\d\d))?Z)?", key)
    if match is None:
        return "by hand" if key.startswith("adhoc-") else key
    day, hour, minute = match.groups()
    shown = fmt.day(date.fromisoformat(day))
    return f"{shown}, {hour}:{minute or '00'} UTC" if hour else shown


def percent(done: int, total: int | None) -> int | None:
    """Give how far the work is in whole percent; None when nobody knows how much there is."""
    return None if not total else min(100, done * 100 // total)


def time_left(done: int, total: int | None, taken: timedelta) -> timedelta | None:
    """Estimate what is left at the pace so far; None when it is too early or not known."""
    if not total or not done or done >= total or taken < timedelta(seconds=2):
        return None
    return taken * (total - done) / done


def progress(step: str, done: int, total: int | None, left: timedelta | None) -> str:
    """Write how far a run is: Reading · 3,400 of 18,204 (18 %) · about 40 s left."""
    parts = [step] if step else []
    if total:
        parts.append(f"{fmt.number(done)} of {fmt.number(total)} ({percent(done, total)} %)")
    elif done:
        parts.append(f"{fmt.number(done)} done")
    if left is not None:
        parts.append(f"about {duration(left)} left")
    return " · ".join(parts)


def sentence(
    state: str,
    *,
    counts: Mapping[str, int],
    error: str,
    taken: timedelta | None,
    waited: timedelta,
    stopping: bool,
) -> str:
    """Say what a run did, or does, in one sentence."""
    after = f" after {duration(taken)}" if taken is not None else " before it started"
    match state:
        case "queued":
            return f"Waits for a worker, for {duration(waited)} so far."
        case "running" if stopping:
            return f"Was asked to stop and will at its next safe point; runs for {duration(taken)}."
        case "running":
            return f"Runs for {duration(taken)}."
        case "done" if counts:
            return f"Done in {duration(taken)}: {counted(counts)}."
        case "done":
            return f"Done in {duration(taken)}."
        case "cancelled":
            return f"Cancelled{after}."
        case "failed":
            return f"Could not do its work, and said so{after}: {_closed(error)}"
        case _:
            return f"Broke off{after}, to its own surprise: {_closed(error)}"


def _closed(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def since(start: datetime | None, end: datetime | None, now: datetime) -> timedelta | None:
    """Give how long something took, or takes until `now`; None when it has not begun."""
    return None if start is None else (end or now) - start
