"""A painting company's ten KPIs, from its records as files, are to the cent what its own reports print: twelve units, fifty-two weeks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection

from aiop.builders.windows import Window
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from marts.kpi.definitions import BY_KEY, TEN
from marts.kpi.rollups import figures
from servicetitan.api import load_starting_decisions
from servicetitan.models import ReportingUnit
from servicetitan.sandbox.extracts import write_extracts
from servicetitan.sandbox.moments import day_number
from servicetitan.sandbox.reports.catalogue import BY_NAME
from servicetitan.sandbox.reports.layout import Asked
from servicetitan.sandbox.service import Service
from servicetitan.sandbox.world import TenantWorld
from tests.factories.st_tenant import load

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.nightly]

NOW = dt.datetime(2026, 11, 21, 19, tzinfo=dt.UTC)
FIRST_MONDAY = dt.date(2025, 11, 17)
WEEKS = [FIRST_MONDAY + dt.timedelta(weeks=week) for week in range(52)]
EXCLUDED = {"PM Inspection", "Safety Inspection", "Window/Solar Washing"}
WARRANTY = {"Warranty", "Touchup"}
# What staff decided of the retired units, by the names that they have today.
RETIRED = {"Z_DO NOT USE - West - Sales": "Phoenix-Sales", "Z-DO NOT USE - West-Production": "Phoenix-Production"}
Sums = tuple[Decimal, Decimal]
Figures = dict[tuple[str, dt.date, str], Sums]


def printed(service: Service, report: str, since: dt.date, until: dt.date) -> Iterator[tuple[str, dict[str, Decimal]]]:
    """Give a report's rows by column name, with the unit that staff placed its unit in."""
    columns = [column.name for column in BY_NAME[report].columns]
    unit = next(name for name in ("JobBusinessUnit", "InvoiceBusinessUnit", "BusinessUnit", "Name") if name in columns)
    for row in service.reporting.rows(report, Asked(day_number(since), day_number(until))):
        cells: dict[str, Decimal] = dict(zip(columns, row, strict=True))  # type: ignore[arg-type]  # of many types
        name = str(cells[unit])
        yield RETIRED.get(name, name), cells


class Theirs:
    """Sums of what the reports print, by KPI, week and unit."""

    def __init__(self, service: Service) -> None:
        """Read every report of every week, as a person would."""
        self.sums: dict[tuple[str, dt.date, str], list[Decimal]] = defaultdict(lambda: [Decimal(), Decimal()])
        for week in WEEKS:
            end = week + dt.timedelta(days=6)
            self._sales(service, week, end)
            self._work(service, week, end)
            for unit, row in printed(service, "collections", week, end):
                self._add("dollars_collected", week, unit, row["Amount"])

    def _add(self, kpi: str, week: dt.date, unit: str, top: Decimal | int, below: Decimal | int = 0) -> None:
        self.sums[kpi, week, unit][0] += top
        self.sums[kpi, week, unit][1] += below

    def _sales(self, service: Service, week: dt.date, end: dt.date) -> None:
        for unit, row in printed(service, "leads", week, end):
            if "estimate" in str(row["JobType"]).casefold() and "test" not in str(row["CustomerName"]).casefold():
                self._add("leads", week, unit, 1)
        for unit, row in printed(service, "wbr", week, end):
            self._add("total_booked", week, unit, row["TotalSales"])
            self._add("num_estimates", week, unit, row["CompletedJobs"])
            self._add("close_rate_percent", week, unit, row["ClosedOpportunities"], row["SalesOpportunity"])

    def _work(self, service: Service, week: dt.date, end: dt.date) -> None:
        for unit, row in printed(service, "foreman", week, end):
            revenue = row["Subtotal"] if row["JobType"] not in EXCLUDED else Decimal()
            if row["JobType"] not in EXCLUDED:
                self._add("dollars_produced", week, unit, revenue)
                self._add("gpm_percent", week, unit, revenue - row["TotalCosts"], revenue)
            self._add("warranty_percent", week, unit, row["TotalCosts"] if row["JobType"] in WARRANTY else 0, revenue)


def snapshots(service: Service, day: dt.date) -> dict[tuple[str, str], Decimal]:
    """Give future bookings and A/R per unit as the reports print them on a day."""
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    monday = day - dt.timedelta(days=day.weekday())
    for unit, row in printed(service, "foreman", monday, monday + dt.timedelta(days=365)):
        if row["JobType"] not in EXCLUDED and str(row["JobStatus"]) != "Canceled":
            sums["future_bookings", unit] += row["Subtotal"]
    # Each printed row is held against ten dollars, before retired units join the one they were placed in.
    for unit, row in printed(service, "receivables", dt.date(2000, 1, 1), day):
        sums["outstanding_ar", unit] += row["NetAmount"] if row["NetAmount"] >= 10 else 0
    return sums


@pytest.fixture
def service(tmp_path: Path, db: None) -> Iterator[tuple[Service, Org]]:
    """Give a tenant whose records were loaded as files, placed as the business began with, and built."""
    service = Service(TenantWorld(23, "small", NOW - dt.timedelta(hours=12), days_ahead=5))
    org = Org.objects.create(slug="painters", name="Painters", time_zone="America/Phoenix")
    write_extracts(service.world, tmp_path)
    with time_machine.travel(NOW, tick=True):
        load(org, tmp_path)
        load_starting_decisions(org, by="test")
        call_command("build", "kpi", "--org", org.slug, "--from", "2025-05-01", "--to", "2026-11-21")
        call_command("build", "kpi_snapshots", "--org", org.slug)
        yield service, org


def test_every_kpi_of_every_unit_and_week_is_what_the_reports_print(service: tuple[Service, Org]) -> None:
    twin, org = service
    theirs = Theirs(twin).sums
    with org_context(org, actor="test"):
        labels = {unit.key: unit.label for unit in ReportingUnit.objects.for_org(org)}
        flows = [one for one in TEN if not one.is_snapshot]
        end = WEEKS[-1] + dt.timedelta(days=6)
        found = figures(org, flows, Window(FIRST_MONDAY, end), grain="week", by="unit")
        taken = stored_snapshots(org)
    ours = {(one.kpi, one.period, labels[one.place]): one for one in found if one.place in labels}
    assert len(labels) == 12
    differing = {}
    for kpi in (one.key for one in flows):
        for unit in (label for label in labels.values() if label.endswith(BY_KEY[kpi].role.title())):
            for week in WEEKS:
                top, below = theirs.get((kpi, week, unit), [Decimal(), Decimal()])
                one = ours.get((kpi, week, unit))
                mine = ((one and one.numerator) or 0, (one and one.denominator) or 0)
                if mine[0] != top or (BY_KEY[kpi].denominator and mine[1] != below):
                    differing[kpi, week, unit] = ((top, below), mine)
    assert differing == {}
    assert all(sum(sums[0] for (kpi, *_), sums in theirs.items() if kpi == one.key) for one in flows)
    assert {key: taken.get(key) or 0 for key in taken} == {key: snapshots(twin, NOW.date())[key] for key in taken}
    assert sum(amount or 0 for amount in taken.values())


def stored_snapshots(org: Org) -> dict[tuple[str, str], Decimal]:
    """Give the snapshots that were taken, by KPI and unit."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.kpi, u.label, c.numerator FROM marts_dailycell c
               JOIN servicetitan_reportingunit u ON u.org_id = c.org_id AND u.id = c.unit_id
               WHERE c.org_id = %s AND c.kpi IN ('future_bookings', 'outstanding_ar')""",
            [org.pk],
        )
        return {(kpi, label): amount for kpi, label, amount in cursor.fetchall()}
