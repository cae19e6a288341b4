"""What the page of one run shows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from aiop.adminkit import format as fmt
from aiop.adminkit import hover
from aiop.audit.models import ChangeSet
from aiop.runs.admin import words
from aiop.runs.jobs import find, title_of
from aiop.runs.models import Run, RunLine

LINES_SHOWN = 500
CHANGE_SETS_SHOWN = 20


@dataclass(frozen=True)
class Step:
    """One step of a run and how long it took."""

    name: str
    at: datetime
    took: str
    share: int


@dataclass(frozen=True)
class Compared:
    """One number of this run beside the run before."""

    name: str
    here: str
    before: str
    difference: str


def summary(run: Run, now: datetime, *, may_run: bool) -> dict[str, Any]:
    """Give what changes while a run works: its sentence, progress, counts and buttons."""
    taken = words.since(run.started_at, run.finished_at, now)
    left = words.time_left(run.done, run.total, taken) if taken and run.state == Run.State.RUNNING else None
    return {
        "run": run,
        "sentence": words.sentence(
            run.state,
            counts=run.counts,
            error=run.error,
            taken=taken,
            waited=now - run.queued_at,
            stopping=run.cancel_requested,
        ),
        "progress": words.progress(run.step, run.done, run.total, left) if run.state == Run.State.RUNNING else "",
        "percent": words.percent(run.done, run.total),
        "counts": [(name, fmt.number(value)) for name, value in words.ordered(run.counts)],
        "may_cancel": may_run and run.is_live and not run.cancel_requested,
        "may_retry": may_run and run.may_retry and find(run.job) is not None,
    }


def facts(run: Run, zone: tzinfo, now: datetime) -> list[tuple[str, Any]]:
    """Give who asked for the run, and when and where it worked."""
    rows: list[tuple[str, Any]] = [
        ("For", words.interval(run.interval)),
        ("Asked for by", run.actor or hover.unknown("nobody is recorded")),
        ("Asked", hover.moment(run.queued_at, zone, now)),
        ("Started", hover.moment(run.started_at, zone, now)),
        ("Ended", hover.moment(run.finished_at, zone, now)),
    ]
    if run.attempt > 1:
        rows.append(("Attempt", str(run.attempt)))
    return [*rows, ("Worker", run.worker or hover.unknown("no worker has taken it up"))]


def parameters(run: Run) -> list[tuple[str, str]]:
    """Give the run's parameters as people read them."""
    return [
        (name.replace("_", " "), value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for name, value in run.parameters.items()
    ]


def steps(run: Run, now: datetime) -> list[Step]:
    """Give the run's steps with how long each took and its share of the whole, in percent."""
    lines = list(run.lines.filter(level=RunLine.Level.STEP, at__gte=run.started_at or run.queued_at).order_by("id"))
    ends = [*(line.at for line in lines), run.finished_at or now][1:]
    spans = [end - line.at for line, end in zip(lines, ends, strict=True)]
    whole = sum(spans, timedelta()) or timedelta(seconds=1)
    return [
        Step(line.text, line.at, words.duration(span), max(1, round(100 * (span / whole))))
        for line, span in zip(lines, spans, strict=True)
    ]


def lines(run: Run, *, search: str = "", after: int = 0) -> list[RunLine]:
    """Give the latest lines of the log, earliest first; `search` keeps lines that hold it, `after` newer ones."""
    found = run.lines.filter(id__gt=after).exclude(level=RunLine.Level.STEP)
    if search:
        found = found.filter(text__icontains=search)
    return list(found.order_by("-id")[:LINES_SHOWN])[::-1]


def change_sets(run: Run) -> list[ChangeSet]:
    """Give what the run changed."""
    return list(ChangeSet.objects.for_org(run.org_id).filter(run_id=run.pk).order_by("-id")[:CHANGE_SETS_SHOWN])


def previous(run: Run) -> Run | None:
    """Give the run of the same job that was done before this one."""
    earlier = Run.objects.for_org(run.org_id).filter(job=run.job, state=Run.State.DONE, pk__lt=run.pk)
    return earlier.order_by("-id").first()


def comparison(run: Run, before: Run, now: datetime) -> list[Compared]:
    """Set this run's time and counts beside those of the run before."""
    here, there = (words.since(r.started_at, r.finished_at, now) for r in (run, before))
    rows = [Compared("time", words.duration(here), words.duration(there), "")]
    for name in words.names({**before.counts, **run.counts}):
        mine, other = run.counts.get(name), before.counts.get(name)
        difference = "" if mine is None or other is None or mine == other else f"{mine - other:+,}".replace("-", "−")
        rows.append(Compared(words.label(name), fmt.number(mine), fmt.number(other), difference))
    return rows


def heading(run: Run) -> str:
    """Name the run for the top of its page."""
    return f"{title_of(run.job)}, {words.interval(run.interval)}"
