"""Visits of a job: planned, moved, canceled, never used, deleted; and the states that a job goes through with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from servicetitan.sandbox.case import Case
from servicetitan.sandbox.moments import DAY, HOUR, MINUTE, at_local, local_day
from servicetitan.sandbox.records import Record


@dataclass(frozen=True)
class Work:
    """When work on a job began and ended."""

    start: int
    end: int


def plan_visits(case: Case, job: Record, booked: int, day: int, *, days: int, hours: float) -> Work:
    """Add the visits of a job from a day on, one a day, and give when work begins and ends."""
    chance = case.chance
    # Some visits are late enough in the day that they end on the next day of UTC.
    first = at_local(day, chance.choice((480, 510, 540, 600, 660, 720, 780, 840, 900, 960, 1050)))
    if chance.random() < 0.07:
        _dropped(case, job, booked, first - chance.randrange(1, 4) * DAY)
    if chance.random() < 0.15:
        first = _moved(case, job, booked, first, hours)
    else:
        _visit(case, job, booked, first, hours)
    end = first + int(hours * HOUR)
    for more in range(1, days):
        start = first + more * DAY
        _visit(case, job, booked + more * MINUTE, start, hours)
        end = start + int(hours * HOUR)
    if days > 1 and chance.random() < 0.05:
        unused = case.add("appointments", booked, **_facts(job, end + DAY, end + DAY + HOUR))
        unused.change(end + 2 * DAY, unused=True, status="Scheduled")
    return Work(first, end)


def _facts(job: Record, start: int, end: int) -> dict[str, Any]:
    return {
        "job": job.id,
        "start": start,
        "end": end,
        "status": "Scheduled",
        "customer": job.versions[0][2]["customer"],
    }


def _visit(case: Case, job: Record, booked: int, start: int, hours: float) -> Record:
    visit = case.add("appointments", booked, **_facts(job, start, start + int(hours * HOUR)))
    if visit.created < start:
        visit.change(start - 30 * MINUTE, status="Dispatched")
        visit.change(start, status="Working")
    visit.change(start + int(hours * HOUR), status="Done")
    return visit


def _moved(case: Case, job: Record, booked: int, first: int, hours: float) -> int:
    later = first + case.chance.randrange(1, 8) * DAY
    visit = case.add("appointments", booked, **_facts(job, first, first + int(hours * HOUR)))
    told = min(max(visit.created + 30 * MINUTE, first - case.chance.randrange(2, 60) * HOUR), later - HOUR)
    visit.change(told, start=later, end=later + int(hours * HOUR))
    visit.change(later - 30 * MINUTE, status="Dispatched")
    visit.change(later + int(hours * HOUR), status="Done")
    return later


def _dropped(case: Case, job: Record, booked: int, start: int) -> None:
    """Add an earlier visit that does not count: canceled, deleted or never used."""
    start = max(start, booked + HOUR)
    visit = case.add("appointments", booked, **_facts(job, start, start + HOUR))
    how = case.chance.random()
    told = visit.created + 40 * MINUTE
    if how < 0.5:
        visit.change(told, status="Canceled")
    elif how < 0.8:
        visit.change(told, active=False)
    else:
        visit.change(start + 2 * HOUR, unused=True)


def cancel_visits(case: Case, job: Record, at: int) -> None:
    """Cancel what has been planned for a job: visits told before are rewritten to end at this moment."""
    for visit in case.records.get("appointments", []):
        if visit.versions[0][2]["job"] == job.id:
            visit.versions[1:] = [version for version in visit.versions[1:] if version[0] < at]
            visit.change(at, status="Canceled")


def carry_out(case: Case, job: Record, work: Work, *, completed: int | None = None) -> int:
    """Take a job through its states while work is done, and give when it was completed."""
    done = completed or work.end + case.chance.randrange(2, 50) * MINUTE + case.chance.randrange(1_000_000)
    if job.created < work.start:
        job.change(work.start - 30 * MINUTE, status="Dispatched")
        job.change(work.start + case.chance.randrange(10) * MINUTE, status="InProgress")
    job.change(max(done, job.created + MINUTE), status="Completed", completed=max(done, job.created + MINUTE))
    return max(done, job.created + MINUTE)


def started_on(work: Work) -> int:
    """Give the day of Phoenix on which work begins."""
    return local_day(work.start)
