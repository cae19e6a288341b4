"""Making a job known: to `sync` and `backfill`, the worker, the timetable, and those who read its standing."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Q

from aiop.alerts.sources import explained_by_source
from aiop.orgs.models import Org
from aiop.runs import jobs
from aiop.runs.asking import enqueue
from aiop.runs.jobs import title_of
from aiop.runs.models import Run
from aiop.runs.running import RunHandle
from aiop.schedule import Daily, Hourly
from aiop.sources import syncing
from aiop.sources.syncing import SyncJob
from marts.etl import alerting, declared
from marts.etl.declared import Job
from marts.etl.running import perform
from marts.etl.windows import Days, Past
from marts.models import MartStanding

CATCH_UP = "marts.catch_up"
# What may be right an hour later without anybody's doing.
PASSING = ("transient", "surprise")


def register(job: Job[Any]) -> None:
    """Make a job known everywhere; call while apps start."""
    declared.declare(job)
    sync = SyncJob(
        name=job.name,
        title=job.title,
        system=job.system,
        read=partial(_read, job=job),
        fill=None if job.reach.past is Past.NOTHING else partial(_fill, job=job),
        cadence=Daily(job.at),
    )
    syncing.register(sync)
    alerting.declare(job, sync)
    explained_by_source(sync)


def register_catch_up() -> None:
    """Ask again within the hour for what failed in passing and for what a source did not have yet."""
    jobs.register(
        jobs.Job(CATCH_UP, "Marts: ask again", _ask_again, Hourly(40), is_wanted=lambda org: bool(_to_ask_again(org)))
    )


def _read(turn: syncing.Reading, job: Job[Any]) -> None:
    perform(turn, job)


def _fill(turn: syncing.Reading, days: syncing.Days, job: Job[Any]) -> None:
    perform(turn, job, Days(days.first, days.last))


def _ask_again(run: RunHandle, org: Org, parameters: dict[str, Any]) -> None:
    with run.work():
        names = [name for name in _to_ask_again(org) if not _is_live(org, name)]
        for name in names:
            enqueue(org, name, parameters={"triggered_by": "catch_up"}, by=CATCH_UP)
    for name in names:
        run.log(f"{title_of(name)} is asked for again.")


def _to_ask_again(org: Org) -> list[str]:
    """List the jobs whose source may answer by now; call inside `org_context`."""
    standing = MartStanding.objects.for_org(org).filter(Q(error_class__in=PASSING) | ~Q(waiting=""))
    found = [declared.find(name) for name in standing.order_by("job").values_list("job", flat=True)]
    return [syncing.find_sync(job.name).job for job in found if job]


def _is_live(org: Org, name: str) -> bool:
    return Run.objects.for_org(org).filter(job=name, state__in=[Run.State.QUEUED, Run.State.RUNNING]).exists()
