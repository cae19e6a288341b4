"""Rates over time, against what is wanted of them; where one fell, what came over the rows that fail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from aiop.adminkit import format as fmt
from aiop.dashboards.charts import Trend, trend_table
from aiop.dashboards.page import Tile
from aiop.dashboards.tables import Cell, Head, Table
from aiop.orgs.models import Org
from aiop.quality.causes import in_words
from aiop.quality.checks import Check, find_checks
from aiop.quality.latest import history
from aiop.quality.models import CheckResult
from aiop.quality.sparkline import sparkline

DAYS = 90


@dataclass(frozen=True)
class Rate:
    """One rate: its check, its results of the last 90 days, earliest first."""

    check: Check
    results: Sequence[CheckResult]

    @property
    def latest(self) -> CheckResult | None:
        """The latest result, None if it never ran."""
        return self.results[-1] if self.results else None

    @property
    def value(self) -> Decimal | None:
        """The latest value in percent points, None if it is unknown."""
        return self.latest.value if self.latest else None

    @property
    def falls_short(self) -> bool:
        """Tell whether the latest result is not what is wanted."""
        return self.latest is not None and self.latest.status != CheckResult.Status.PASSED

    @property
    def change(self) -> Decimal | None:
        """Points since the latest result of a day before; None where there is none."""
        if self.latest is None or self.value is None:
            return None
        day_before = self.latest.at - dt.timedelta(hours=20)
        earlier = [result.value for result in self.results if result.at <= day_before and result.value is not None]
        return self.value - earlier[-1] if earlier else None

    @property
    def change_words(self) -> str:
        """The change as an arrow and points."""
        if self.change is None:
            return fmt.UNKNOWN
        arrow = "▲" if self.change > 0 else "▼" if self.change < 0 else "="
        return f"{arrow} {fmt.number(abs(self.change))}" if self.change else "="

    @property
    def why(self) -> str:
        """What came over the failing rows of the latest result, where it fell or fails."""
        return in_words(self.latest.causes) if self.latest and self.latest.causes else ""

    @property
    def page(self) -> str:
        """The address of the check."""
        return reverse("admin:quality_check", args=[self.check.name])

    @property
    def failing_rows(self) -> str:
        """The address of the rows that are not linked."""
        return reverse("admin:quality_check_rows", args=[self.check.name])


def read_rates(org: Org, names: Sequence[str], days: int = DAYS) -> list[Rate]:
    """Read the results of the last days of the checks of these names; one query."""
    found: Mapping[str, list[CheckResult]] = history(org, names, days)
    return [Rate(check, found.get(check.name, [])) for check in find_checks(names)]


def tile(rates: Sequence[Rate], *, days: int = DAYS, width: int = 5) -> Tile:
    """Show each rate now, against what is wanted, and its line of the last 90 days."""
    ran = any(rate.latest for rate in rates)
    heads = [Head("Link", False), *(Head(text) for text in ("Now, %", "Wanted, %", "Points since the day before"))]
    heads += [Head("Not linked"), Head("Results"), Head("Why, of the rows that fail", False)]
    short = sum(rate.falls_short for rate in rates)
    return Tile(
        "link-rates",
        "Is it linked?",
        f"Link rates over the last {days} days; the dashed line is what is wanted",
        trend_table([_trend(rate) for rate in rates] if ran else [], ("Link", "Now", "Points", f"{days} days")),
        Table("Link rates", heads, [_row(rate) for rate in rates] if ran else []),
        none=f"No check has run in the last {days} days. They run every night, or from Checks.",
        width=width,
        note=f"{short} of {len(rates)} fall short of what is wanted." if short else "",
    )


def _trend(rate: Rate) -> Trend:
    values = [result.value for result in rate.results if result.value is not None]
    now, wanted = fmt.percent(rate.value), fmt.percent(rate.check.threshold)
    says = f"{rate.check.title}: {now} now, {wanted} wanted, {len(values)} results in {DAYS} days"
    line = sparkline(values, rate.check.threshold, says=says)
    return Trend(rate.check.title, rate.page, now, rate.change_words, line, rate.falls_short)


def _row(rate: Rate) -> list[Cell]:
    failing = rate.latest.failing if rate.latest else None
    return [
        Cell(rate.check.title, rate.check.title, rate.page),
        Cell(fmt.number(rate.value), rate.value, rate.page),
        Cell(fmt.number(rate.check.threshold), rate.check.threshold),
        Cell(rate.change_words, rate.change),
        Cell(fmt.number(failing), failing, rate.failing_rows if failing else ""),
        Cell(fmt.number(len(rate.results)), len(rate.results), rate.page),
        Cell(rate.why, rate.why, rate.page),
    ]
