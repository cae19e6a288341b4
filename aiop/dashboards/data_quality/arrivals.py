"""Whether everything came in: ages against what is allowed, rows against what weekday and season let expect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from aiop.adminkit import format as fmt
from aiop.dashboards.charts import Trend, trend_table
from aiop.dashboards.page import Tile
from aiop.dashboards.tables import Cell, Head, Table
from aiop.orgs.models import Org
from aiop.quality.checks import Check, Kind
from aiop.quality.expectation import by_day, passes
from aiop.quality.models import CheckResult
from aiop.quality.sparkline import sparkline
from aiop.quality.volumes import Volume, volumes_without

STALE = dt.timedelta(hours=36)
PASSED = CheckResult.Status.PASSED
_AGES: dict[str, str] = {
    PASSED: "In time",
    CheckResult.Status.FAILED: "Late",
    CheckResult.Status.ERRORED: "Could not be worked out",
}
DAYS = 28
STRETCH = 7


class Day(NamedTuple):
    """Rows of a day beside what was expected of it; None where too little is known."""

    day: dt.date
    rows: int
    expected: float | None
    scatter: float | None


def freshness_tile(checks: Sequence[Check], last: Mapping[str, CheckResult]) -> Tile:
    """Show how old the latest of each kind is, against what is allowed."""
    aged = [(check, last[check.name]) for check in checks if check.kind is Kind.AGE and check.name in last]
    aged = [(check, result) for check, result in aged if result.value is not None or result.status != PASSED]
    aged.sort(key=lambda found: (found[1].status == PASSED, -(found[1].value or 0)))
    heads = [Head("What", False), Head("Days"), Head("Allowed"), Head("How it stands", False)]
    rows = [
        [
            Cell(check.title, check.title, reverse("admin:quality_check", args=[check.name])),
            Cell(fmt.number(result.value), result.value),
            Cell(fmt.number(check.threshold), check.threshold),
            Cell(_AGES[result.status], hint=result.message),
        ]
        for check, result in aged
    ]
    return Tile("freshness", "Is everything in?", "Days since the latest of each kind, late ones first", mark_safe(""),
                Table("Freshness", heads, rows), none="", is_open=True, width=6)  # fmt: skip


class Stream(NamedTuple):
    """Rows that come day by day, and what the check of missing days said of them last, where it failed."""

    volume: Volume
    days: list[Day]
    missing: CheckResult | None

    @property
    def word(self) -> str:
        """How it stands."""
        return "Days are missing" if self.missing else _stretch(self.days).word

    @property
    def page(self) -> str:
        """The check that says so."""
        name = self.missing.check_name if self.missing else f"{self.volume.name}_volume"
        return reverse("admin:quality_check", args=[name])


def volumes_tile(org: Org, without: frozenset[str], last: Mapping[str, CheckResult]) -> Tile:
    """Show the rows of the last seven days that came in beside what was expected, and the last four weeks as a line."""
    read = [Stream(volume, _days(volume, org), _missing(volume, last)) for volume in volumes_without(without)]
    known = [stream for stream in read if stream.days]
    heads = [Head("Rows", False), Head("Last 7 days"), Head("Expected"), Head("Passes from"), Head("Passes to")]
    heads += [Head("Through"), Head("How it stands", False)]
    return Tile(
        "volumes", "As many as expected?", f"The last {STRETCH} days that came in, against weekday and season",
        trend_table([_trend(stream) for stream in known], ("Rows", "7 days", "Expected", f"{DAYS} days")),
        Table("Volumes", heads, [_row(stream) for stream in known]),
        none="Nothing has come in that rows are expected of.", width=6,
        note="; ".join(f"{stream.volume.title}: days are missing" for stream in known if stream.missing),
    )  # fmt: skip


def _missing(volume: Volume, last: Mapping[str, CheckResult]) -> CheckResult | None:
    said = last.get(f"{volume.name}_silence")
    return said if said is not None and said.status == CheckResult.Status.FAILED else None


def _days(volume: Volume, org: Org) -> list[Day]:
    bound: dict[str, Any] = {"org": org.pk, "zone": org.time_zone, "today": timezone.localdate(timezone=org.zone)}
    with connection.cursor() as cursor:
        cursor.execute(by_day(volume.table, volume.day, where=volume.where, days=DAYS, until=volume.until), bound)
        return [Day(*row) for row in cursor.fetchall()]


class Stretch(NamedTuple):
    """The last days together."""

    rows: int
    expected: float | None
    low: float
    high: float

    @property
    def is_wrong(self) -> bool:
        """Whether it lies beyond the lines."""
        return self.expected is not None and not self.low <= self.rows <= self.high

    @property
    def word(self) -> str:
        """How it stands."""
        if self.expected is None:
            return "Too little is known"
        if self.rows < self.low:
            return "Too few"
        return "Too many" if self.rows > self.high else "As expected"


def _stretch(days: Sequence[Day]) -> Stretch:
    latest = days[-STRETCH:]
    rows = sum(day.rows for day in latest)
    if any(day.expected is None for day in latest):
        return Stretch(rows, None, 0, 0)
    expected = sum(day.expected or 0 for day in latest)
    scatter = sum((day.scatter or 0) ** 2 for day in latest) ** 0.5
    return Stretch(rows, expected, *passes(expected, scatter))


def _trend(stream: Stream) -> Trend:
    title, found = stream.volume.title, _stretch(stream.days)
    expected = fmt.number(round(found.expected)) if found.expected is not None else fmt.UNKNOWN
    says = f"{title}: {fmt.number(found.rows)} in {STRETCH} days, {expected} expected. {stream.word}."
    line = sparkline([Decimal(day.rows) for day in stream.days], Decimal(-1), says=says)
    return Trend(title, stream.page, fmt.number(found.rows), expected, line, bool(stream.missing) or found.is_wrong)


def _row(stream: Stream) -> list[Cell]:
    found = _stretch(stream.days)
    numbers: list[Any] = [found.expected, found.low, found.high] if found.expected is not None else [None] * 3
    return [
        Cell(stream.volume.title, stream.volume.title, stream.page),
        Cell(fmt.number(found.rows), found.rows),
        *(
            Cell(fmt.number(round(n)) if n is not None else fmt.UNKNOWN, None if n is None else round(n))
            for n in numbers
        ),
        Cell(fmt.day(stream.days[-1].day), stream.days[-1].day),
        Cell(stream.word, stream.word, hint=stream.missing.message if stream.missing else ""),
    ]
