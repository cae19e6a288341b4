"""Which days the address of a mart's dashboard asks for, what of the marts lies in them, and how the marts stand."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from aiop.adminkit import format as fmt
from aiop.dashboards.page import Freshness
from aiop.dashboards.periods import Days, Period, Step, bucket_name, buckets, read_period
from aiop.orgs.models import Org
from marts.etl.declared import Job
from marts.models import MartStanding

_FIRST, _LAST = dt.date(1900, 1, 1), dt.date(2200, 1, 1)
NOW, BEFORE = "now", "before"
# The rows of the period and of the one before it, each as a whole and, the first, cut into the points of a line. Figures are texts, so
# that those of all marts of a page come by one question.
_SPANS = """
    SELECT {place} AS place, part, CASE WHEN grouping(step_start) = 0 THEN step_start END AS step_start,
           bool_or(is_provisional) AS is_provisional, min(day) AS first_day, ARRAY[{figures}]::text[] AS figures
    FROM (
        SELECT m.*, {day} AS day, date_trunc(%(step_{place})s, {day})::date AS step_start,
               CASE WHEN {day} BETWEEN %(start)s AND %(end)s THEN 'now' ELSE 'before' END AS part
        FROM {rows} m
        WHERE m.org_id = %(org)s
          AND ({day} BETWEEN %(start)s AND %(end)s OR {day} BETWEEN %(before_start)s AND %(before_end)s)
    ) d
    GROUP BY GROUPING SETS ((part), (part, step_start))
"""


@dataclass(frozen=True)
class Question:
    """Figures of a mart as SQL over spans of days; `rows`: SQL that makes one row of each day, where the mart has several."""

    job: Job[Any]
    figures: Sequence[str]
    rows: str = ""


@dataclass(frozen=True)
class Spans:
    """Figures of a mart, by their place: of the whole period, of the one before, and of each step with whether it may still change."""

    whole: Sequence[Any]
    before: Sequence[Any]  # unknown where the mart began later than the time before
    steps: dict[dt.date, tuple[bool, Sequence[Any]]]


@dataclass(frozen=True)
class Asked:
    """The organisation, its day, the period, and how the marts of the page stand, by job."""

    org: Org
    today: dt.date
    period: Period
    standings: dict[str, MartStanding]

    def spans(self, questions: Sequence[Question]) -> list[Spans]:
        """Work out figures of marts over the period, those of each question; one query for all."""
        if not questions:
            return []
        before = self.period.before
        bound = {
            "org": self.org.pk,
            **{f"step_{place}": self.step_of(one.job).value for place, one in enumerate(questions)},
            "start": self.period.days.start or _FIRST,
            "end": self.period.days.end or _LAST,
            "before_start": before.start if before else None,
            "before_end": before.end if before else None,
        }
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(_sql(place, one) for place, one in enumerate(questions)), bound)
            found = cursor.fetchall()
        told: dict[int, list[Any]] = defaultdict(list)
        for place, *row in found:
            told[place].append(row)
        return [self._spans(one, told[place]) for place, one in enumerate(questions)]

    def _spans(self, asked: Question, rows: Sequence[Any]) -> Spans:
        unknown = (None,) * len(asked.figures)
        whole = {part: (first, _numbers(texts)) for part, step, _, first, texts in rows if step is None}
        steps = {step: (growing, _numbers(texts)) for part, step, growing, _, texts in rows if step and part == NOW}
        first, earlier = whole.get(BEFORE, (None, unknown))
        is_known = first is not None and is_whole(asked.job, self.period.before, first)
        return Spans(whole[NOW][1] if NOW in whole else unknown, earlier if is_known else unknown, steps)

    def latest(self, job: Job[Any]) -> Any:
        """Give the last row of the period, or None; one query."""
        rows: Any = job.mart._default_manager.filter(org=self.org)
        order = (f"-{job.day}",) if job.day else ("-period_end",)
        end = self.period.days.end or _LAST
        within = {f"{job.day}__lte": end} if job.day else {"period_end__lte": _month_end(end)}
        return rows.filter(**within).order_by(*order).first()

    def step_of(self, job: Job[Any]) -> Step:
        """How the period is cut for a line of this mart."""
        return self.period.step if job.day else Step.MONTH

    def cut(
        self, job: Job[Any], spans: Spans, *, of_a_moment: bool = False
    ) -> list[tuple[Days, bool, Sequence[Any] | None]]:
        """Give each point of a line: its days, whether it may still change, its figures; None where the mart has no row.

        What was of a moment does not change because more days of its month come.
        """
        start = self.period.days.start or min(spans.steps, default=None)
        end = min(self.period.days.end or self.today, max([*spans.steps, self.today]))
        if start is None or start > end:
            return []
        through = None if of_a_moment else self.standings[job.name].complete_through
        found = ((bucket, spans.steps.get(bucket.start)) for bucket in buckets(Days(start, end), self.step_of(job)))  # type: ignore[arg-type]
        return [
            (days, bool(at and (at[0] or (through and days.end and days.end > through))), at[1] if at else None)
            for days, at in found
        ]

    def name_of(self, job: Job[Any], bucket: Days) -> str:
        """Name a point of a line."""
        return bucket_name(bucket, self.step_of(job))

    def link(self, job: Job[Any], days: Days | None = None) -> str:
        """Give the address of the mart's rows of the period, or of `days` of it."""
        meta = job.mart._meta
        within = self.period.days.clip(days) if days else self.period.days
        day = job.day or "period_end"
        end = within.end if job.day or within.end is None else _month_end(within.end)
        query = {f"{day}_from": within.start, f"{day}_to": end}
        address = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        return f"{address}?{urlencode({name: value for name, value in query.items() if value})}"


def _sql(place: int, asked: Question) -> str:
    figures = ", ".join(f"({sql})::text" for sql in asked.figures)
    rows = f"({asked.rows})" if asked.rows else f'"{asked.job.table}"'
    return _SPANS.format(place=place, figures=figures, day=day_of(asked.job), rows=rows)


def _numbers(texts: Sequence[str | None]) -> Sequence[Decimal | None]:
    return [None if text is None else Decimal(text) for text in texts]


def read(request: HttpRequest, jobs: Sequence[Job[Any]]) -> Asked:
    """Read the address; one query."""
    org: Any = request.org  # type: ignore[attr-defined]
    today = timezone.localdate(timezone=org.zone)
    standings = {standing.job: standing for standing in MartStanding.objects.for_org(org)}
    ends = [standings[job.name].complete_through for job in jobs if job.name in standings]
    until = min(max([day for day in ends if day], default=today), today)
    return Asked(org, today, read_period(request.GET, until=until, year_from=org.fiscal_year_start_month), standings)


def freshness(asked: Asked, jobs: Sequence[Job[Any]]) -> Freshness:
    """Say through which day the figures are complete, and since when and why jobs of theirs fail."""
    held = [(job, asked.standings[job.name]) for job in jobs if job.name in asked.standings]
    failing = [(job, standing) for job, standing in held if standing.failing_since]
    if failing:
        link = next((standing.failed_run for _, standing in failing if standing.failed_run), None)
        words = " ".join(_failing(asked, job, standing) for job, standing in failing)
        return Freshness(
            words, True, reverse("admin:runs_run_change", args=[link]) if link else "", "See the run" if link else ""
        )
    parts = [_complete(job, standing) for job, standing in held if standing.published_at]
    waits = [f"{job.title} waits: {standing.waiting}" for job, standing in held if standing.waiting]
    missing = [
        f"{job.title} was not told {', '.join(standing.fields_missing)}."
        for job, standing in held
        if standing.fields_missing
    ]
    gone = [
        f"{job.title} has no connection any more; these are its last figures."
        for job, standing in held
        if not standing.has_source
    ]
    return Freshness(" ".join([*parts, *waits, *missing, *gone]), bool(waits or gone))


def _complete(job: Job[Any], standing: MartStanding) -> str:
    through = f"complete through {fmt.day(standing.complete_through)}, " if standing.complete_through else ""
    now = timezone.now()
    return f"{job.title}: {through}published {fmt.ago(standing.published_at, now)}." if standing.published_at else ""


def _failing(asked: Asked, job: Job[Any], standing: MartStanding) -> str:
    since = timezone.localtime(standing.failing_since, asked.org.zone)
    last = (
        f"What is shown is what was published {fmt.ago(standing.published_at, timezone.now())}"
        f"{f', complete through {fmt.day(standing.complete_through)}' if standing.complete_through else ''}."
        if standing.published_at
        else "Nothing was ever published."
    )
    return f"{job.title} has failed since {fmt.day(since.date())}, {since:%H:%M}: {standing.reason} {last}"


def is_whole(job: Job[Any], days: Days | None, first: dt.date) -> bool:
    """Tell whether a mart that has its first row of some days on `first` was there from their start, give or take a week or a month."""
    return bool(days and days.start and first - days.start <= dt.timedelta(days=7 if job.day else 31))


def day_of(job: Job[Any]) -> str:
    """Give the column, or the SQL, that dates a row of the job's mart: its day, or the first of its month."""
    return f"m.{job.day}" if job.day else "make_date(m.year, m.month, 1)"


def _month_end(day: dt.date) -> dt.date:
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
