"""The integrity of figures: a cell that is not its records, a unit with money that nobody placed, a snapshot written late are found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from aiop.orgs.models import Org
from aiop.quality.measure import measure
from aiop.quality.wrong_rows import read_page
from marts.checks import CHECKS
from marts.models import BookingFact, DailyCell, JobFact
from servicetitan import models as st
from tests.factories.painting import PRODUCTION, STRANGE, PaintingCompany, at

NOW = dt.datetime(2030, 3, 31, 19, tzinfo=dt.UTC)
BY_NAME = {check.name: check for check in CHECKS}
Found = Callable[[str], list[str]]


@pytest.fixture(autouse=True)
def _at_the_end_of_march() -> object:
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def company(company: PaintingCompany) -> PaintingCompany:
    """Give a company with a week of work, built and vouched for."""
    for unit, name in ((PRODUCTION, "Phoenix-Production"), (STRANGE, "Strange")):
        company.add(st.BusinessUnit, source_id=unit, name=name, name_key=name.casefold())
    job = company.job(completed_on=at("2030-03-05 18:00"))
    company.invoice(job, "500")
    company.pay(job, "120")
    lead = company.lead(created_on=at("2030-03-05 18:00"), completed_on=at("2030-03-06 18:00"))
    company.sale(lead, "2030-03-06 18:00", "250")
    company.vouch("2030-03-30")
    company.build(start=dt.date(2030, 3, 1))
    company.snapshot()
    return company


@pytest.fixture
def found(company: PaintingCompany, painters: Org) -> Found:
    """Give what tells the details of the rows that a check finds."""
    return lambda name: sorted(row.detail or "" for row in read_page(BY_NAME[name], painters).rows)


def test_nothing_is_found_where_all_is_right(company: PaintingCompany, painters: Org) -> None:
    assert {check.name: measure(check, painters).failing for check in CHECKS} == dict.fromkeys(BY_NAME, 0)


def test_a_cell_that_is_not_the_sum_of_its_records_is_found(company: PaintingCompany, found: Found) -> None:
    DailyCell.objects.filter(kpi="dollars_produced", numerator=500).update(numerator=501)
    assert found("kpi_cells_equal_records") == [
        "dollars_produced on 2030-03-05: 501.0000, its records come to 500.0000"
    ]


def test_cells_are_held_against_the_reading_that_is_published(
    company: PaintingCompany, painters: Org, found: Found
) -> None:
    job = company.job(completed_on=at("2030-03-07 18:00"))
    company.invoice(company.job(completed_on=at("2030-03-07 18:00")), "80")
    company.invoice(job, "20", adjustment_to_source_id=1)
    company.build()
    assert found("kpi_cells_equal_records") == []
    painters.settings = {"kpi_readings": {"dollars_produced": "without adjustments"}}
    painters.save()
    assert len(found("kpi_cells_equal_records")) == 1


def test_a_fact_that_counts_a_row_twice_is_found(company: PaintingCompany, found: Found) -> None:
    JobFact.objects.filter(revenue=500).update(labour=240)
    assert len(found("kpi_facts_equal_source")) == 1


def test_a_unit_with_money_that_nobody_placed_is_found(company: PaintingCompany, found: Found) -> None:
    company.invoice(company.job(business_unit_source_id=STRANGE), "48210")
    company.build()
    assert found("kpi_unplaced_money") == ["Strange: 48,210.00 in 1 jobs"]


def test_a_snapshot_is_closed_to_alteration_and_one_written_late_is_found(
    company: PaintingCompany, painters: Org, found: Found
) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        BookingFact.objects.for_org(painters).update(revenue=1)
    usual = {"job_id": 1, "start_day": dt.date(2030, 3, 20), "revenue": Decimal(5)}
    BookingFact.objects.create(org=painters, day=dt.date(2030, 3, 20), **usual)
    assert len(found("kpi_bookings_as_taken")) == 1


def test_sources_that_are_complete_no_longer_are_told_by_their_age(company: PaintingCompany, painters: Org) -> None:
    assert measure(BY_NAME["kpi_freshness"], painters).value == 1
    with time_machine.travel(NOW + dt.timedelta(days=9), tick=False), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert measure(BY_NAME["kpi_freshness"], painters).failing > 0
