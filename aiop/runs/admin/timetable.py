"""The timetable as staff see it: what runs when, when next, and how it went last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from aiop import schedule
from aiop.adminkit import format as fmt
from aiop.adminkit import hover
from aiop.orgs.models import Org
from aiop.runs.admin import words
from aiop.runs.models import Beat, Run
from aiop.runs.timetable import TICK, latest_intervals


@dataclass(frozen=True)
class Line:
    """One job of the timetable."""

    title: str
    cadence: str
    next_at: datetime
    latest: Run | None

    @property
    def latest_words(self) -> str:
        """Say how the latest interval went."""
        if self.latest is None:
            return "has not run yet"
        return f"{self.latest.get_state_display()}, {words.interval(self.latest.interval)}"


def timetable_lines(org: Org, now: datetime) -> list[Line]:
    """Give the timetable of `org`, the next job first; two queries however long it is."""
    entries = schedule.entries()
    latest = latest_intervals(org, entries)
    runs = Run.objects.for_org(org).filter(job__in=latest.keys(), interval__in=latest.values())
    by_key = {(run.job, run.interval): run for run in runs}
    found = [
        Line(
            entry.title,
            str(entry.cadence),
            schedule.next_due(entry, org.zone, now),
            by_key.get((entry.job, latest.get(entry.job, ""))),
        )
        for entry in entries
    ]
    return sorted(found, key=lambda line: line.next_at)


def timetable_view(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    """Show the timetable of the organisation that is open."""
    org: Org = request.org  # type: ignore[attr-defined]
    now = timezone.now()
    ticked = Beat.objects.filter(name=TICK).values_list("at", flat=True).first()
    shown = {
        **context,
        "title": "Timetable",
        "org": org,
        "lines": [(line, hover.moment(line.next_at, org.zone, now)) for line in timetable_lines(org, now)],
        "ticked": fmt.ago(ticked, now) if ticked else None,
        "late": ticked is None or (now - ticked).total_seconds() > 180,
    }
    return TemplateResponse(request, "admin/runs/timetable.html", shown)
