"""A report run at its source and compared at once: the way of a file, without the hands."""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiop.builders.windows import Window
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs import jobs
from aiop.runs.running import Failed, RunHandle
from aiop.sources.models import Connection
from marts.models import TieOut
from marts.tieout.reports import BY_NAME, Report
from marts.tieout.tie import tie
from servicetitan.api import SYSTEM, client_of, fetch_report, find_report

JOB = "marts.report"


class CannotFetch(Failed):
    """The report cannot be asked for; the text says why."""


def fetchable(org: Org) -> list[Connection]:
    """List the connections that reports can be run through."""
    return list(Connection.objects.for_org(org).filter(system=SYSTEM, is_enabled=True).order_by("name"))


def fetch(org: Org, report: Report, window: Window, *, by: str, pause: Callable[[float], None] = time.sleep) -> TieOut:
    """Run a report for some days through the organisation's connection, compare it, and keep both.

    Raises CannotFetch without a connection, and the family of SourceFailed. Call outside `org_context`: it takes minutes.
    """
    assert window.start is not None and window.end is not None  # noqa: S101, PT018  (both ends are asked for)
    with org_context(org, actor=by):
        connections = fetchable(org)
    if len(connections) != 1:
        how = "no connection" if not connections else "several connections"
        raise CannotFetch(f"{org.name} has {how} to ServiceTitan in use: one is needed to run reports through.")
    name = f"{report.title.replace('/', '')} {window.start} {window.end}.csv"
    with tempfile.TemporaryDirectory() as folder, client_of(connections[0], pause=pause) as http:
        listed = find_report(http, report.title)
        got = fetch_report(http, listed, window.start, window.end, Path(folder) / name, by=report.asked_by)
        with org_context(org, actor=by):
            made, _, _ = tie(org, got.path, by=by, name=name, window=window, extracted_at=got.taken_at)
    return made


def call(run: RunHandle, org: Org, parameters: dict[str, Any]) -> None:
    """Do the job: `report`, `from` and `to` say what is run."""
    report = BY_NAME[parameters["report"]]
    window = Window(dt.date.fromisoformat(parameters["from"]), dt.date.fromisoformat(parameters["to"]))

    def pause(seconds: float) -> None:
        run.check()
        time.sleep(seconds)

    run.progress(0, 1, step=f"{report.title}: one call a minute is taken")
    made = fetch(org, report, window, by=run.by, pause=pause)
    run.count(compared=made.header["records_compared"], equal=made.header["records_equal"])
    run.log(f"{report.title}: {', '.join(f'{kpi} {verdict}' for kpi, verdict in made.verdicts.items())}")


jobs.register(jobs.Job(JOB, "Run and compare a report", call))
