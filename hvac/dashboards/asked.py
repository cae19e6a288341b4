"""What the address of a page asks for, what it reads, and the ways to the rows behind its numbers."""

from __future__ import annotations

import datetime as dt
from collections import namedtuple
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from aiop.adminkit import format as fmt
from aiop.dashboards.page import Empty, Filter, Freshness, chosen_value
from aiop.dashboards.periods import Days, Period, bucket_name, buckets, read_period
from aiop.orgs.models import Org
from aiop.runs.models import Run
from hvac.costing.figures import JOB

# Figures are built every night; later than this they are worth a look.
STALE_HOURS = 36
_LATEST = "SELECT max(service_date) FROM hvac_jobcost WHERE org_id = %s AND service_date <= %s"
_PLACES = "SELECT id::text, name FROM hvac_location WHERE org_id = %s AND location_type <> 'Truck' ORDER BY name"
NONE = "none"


@dataclass(frozen=True)
class Asked:
    """The organisation, its day, the period, the place chosen (an id as text, `none`, or nothing)."""

    org: Org
    today: dt.date
    latest: dt.date | None
    period: Period
    places: Sequence[tuple[str, str]]
    place: str
    problems: Sequence[str]

    def rows(self, sql: str, **also: Any) -> list[Any]:
        """Run a query with org, today, start, end and place bound; its rows by the names of their columns."""
        bound = {
            "org": self.org.pk,
            "today": self.today,
            "start": self.period.days.start or dt.date(1900, 1, 1),
            "end": self.period.days.end or dt.date(2200, 1, 1),
            "place": int(self.place) if self.place.isdigit() else None,
            "step": self.period.step.value,
            **also,
        }
        with connection.cursor() as cursor:
            cursor.execute(sql.replace("{place}", self._place()), bound)
            row = namedtuple("row", [column[0] for column in cursor.description])  # type: ignore[misc]
            return [row(*values) for values in cursor.fetchall()]

    def _place(self) -> str:
        if not self.place:
            return ""
        return "AND location_id IS NULL" if self.place == NONE else "AND location_id = %(place)s"

    @property
    def filters(self) -> list[Filter]:
        """The filter of places."""
        return [Filter("place", "Place", self.places, self.place)]

    def link(self, model: str, day: str = "", days: Days | None = None, **also: Any) -> str:
        """Give the address of a list, limited to the period (or to `days` of it) by a day column, and by what else is said."""
        within = self.period.days.clip(days) if days else self.period.days
        query: dict[str, Any] = {}
        if day:
            query = {f"{day}_from": within.start, f"{day}_to": within.end}
        query |= also
        kept = {name: value for name, value in query.items() if value not in (None, "")}
        return f"{_list_of(model)}?{urlencode(kept)}" if kept else _list_of(model)

    def at_place(self) -> dict[str, str]:
        """Give what limits a list of job costs to the place chosen."""
        return {"location": self.place} if self.place else {}

    def cut(self, found: dict[dt.date, Any], first: dt.date | None) -> list[tuple[Days, Any]]:
        """Give each point of a line with what was found for it; days without any are there, and empty."""
        start = self.period.days.start or first
        end = self.period.days.end or self.latest or self.today
        if start is None or start > end:
            return []
        step = self.period.step
        return [(bucket, found.get(bucket.start)) for bucket in buckets(Days(start, end), step)]  # type: ignore[arg-type]

    def name_of(self, bucket: Days) -> str:
        """Name a point of a line."""
        return bucket_name(bucket, self.period.step)

    def is_growing(self, bucket: Days) -> bool:
        """Tell whether a point's days are not over."""
        return bucket.end is not None and (self.latest is None or bucket.end > self.latest)


def read(request: HttpRequest) -> Asked:
    """Read the address; two queries."""
    org: Any = request.org  # type: ignore[attr-defined]
    today = timezone.localdate(timezone=org.zone)
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, [org.pk, today])
        latest = cursor.fetchone()[0]
        cursor.execute(_PLACES, [org.pk])
        places = [*cursor.fetchall(), (NONE, "– (no place)")]
    # Nothing on these pages is held against the time before.
    period = replace(read_period(request.GET, until=latest or today), before=None)
    place, problem = chosen_value(request.GET, "place", places)
    problems = [words for words in (period.problem, problem) if words]
    return Asked(org, today, latest, period, places, place, problems)


def freshness(asked: Asked) -> Freshness:
    """Say when the figures were worked out, and up to which day there are calls."""
    done = Run.objects.for_org(asked.org).filter(job=JOB, state=Run.State.DONE).order_by("-finished_at").first()
    if done is None or done.finished_at is None:
        return Freshness(
            "No figures have been worked out yet.", True, reverse("admin:runs_timetable"), "See the timetable"
        )
    now = timezone.now()
    words = f"Worked out {fmt.ago(done.finished_at, now)}; calls through {fmt.day(asked.latest)}, days of {asked.org.time_zone}."
    is_stale = now - done.finished_at > dt.timedelta(hours=STALE_HOURS)
    link = reverse("admin:runs_run_change", args=[done.pk])
    return Freshness(words, is_stale, link, "See the run")


def nothing_yet(request: HttpRequest) -> Empty:
    """Say what to do where nothing has come in."""
    title = "No figures yet"
    words = "They are worked out from calls, time entries and the rest as soon as the company's files are loaded."
    if not request.user.has_perm("loading.import_load"):
        return Empty(title, f"{words} Ask a curator to load them.")
    return Empty(title, words, reverse("files:imports"), "Load files")


@cache
def _list_of(model: str) -> str:
    return reverse(f"admin:hvac_{model}_changelist")
