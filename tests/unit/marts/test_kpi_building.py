"""Cells follow what changed and nothing else; unknown is not 0; weeks and regions are sums of sums."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from aiop.builders.declared import Building
from aiop.builders.windows import Window
from marts.kpi import definitions as kpi
from marts.kpi.drill import behind, totals
from marts.kpi.impact import Proposed, preview
from marts.kpi.rollups import figures
from marts.kpi.snapshots import PastIsPast, take_snapshots
from marts.kpi.terms import Definition
from marts.models import DailyCell
from servicetitan import models as st
from tests.factories.painting import PRODUCTION, RETIRED, SALES, STRANGE, PaintingCompany, at

MONDAY = dt.date(2030, 3, 4)
WEEK = Window(MONDAY, dt.date(2030, 3, 10))


def test_a_second_build_writes_nothing(company: PaintingCompany) -> None:
    company.invoice(company.job(completed_on=at("2030-03-08 16:00")), "600")
    assert company.build().written > 0
    assert company.build().written == 0


def test_what_changed_moves_its_old_and_its_new_day_and_no_other_cell(company: PaintingCompany) -> None:
    moved = company.job()
    company.visit(moved, "2030-03-05 16:00")
    company.invoice(moved, "100")
    company.invoice(company.job(completed_on=at("2030-03-08 16:00")), "600")
    company.build()
    st.Appointment.objects.for_org(company.org).update(start=at("2030-03-06 16:00"))
    built = company.build()
    assert company.cells("dollars_produced") == {
        ("2030-03-06", "phx_production"): "100",
        ("2030-03-08", "phx_production"): "600",
    }
    # Revenue, margin and warranty of two days.
    assert (built.new, built.changed, built.removed) == (0, 6, 0)


def test_a_deleted_job_leaves_its_cell(company: PaintingCompany) -> None:
    job = company.lead(created_on=at("2030-03-05 18:00"))
    company.build()
    st.Job.objects.for_org(company.org).filter(source_id=job).update(deleted_at=at("2030-03-09 00:00"))
    company.build()
    assert company.cells("leads") == {}


def test_a_unit_without_records_is_0_where_the_sources_were_complete_and_unknown_after(
    company: PaintingCompany,
) -> None:
    company.vouch("2030-03-05")
    company.lead(created_on=at("2030-03-04 18:00"))
    company.build(today=dt.date(2030, 3, 6))
    found = DailyCell.objects.for_org(company.org).filter(kpi="leads", unit_id=company.units["phx_sales"].pk)
    assert list(found.order_by("day").values_list("day", "numerator", "is_complete")) == [
        (dt.date(2030, 3, 4), Decimal(1), True),
        (dt.date(2030, 3, 5), Decimal(0), True),
        (dt.date(2030, 3, 6), None, False),
    ]
    company.vouch("2030-03-06")
    assert company.build(today=dt.date(2030, 3, 6)).changed > 0
    assert found.get(day=dt.date(2030, 3, 6)).numerator == 0


def test_days_to_come_have_no_cells(company: PaintingCompany) -> None:
    company.visit(company.job(), "2030-05-05 16:00")
    company.build()
    latest = DailyCell.objects.for_org(company.org).order_by("-day")[0].day
    assert latest == dt.date(2030, 3, 31)


def test_a_weeks_margin_is_the_ratio_of_its_sums_and_not_the_mean_of_its_days(company: PaintingCompany) -> None:
    for day, revenue, pay in [("2030-03-04", "1000", "100"), ("2030-03-05", "10", "9")]:
        job = company.job(completed_on=at(f"{day} 16:00"))
        company.invoice(job, revenue)
        company.pay(job, pay)
    only_cost = company.job(completed_on=at("2030-03-10 16:00"))
    company.pay(only_cost, "51")
    company.build()
    (week,) = figures(company.org, [kpi.GPM], WEEK, grain="week", by="region")
    assert (week.period, week.place) == (MONDAY, "PHX")
    # (1010 − 160) / 1010, though the days say 90 %, 10 % and nothing.
    assert week.percent is not None
    assert round(week.percent, 4) == Decimal("84.1584")


def test_a_rate_of_nothing_is_unknown(company: PaintingCompany) -> None:
    company.vouch("2030-03-31")
    company.lead(created_on=at("2030-03-04 18:00"))
    company.build()
    found: Any = figures(company.org, [kpi.CLOSE_RATE], WEEK, grain="week", by="company")
    assert [(one.numerator, one.denominator, one.percent) for one in found] == [(0, 0, None)]


def test_different_customers_of_a_week_are_counted_anew(company: PaintingCompany) -> None:
    for day in ("2030-03-05", "2030-03-06", "2030-03-06"):
        company.lead(created_on=at(f"{day} 18:00"), customer_source_id=7)
    company.build()
    (week,) = figures(company.org, [kpi.LEADS_DISTINCT], WEEK, grain="week", by="region")
    assert (week.place, week.numerator) == ("PHX", Decimal(1))


def test_a_snapshot_is_taken_once_a_day_and_never_of_the_past(company: PaintingCompany) -> None:
    job = company.job()
    company.visit(job, "2030-03-28 16:00")
    invoice = company.invoice(job, "100")
    company.build()
    company.snapshot()
    st.Invoice.objects.for_org(company.org).filter(source_id=invoice).update(sub_total=900)
    company.build()
    assert company.snapshot().written == 0
    assert company.cells("future_bookings") == {("2030-03-31", "phx_production"): "100"}
    with pytest.raises(PastIsPast):
        take_snapshots(Building(company.org, Window(end=dt.date(2030, 3, 30)), dt.date(2030, 3, 31)))


def test_a_week_shows_the_first_snapshot_after_it_or_its_last(company: PaintingCompany) -> None:
    job = company.job()
    company.visit(job, "2030-06-28 16:00")
    invoice = company.invoice(job, "1")
    for day, amount in [(6, 10), (8, 20), (12, 30), (13, 40), (20, 50)]:
        st.Invoice.objects.for_org(company.org).filter(source_id=invoice).update(sub_total=amount)
        company.build(today=dt.date(2030, 3, day))
        company.snapshot(today=dt.date(2030, 3, day))
    found: Any = figures(company.org, [kpi.FUTURE], Window(MONDAY, dt.date(2030, 3, 24)), grain="week", by="company")
    assert {one.period.day: (one.taken_on.day if one.taken_on else 0, one.numerator) for one in found} == {
        4: (12, 30),
        11: (20, 50),
        18: (20, 50),
    }


def test_a_new_placement_restates_every_day_at_the_next_build(company: PaintingCompany) -> None:
    for day in ("2029-06-05 18:00", "2030-03-05 18:00"):
        company.lead(created_on=at(day), business_unit_source_id=STRANGE)
    company.build()
    company.place(STRANGE, "tuc_sales", "sales", since="2030-01-01")
    company.build()
    assert company.cells("leads") == {("2029-06-05", "unmapped"): "1", ("2030-03-05", "tuc_sales"): "1"}


def test_a_preview_of_a_placement_tells_what_a_build_would_then_say(company: PaintingCompany) -> None:
    for unit in (RETIRED, PRODUCTION):
        job = company.job(completed_on=at("2030-03-08 16:00"), business_unit_source_id=unit)
        company.invoice(job, "100", business_unit_source_id=unit)
    company.lead(created_on=at("2030-03-08 16:00"), business_unit_source_id=SALES, customer_source_id=4)
    company.build()
    units = company.units
    proposed = [
        Proposed(RETIRED, None, "ignored", dt.date(2000, 1, 1)),
        Proposed(SALES, units["tuc_sales"].pk, "sales", dt.date(2000, 1, 1)),
    ]
    moved: dict[tuple[str, int], tuple[Any, Any]] = {
        (one.kpi, one.unit_id): (one.before[0], one.after[0])
        for one in preview(company.org, proposed, dt.date(2030, 3, 31))
    }
    assert moved["dollars_produced", units["phx_production"].pk] == (200, 100)
    assert moved["leads", units["phx_sales"].pk] == (1, 0)
    assert moved["leads", units["tuc_sales"].pk] == (None, 1)
    assert moved["leads_distinct_customers", units["tuc_sales"].pk] == (0, 1)
    assert company.cells("dollars_produced") == {("2030-03-08", "phx_production"): "200"}


@pytest.mark.parametrize("definition", kpi.FLOWS, ids=lambda one: one.key)
def test_the_records_behind_a_cell_add_up_to_it(company: PaintingCompany, definition: Definition) -> None:
    for number in range(3):
        lead = company.lead(
            completed_on=at("2030-03-08 16:00"), created_on=at("2030-03-08 16:00"), customer_source_id=number
        )
        company.visit(lead, "2030-03-08 16:00")
        company.sale(lead, "2030-03-08 16:00", "10.5")
        job = company.job(completed_on=at("2030-03-08 16:00"))
        company.payment("2030-03-08", {company.invoice(job, "100.25"): "50"})
        company.pay(job, "30")
    company.build()
    (key,) = company.cells(definition.key) or [("", "")]
    cell = (
        DailyCell.objects.get(
            org=company.org, kpi=definition.key, day=dt.date(2030, 3, 8), unit_id=company.units[key[1]].pk
        )
        if key[1]
        else None
    )
    unit = company.units[f"phx_{definition.role}"].pk
    window = Window(dt.date(2030, 3, 8), dt.date(2030, 3, 8))
    rows = behind(company.org, definition, unit, window)
    assert sum(row.numerator for row in rows) == (cell.numerator if cell else 0)
    assert totals(company.org, definition, unit, window)[0] == len(rows)
    assert all(row.mapping_id for row in rows)


def test_the_view_has_a_row_a_day_and_unit_as_the_business_reads_them(company: PaintingCompany) -> None:
    job = company.job(completed_on=at("2030-03-08 16:00"))
    company.invoice(job, "100")
    company.pay(job, "60")
    company.build()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT business_unit, dollars_produced, gpm_percent, lead_count FROM daily_kpis WHERE event_date = '2030-03-08' "
            "AND dollars_produced IS NOT NULL"
        )
        assert cursor.fetchall() == [("phx_production", Decimal("100.00"), Decimal(40), None)]
