"""The jobs of building: by the timetable, and at once after runs that bring what a series is worked out from."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from aiop.builders.build import build
from aiop.builders.declared import Builder, Series, declare, in_series
from aiop.builders.windows import Window, latest
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs import jobs
from aiop.runs.asking import enqueue
from aiop.runs.ended import on_done
from aiop.runs.jobs import Job
from aiop.runs.running import Failed, RunHandle

_followed: dict[str, Series] = {}


def register(series: Series, *builders: Builder) -> None:
    """Make builders known to the command, the worker, the timetable and the nightly checks; call while apps start."""
    declare(series, *builders)

    def call(run: RunHandle, org: Org, parameters: dict[str, Any]) -> None:
        build_series(run, org, series, parameters)

    if jobs.find(series.job) is None:
        jobs.register(Job(series.job, series.title, call, cadence=series.cadence))
    _followed[series.job] = series


def build_series(run: RunHandle, org: Org, series: Series, parameters: dict[str, Any]) -> None:
    """Build a series as a run; the parameters may give `names`, `from` and `to` (ISO days). Raises Failed if one broke."""
    with org_context(org, actor=run.by):
        if not series.is_wanted(org):
            run.log("There is nothing here to work it out from.")
            return
    names = parameters.get("names") or [builder.name for builder in in_series(series.job)]
    outcomes = build(org, names, window=_window(org, series, parameters), by=run.by, run=run)
    if broken := [outcome.builder.title for outcome in outcomes if outcome.error]:
        raise Failed(f"{len(broken)} of {len(outcomes)} could not be built: {', '.join(broken)}.")


def follow(org_id: int, job: str) -> None:
    """Ask for the series that are built at once after this job."""
    for series in _followed.values():
        if job not in series.after:
            continue
        org = Org.objects.get(pk=org_id)
        with org_context(org, actor=job):
            wanted = series.is_wanted(org)
        if wanted:
            enqueue(org_id, series.job, by=job)


def _window(org: Org, series: Series, parameters: dict[str, Any]) -> Window:
    if "from" in parameters or "to" in parameters:
        return Window(_day(parameters.get("from")), _day(parameters.get("to")))
    return latest(series.days, timezone.localdate(timezone=org.zone))


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


on_done(follow)
