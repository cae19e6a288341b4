"""Figures counted in other ways, and reports with a fault planted in them: what tie-out is given to find."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from servicetitan.sandbox.books import Books
from servicetitan.sandbox.moments import day_number
from servicetitan.sandbox.reports.catalogue import BY_NAME
from servicetitan.sandbox.reports.drawn import Counting, figures
from servicetitan.sandbox.reports.files import TOTAL
from servicetitan.sandbox.reports.layout import Asked, Row
from servicetitan.sandbox.reports.planted import PLANTS, planted
from servicetitan.sandbox.service import Service
from tests.factories.st_twin import service_of, settled_world

QUARTER = Asked(day_number(date(2026, 8, 3)), day_number(date(2026, 11, 1)))
YEAR = Asked(QUARTER.since - 280, QUARTER.until)


@pytest.fixture(scope="module")
def service() -> Service:
    return service_of(settled_world())


def column(name: str, report: str, rows: list[Row]) -> list[Decimal | str]:
    return [value for row in rows if isinstance(value := row[BY_NAME[report].at(name)], Decimal | str)]


def total(name: str, report: str, rows: list[Row]) -> Decimal:
    return sum((value for value in column(name, report, rows) if isinstance(value, Decimal)), Decimal())


def test_figures_counted_in_the_usual_ways_are_those_of_the_reports(service: Service) -> None:
    periods = [(QUARTER.since, QUARTER.until)]
    world = settled_world()
    rows = service.reporting.rows("foreman", QUARTER)
    excluded = {"PM Inspection", "Safety Inspection", "Window/Solar Washing"}
    produced = total(
        "Subtotal", "foreman", [row for row in rows if row[BY_NAME["foreman"].at("JobType")] not in excluded]
    )
    counted = figures(world, Counting("revenue", "start", types="not excluded"), periods)[0]
    assert sum(counted.values()) == produced * 100 > 0
    leads = [
        row for row in service.reporting.rows("leads", QUARTER)
        if "estimate" in str(row[3]).casefold() and "test" not in str(row[0]).casefold()
    ]  # fmt: skip
    assert sum(figures(world, Counting("jobs", "creation", types="estimate", tests=False), periods)[0].values()) == len(
        leads
    )
    sold = figures(world, Counting("sales", "sale", frozenset({"Sold"})), periods)[0]
    assert sum(sold.values()) == total("TotalSales", "wbr", service.reporting.rows("wbr", QUARTER)) * 100
    collected = figures(world, Counting("collected", "payment", unit="invoice"), periods)[0]
    assert (
        sum(collected.values()) == total("Amount", "collections", service.reporting.rows("collections", QUARTER)) * 100
    )


@pytest.mark.slow
def test_another_way_of_counting_gives_another_figure() -> None:
    weeks = [(day, day + 6) for day in range(YEAR.since, YEAR.until, 7)]
    world = settled_world()
    usual = Counting("revenue", "start", types="not excluded")
    others = [
        replace(usual, utc=True), replace(usual, date="completion"), replace(usual, date="invoice"), replace(usual, tax=True),
        replace(usual, adjustments=False), replace(usual, statuses=frozenset({"Completed"})), replace(usual, unit="invoice"),
    ]  # fmt: skip
    plain = figures(world, usual, weeks)
    assert [other for other in others if figures(world, other, weeks) == plain] == []
    leads = Counting("jobs", "creation", types="estimate")
    assert figures(world, replace(leads, distinct=True), weeks) != figures(world, leads, weeks)


@pytest.mark.slow
@pytest.mark.parametrize("cause", [cause for cause in PLANTS if cause not in {"UNIT_UNMAPPED", "UNIT_ATTRIBUTION"}])
def test_a_planted_fault_shows_in_the_report(service: Service, cause: str) -> None:
    report, rows = planted(settled_world(), cause, YEAR)
    assert rows != report.compute(Books(settled_world()), YEAR)


def test_a_unit_of_invoice_lines_may_be_another(service: Service) -> None:
    by_item = service.reporting.rows("wbr_item_units", YEAR)
    assert BY_NAME["wbr"].sums(by_item, TOTAL) == BY_NAME["wbr"].sums(service.reporting.rows("wbr", YEAR), TOTAL)
    assert by_item != service.reporting.rows("wbr", YEAR)
