"""Audit before publishing: what keeps rows from being shown, what is told beside them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiop.sources.errors import GiveUp
from marts.build.worked import Worked
from marts.etl.declared import Job, Reading
from marts.etl.windows import is_restated, last_of

# So many sentences are kept; the number tells of the rest.
TOLD = 20


class AuditFailed(GiveUp):
    """Rows are wrong, so nothing was published."""


@dataclass(slots=True)
class Judged:
    """Rows that may be published, and what is to be said of them."""

    rows: list[Mapping[str, Any]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def judge(job: Job[Any], reading: Reading, worked: Sequence[Worked]) -> Judged:
    """Give what may be published; AuditFailed, with the first reasons, when a row is wrong."""
    for audit in job.audits:
        audit(reading, worked)
    wrong = [*_misplaced(job, reading, worked)]
    warnings: list[str] = []
    for one in worked:
        name = _name(job, one.row)
        wrong += [f"{name}: {text}" for text in one.wrong]
        warnings += [f"{name}: {text}" for text in one.warnings]
    if wrong:
        raise AuditFailed(f"Nothing was published, {_counted(len(wrong))}: {_some(wrong)}")
    rows: list[Mapping[str, Any]] = [
        {"is_provisional": is_restated(job.reach, day_of(job, one.row), reading.today), **one.row} for one in worked
    ]
    return Judged(rows, warnings, _missing(job, rows))


def _misplaced(job: Job[Any], reading: Reading, worked: Sequence[Worked]) -> list[str]:
    """Find rows that are not of the days asked for, rows that come twice, and columns that the mart does not have."""
    known = {column.column for column in job.mart._meta.concrete_fields} - {"id", "org_id"}
    names = [tuple(one.row.get(column) for column in job.key) for one in worked]
    found = [f"{name} comes {times} times." for name, times in Counter(names).items() if times > 1]
    for one in worked:
        if strangers := sorted(set(one.row) - known):
            found.append(f"{job.table} has no column {', '.join(strangers)}.")
        if day_of(job, one.row) not in reading.days:
            found.append(f"{_name(job, one.row)} lies outside of {reading.days}.")
    return found


def day_of(job: Job[Any], row: Mapping[str, Any]) -> dt.date:
    """Give the day of a row: its own, or the first of its month."""
    day: dt.date = row[job.day] if job.day else dt.date(row["year"], row["month"], 1)
    return day


def end_of(job: Job[Any], row: Mapping[str, Any]) -> dt.date:
    """Give the last day that a row covers."""
    day = day_of(job, row)
    return day if job.day else last_of(day)


def _missing(job: Job[Any], rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """List the nullable columns that no row of the latest day has."""
    if not rows:
        return []
    until = max(day_of(job, row) for row in rows)
    latest = [row for row in rows if day_of(job, row) == until]
    nullable = [f.name for f in job.mart._meta.concrete_fields if f.null and f.name not in {"built_in", "as_of"}]
    return sorted(column for column in nullable if all(row.get(column) is None for row in latest))


def _name(job: Job[Any], row: Mapping[str, Any]) -> str:
    rest = "".join(f", {row[column]}" for column in job.key[1 if job.day else 2 :])
    when = str(row[job.day]) if job.day else f"{row['year']}-{row['month']:02}"
    return f"{when}{rest}"


def _counted(number: int) -> str:
    return "one thing is wrong" if number == 1 else f"{number:,} things are wrong"


def _some(texts: Sequence[str]) -> str:
    shown = " ".join(texts[:3])
    return shown if len(texts) <= 3 else f"{shown} …"
