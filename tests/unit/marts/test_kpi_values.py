"""Each KPI by a few rows in and the cells out, written by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from servicetitan import models as st
from tests.factories.painting import (
    FREE,
    IGNORED,
    PRODUCTION,
    RETIRED,
    SALES,
    STRANGE,
    TUCSON_SALES,
    WARRANTY,
    WASHING,
    PaintingCompany,
    at,
)


def test_leads_are_jobs_of_estimate_type_on_their_day_in_phoenix(company: PaintingCompany) -> None:
    company.add(st.Customer, source_id=1, name="Ann Testa", name_says_test=True)
    company.add(st.Customer, source_id=2, name="Contessa Bell", name_says_test=True, test_override=False)
    company.add(st.Customer, source_id=3, name="Bo")
    company.lead(created_on=at("2030-03-05 06:59:59"), customer_source_id=3)
    company.lead(created_on=at("2030-03-05 07:00:00"), customer_source_id=3, job_status="Canceled")
    company.lead(created_on=at("2030-03-06 06:59:59"), customer_source_id=None)
    company.lead(created_on=at("2030-03-05 18:00"), customer_source_id=1)
    company.lead(created_on=at("2030-03-05 18:00"), customer_source_id=2)
    company.lead(created_on=at("2030-03-05 18:00"), business_unit_source_id=TUCSON_SALES)
    company.lead(created_on=at("2030-03-05 18:00"), business_unit_source_id=PRODUCTION)
    company.lead(created_on=at("2030-03-05 18:00"), job_type_source_id=WASHING)
    company.build()
    assert company.cells("leads") == {
        ("2030-03-04", "phx_sales"): "1",
        ("2030-03-05", "phx_sales"): "3",
        ("2030-03-05", "tuc_sales"): "1",
    }


def test_different_customers_are_counted_after_merges(company: PaintingCompany) -> None:
    company.add(st.Customer, source_id=1, name="Bo")
    company.add(st.Customer, source_id=2, name="Bo M", merged_to_source_id=1)
    company.add(st.Customer, source_id=3, name="B. M.", merged_to_source_id=2)
    for customer in (1, 2, 3):
        company.lead(customer_source_id=customer, created_on=at("2030-03-05 18:00"))
    company.build()
    assert company.cells("leads_distinct_customers") == {("2030-03-05", "phx_sales"): "1"}
    assert company.cells("leads") == {("2030-03-05", "phx_sales"): "3"}


def test_booked_is_what_was_sold_under_the_unit_of_the_job(company: PaintingCompany) -> None:
    job = company.lead(job_type_source_id=FREE, no_charge=True)
    company.sale(job, "2030-03-06 00:30", "4200.10", business_unit_source_id=PRODUCTION)
    company.sale(job, "2030-03-05 20:00", "0.25")
    company.sale(job, "2030-03-06 07:00", "100")
    company.sale(job, "2030-03-05 20:00", "9", status_name="Dismissed")
    company.sale(job, "2030-03-05 20:00", "9", active=False)
    company.sale(None, "2030-03-05 20:00", "9")
    company.build()
    assert company.cells("total_booked") == {
        ("2030-03-05", "phx_sales"): "4200.35",
        ("2030-03-06", "phx_sales"): "100",
    }


def test_produced_counts_a_job_once_on_the_day_of_its_first_valid_visit(company: PaintingCompany) -> None:
    job = company.job(job_status="Hold")
    company.visit(job, "2030-03-01 16:00", status="Canceled")
    company.visit(job, "2030-03-02 16:00", active=False)
    company.visit(job, "2030-03-03 16:00", unused=True)
    company.visit(job, "2030-03-06 06:00")
    company.visit(job, "2030-03-09 16:00")
    company.invoice(job, "1000.50")
    company.invoice(job, "-0.50", adjustment_to_source_id=1, invoice_date=dt.date(2030, 5, 1))
    company.invoice(job, "77", active=False)
    only_canceled = company.job(business_unit_source_id=RETIRED, completed_on=at("2030-03-20 16:00"))
    company.visit(only_canceled, "2030-03-07 16:00", status="Canceled")
    company.invoice(only_canceled, "10")
    without_visit = company.job(completed_on=at("2030-03-08 16:00"))
    company.invoice(without_visit, "20")
    washing = company.job(job_type_source_id=WASHING, completed_on=at("2030-03-08 16:00"))
    company.invoice(washing, "30")
    company.build()
    assert company.cells("dollars_produced") == {
        ("2030-03-05", "phx_production"): "1000",
        ("2030-03-07", "phx_production"): "10",
        ("2030-03-08", "phx_production"): "20",
    }


def test_margin_takes_off_pay_orders_and_lines_and_gives_back_returns(company: PaintingCompany) -> None:
    job = company.job(completed_on=at("2030-03-08 16:00"))
    invoice = company.invoice(job, "1000")
    line = {"invoice_source_id": invoice, "type": "Material"}
    company.add(st.InvoiceItem, **line, quantity=Decimal(3), cost=Decimal(20), total_cost=Decimal(60))
    company.add(st.InvoiceItem, **line, quantity=Decimal(2), cost=Decimal(5))
    company.add(st.InvoiceItem, invoice_source_id=invoice, type="Service", total_cost=Decimal(500))
    company.pay(job, "180.25")
    company.pay(job, "180.25")
    company.add(st.PurchaseOrder, job_source_id=job, status="Pending", total=Decimal(100))
    company.add(st.PurchaseOrder, job_source_id=job, status="Canceled", total=Decimal(900))
    company.add(st.Return, job_source_id=job, status="Returned", return_amount=Decimal(40))
    company.add(st.Return, job_source_id=job, status="Pending", return_amount=Decimal(9))
    unpaid = company.job(completed_on=at("2030-03-09 16:00"))
    company.pay(unpaid, "50")
    company.build()
    # 1000 − (180.25 + 180.25 + 100 + 60 + 10 − 40) = 509.50
    assert company.cells("gpm_percent") == {
        ("2030-03-08", "phx_production"): ("509.5", "1000"),
        ("2030-03-09", "phx_production"): ("-50", "0"),
    }


def test_warranty_is_cost_of_warranty_jobs_over_what_was_produced(company: PaintingCompany) -> None:
    done = {"completed_on": at("2030-03-08 16:00")}
    touchup = company.job(job_type_source_id=WARRANTY, **done)
    company.pay(touchup, "30")
    company.invoice(company.job(**done), "600")
    company.invoice(company.job(job_type_source_id=WASHING, **done), "400")
    company.build()
    assert company.cells("warranty_percent") == {("2030-03-08", "phx_production"): ("30", "600")}


def test_collected_goes_by_the_invoice_and_what_is_unapplied_by_the_payment(company: PaintingCompany) -> None:
    retired = company.invoice(None, "500", business_unit_source_id=RETIRED)
    sales = company.invoice(None, "500", business_unit_source_id=SALES)
    company.payment("2030-03-08", {retired: "100.10", sales: "7"}, unapplied="5", business_unit_source_id=PRODUCTION)
    company.payment("2030-03-08", {retired: "-20"})
    company.payment("2030-03-08", {retired: "1"}, active=False)
    company.build()
    assert company.cells("dollars_collected") == {("2030-03-08", "phx_production"): "85.1"}


def test_estimates_are_completed_jobs_of_estimate_type(company: PaintingCompany) -> None:
    done = {"completed_on": at("2030-03-08 16:00")}
    company.add(st.Customer, source_id=1, name="Test", name_says_test=True)
    company.lead(**done, customer_source_id=1)
    company.lead(**done, job_status="Canceled")
    company.lead(**done, job_type_source_id=WASHING)
    company.build()
    assert company.cells("num_estimates") == {("2030-03-08", "phx_sales"): "1"}


def test_an_opportunity_is_closed_on_its_first_sale_and_open_on_its_completion(company: PaintingCompany) -> None:
    done = {"completed_on": at("2030-03-08 16:00")}
    sold = company.lead(**done)
    company.sale(sold, "2030-03-07 16:00", "10")
    company.sale(sold, "2030-03-09 16:00", "10")
    company.lead(**done)
    company.lead(**done, job_status="Canceled")
    company.lead(**done, no_charge=True)
    company.lead(**done, job_type_source_id=FREE)
    company.build()
    assert company.cells("close_rate_percent") == {
        ("2030-03-07", "phx_sales"): ("1", "1"),
        ("2030-03-08", "phx_sales"): ("0", "1"),
    }


def test_a_free_job_is_an_opportunity_once_it_reaches_the_threshold_of_its_type(company: PaintingCompany) -> None:
    company.add(st.JobType, source_id=29, name="Inspection", no_charge=True, sold_threshold=Decimal(100))
    below, reached = (company.lead(job_type_source_id=29) for _ in range(2))
    company.sale(below, "2030-03-07 16:00", "99.99")
    company.sale(reached, "2030-03-07 16:00", "100")
    company.build()
    assert company.cells("close_rate_percent") == {("2030-03-07", "phx_sales"): ("1", "1")}


def test_estimates_scheduled_go_by_the_first_visit_and_need_one(company: PaintingCompany) -> None:
    company.visit(company.lead(), "2030-03-08 16:00")
    company.lead(completed_on=at("2030-03-08 16:00"))
    company.build()
    assert company.cells("estimates_scheduled") == {("2030-03-08", "phx_sales"): "1"}


def test_future_bookings_are_jobs_from_this_monday_to_a_year_later(company: PaintingCompany) -> None:
    # Today is Sunday, 31 March 2030; its Monday is the 25th.
    booked: list[tuple[str, str, dict[str, Any]]] = [
        ("2030-03-25 06:00", "1", {}),
        ("2030-03-25 07:00", "10", {}),
        ("2031-03-25 16:00", "100", {"job_status": "Scheduled"}),
        ("2031-03-26 16:00", "1000", {}),
        ("2030-05-01 16:00", "5000", {"job_status": "Canceled"}),
        ("2030-05-01 16:00", "7000", {"job_type_source_id": WASHING}),
        ("2030-05-01 16:00", "9000", {"business_unit_source_id": SALES}),
    ]
    for start, amount, also in booked:
        job = company.job(**also)
        company.visit(job, start)
        company.invoice(job, amount)
    company.build()
    company.snapshot()
    assert company.cells("future_bookings") == {("2030-03-31", "phx_production"): "110"}


def test_receivables_are_netted_by_location_before_the_ten_dollars(company: PaintingCompany) -> None:
    def bill(location: int, balance: str, **also: Any) -> None:
        values: dict[str, Any] = {
            "location_source_id": location,
            "customer_source_id": location,
            "balance": Decimal(balance),
        }
        company.invoice(None, balance, **{**values, **also})

    bill(1, "12.00")
    bill(1, "-2.01")
    bill(2, "4")
    bill(2, "6")
    bill(3, "100")
    bill(4, "500", invoice_date=dt.date(2030, 4, 1))
    bill(5, "700", active=False)
    bill(6, "900", job_source_id=company.job(job_status="Scheduled"))
    bill(7, "30", job_source_id=company.job())
    bill(8, "70", job_source_id=company.job(active=False))
    company.payment("2030-03-20", {}, unapplied="60", customer_source_id=3)
    company.build()
    company.snapshot()
    assert company.cells("outstanding_ar") == {("2030-03-31", "phx_production"): "80"}


def test_a_unit_that_nobody_placed_is_shown_and_one_that_is_ignored_is_not(company: PaintingCompany) -> None:
    for unit in (STRANGE, IGNORED):
        company.lead(business_unit_source_id=unit, created_on=at("2030-03-05 18:00"))
    company.build()
    assert company.cells("leads") == {("2030-03-05", "unmapped"): "1"}


def test_a_type_counts_from_the_day_that_it_stands_on_a_list(company: PaintingCompany) -> None:
    company.list_type("estimate", FREE, since="2030-03-10")
    for day in ("2030-03-09 18:00", "2030-03-10 18:00"):
        company.lead(job_type_source_id=FREE, created_on=at(day))
    company.build()
    assert company.cells("leads") == {("2030-03-10", "phx_sales"): "1"}


def test_a_placement_by_name_holds_until_one_is_made_by_id(company: PaintingCompany) -> None:
    company.add(st.BusinessUnit, source_id=STRANGE, name="Z", name_key="z")
    st.UnitMapping.objects.create(
        org=company.org, unit_key="z", subject="z", role="sales", reporting_unit=company.units["phx_sales"]
    )
    company.lead(business_unit_source_id=STRANGE, created_on=at("2030-03-05 18:00"))
    company.build()
    assert company.cells("leads") == {("2030-03-05", "phx_sales"): "1"}
    company.place(STRANGE, "tuc_sales", "sales")
    company.build()
    assert company.cells("leads") == {("2030-03-05", "tuc_sales"): "1"}
