"""How the machines do: whether the timetable keeps its time, and how each job that ran lately went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from aiop.adminkit import format as fmt
from aiop.home.tiles import Line, State, Tile, register
from aiop.runs import health
from aiop.runs.admin import words
from aiop.runs.jobs import title_of
from aiop.runs.models import Run

LOOKED_AT, SHOWN = 100, 6
_STANDS = {Run.State.FAILED: State.BAD, Run.State.ERRORED: State.BAD, Run.State.CANCELLED: State.LOOK}


def last_runs(request: HttpRequest) -> Sequence[Line]:
    """Say whether the timetable keeps its time, then how the jobs that ran last went, one line a job."""
    org: Any = request.org  # type: ignore[attr-defined]
    now = timezone.now()
    latest: dict[str, Run] = {}
    for run in Run.objects.for_org(org).order_by("-id")[:LOOKED_AT]:
        latest.setdefault(run.job, run)
    shown = list(latest.values())[:SHOWN]
    return [_clock(), *(_line(run, now) for run in shown)]


def _clock() -> Line:
    said = health.beat()
    on_time = said == health.OK
    page = reverse("admin:runs_timetable")
    return Line(
        "Timetable",
        "on time" if on_time else "stands still",
        State.CALM if on_time else State.BAD,
        page,
        "" if on_time else said,
    )


def _line(run: Run, now: datetime) -> Line:
    when = run.finished_at or run.started_at or run.queued_at
    if run.state == Run.State.RUNNING:
        percent = words.percent(run.done, run.total)
        value = "running" if percent is None else f"running, {percent} %"
    else:
        value = f"{run.get_state_display().lower()} · {fmt.ago(when, now)}"
    hint = run.error or words.counted(run.counts)
    link = reverse("admin:runs_run_change", args=[run.pk])
    return Line(title_of(run.job), value, _STANDS.get(Run.State(run.state), State.CALM), link, hint[:200])


register(Tile("Last runs", 35, last_runs, permission="runs.view_run"))
