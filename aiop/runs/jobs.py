"""The jobs that a worker can do by name. Apps register theirs; a job takes its run, the organisation and parameters."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from aiop import schedule
from aiop.orgs.models import Org
from aiop.runs.running import Cancelled, Failed, LeaseLost, NotClaimed, RunHandle, run_job

logger = logging.getLogger(__name__)

Call = Callable[[RunHandle, Org, dict[str, Any]], None]


@dataclass(frozen=True)
class Job:
    """A piece of work with a name; with a cadence it stands in the timetable. It must be safe to do again from the start.

    `is_wanted`, asked inside the organisation, keeps the timetable from asking for it where it has nothing to do.
    """

    name: str
    title: str
    call: Call
    cadence: schedule.Cadence | None = None
    catch_up: Literal["latest", "all"] = "latest"
    attempts: int = 3
    is_wanted: Callable[[Org], bool] = field(default=lambda org: True)


_jobs: dict[str, Job] = {}


def register(job: Job) -> None:
    """Make a job known to the worker, and to the clock if it has a cadence."""
    if _jobs.get(job.name, job) != job:
        raise ValueError(f"There already is another job called {job.name}.")
    _jobs[job.name] = job
    if job.cadence is not None:
        schedule.add(schedule.Entry(job.name, job.cadence, job.title, job.catch_up))


def find(name: str) -> Job | None:
    """Give the registered job of this name."""
    return _jobs.get(name)


def names() -> list[str]:
    """List the registered jobs."""
    return list(_jobs)


def title_of(name: str) -> str:
    """Give what people call a job: its title, or its name where it is known by that alone."""
    job = find(name)
    return job.title if job else name.replace("_", " ").replace(".", " · ").capitalize()


def perform(org: Org, name: str, interval: str) -> None:
    """Do a job that was asked for, unless somebody else does or did; only a surprise is raised."""
    try:
        with run_job(org, name, interval=interval, by="worker", retry=False) as run:
            job = find(name)
            if job is None:
                raise Failed(f"No job is called {name} in this version of the program.")
            job.call(run, org, run.parameters)
    except (NotClaimed, Failed, Cancelled, LeaseLost) as answer:
        logger.info("%s %s: %s", name, interval, answer)
