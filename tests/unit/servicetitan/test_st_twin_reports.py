"""The reports that the twin prints: days of Phoenix, both ends included, sums that add up, files as people export them."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from servicetitan.sandbox.moments import day_number
from servicetitan.sandbox.reports.catalogue import BY_NAME, REPORTS
from servicetitan.sandbox.reports.files import SUBTOTAL, TOTAL, as_csv, as_xlsx
from servicetitan.sandbox.reports.layout import Asked, Row
from servicetitan.sandbox.reports.sales import ESTIMATE_TYPES
from servicetitan.sandbox.service import Service
from tests.factories.st_twin import calling, service_of, settled_world

WEEK = Asked(day_number(date(2026, 10, 12)), day_number(date(2026, 10, 18)))
QUARTER = Asked(day_number(date(2026, 8, 3)), day_number(date(2026, 11, 1)))
PHOENIX = timezone(timedelta(hours=-7))


@pytest.fixture(scope="module")
def service() -> Service:
    return service_of(settled_world())


def column(name: str, report: str, rows: list[Row]) -> list[Any]:
    return [row[BY_NAME[report].at(name)] for row in rows]


def phoenix(text: str) -> date:
    """Give the day of Phoenix of an instant as the API writes it."""
    return datetime.fromisoformat(text[:19] + "+00:00").astimezone(PHOENIX).date()


def within(day: date) -> bool:
    return QUARTER.since <= day_number(day) <= QUARTER.until


def test_weeks_add_up_to_the_quarter(service: Service) -> None:
    for name, field in (
        ("leads", None),
        ("foreman", "Subtotal"),
        ("collections", "Amount"),
        ("sold_estimates", "Subtotal"),
    ):
        weeks = [service.reporting.rows(name, Asked(day, day + 6)) for day in range(QUARTER.since, QUARTER.until, 7)]
        whole = service.reporting.rows(name, QUARTER)
        assert sum(map(len, weeks)) == len(whole) > 0
        if field:
            assert sum(sum(column(field, name, rows), Decimal()) for rows in weeks) == sum(
                column(field, name, whole), Decimal()
            )


def test_units_add_up_to_the_company(service: Service) -> None:
    whole = service.reporting.rows("foreman", QUARTER)
    apart = [
        row
        for unit in range(101, 119)
        for row in service.reporting.rows("foreman", Asked(QUARTER.since, QUARTER.until, frozenset({unit})))
    ]
    assert sorted(map(str, whole)) == sorted(map(str, apart))


def test_booked_is_what_the_api_shows_as_sold_on_those_days_of_phoenix(service: Service) -> None:
    jobs = {row["id"]: row for row in service.truth()["jobs"]() if row["active"]}
    sold = [
        Decimal(str(row["subtotal"])) for row in service.truth()["estimates"]()
        if row["active"] and row["status"]["name"] == "Sold" and row["soldOn"] and row["jobId"] in jobs and within(phoenix(row["soldOn"]))
    ]  # fmt: skip
    assert sum(sold) == sum(column("TotalSales", "wbr", service.reporting.rows("wbr", QUARTER)), Decimal()) > 0
    assert len(sold) == len(service.reporting.rows("sold_estimates", QUARTER))
    assert sum(column("TotalSales", "wbr_sellers", service.reporting.rows("wbr_sellers", QUARTER)), Decimal()) == sum(
        sold
    )


def test_some_sales_fall_on_another_day_in_utc(service: Service) -> None:
    moments = [row["soldOn"] for row in service.truth()["estimates"]() if row["soldOn"]]
    assert any(text[:10] != phoenix(text).isoformat() for text in moments)


def test_revenue_of_a_job_is_the_sum_of_its_active_invoices(service: Service) -> None:
    revenue: dict[str, Decimal] = defaultdict(Decimal)
    for invoice in service.truth()["invoices"]():
        if invoice["active"] and invoice["job"]:
            revenue[invoice["job"]["number"]] += Decimal(invoice["subTotal"])
    rows = service.reporting.rows("foreman", QUARTER)
    for number, subtotal in zip(column("JobNumber", "foreman", rows), column("Subtotal", "foreman", rows), strict=True):
        assert revenue[number] == subtotal


def test_costs_of_a_job_are_pay_orders_stock_and_returns(service: Service) -> None:
    cost: dict[int, Decimal] = defaultdict(Decimal)
    truth = service.truth()
    for item in truth["gross_pay_items"]():
        cost[item["jobId"]] += Decimal(str(item["amount"])) if item["active"] else 0
    for order in truth["purchase_orders"]():
        cost[order["jobId"]] += Decimal(str(order["total"])) if order["status"] != "Canceled" else 0
    for back in truth["returns"]():
        if back["active"] and back["status"] in {"Returned", "CreditReceived"}:
            cost[back["jobId"]] -= Decimal(str(back["returnAmount"]))
    for invoice in truth["invoices"]():
        for item in invoice["items"] if invoice["active"] and invoice["job"] else ():
            if item["type"] in {"Material", "Equipment"}:
                line = item["totalCost"] or str(Decimal(item["cost"]) * Decimal(item["quantity"]))
                cost[invoice["job"]["id"]] += Decimal(line)
    rows = service.reporting.rows("foreman", QUARTER)
    parts = ("LaborPay", "PayrollAdjustments", "MaterialEquipmentPurchaseOrderCosts", "ReturnCosts")
    for at, number in enumerate(column("JobNumber", "foreman", rows)):
        total = column("TotalCosts", "foreman", rows)[at]
        assert total == cost[int(number)] == sum(column(part, "foreman", rows)[at] for part in parts)
    assert any(column("ReturnCosts", "foreman", service.reporting.rows("foreman", Asked(0, 10**6))))


def test_collected_is_every_payment_of_those_days_whole(service: Service) -> None:
    paid = [
        Decimal(row["total"]) for row in service.truth()["payments"]()
        if row["active"] and QUARTER.since <= day_number(date.fromisoformat(row["date"][:10])) <= QUARTER.until
    ]  # fmt: skip
    rows = service.reporting.rows("collections", QUARTER)
    assert sum(column("Amount", "collections", rows), Decimal()) == sum(paid) > 0
    everything = service.reporting.rows("collections", Asked(0, 10**6))
    assert any(amount < 0 for amount in column("Amount", "collections", everything))
    assert None in column("InvoiceNumber", "collections", everything)


def test_completed_estimates_and_opportunities_are_sets_of_their_own(service: Service) -> None:
    rows = service.reporting.rows("opportunities", QUARTER)
    sums = BY_NAME["wbr"].sums(service.reporting.rows("wbr", QUARTER), TOTAL)
    counted = [
        sum(column(name, "opportunities", rows)) for name in ("IsClosed", "IsCompletedEstimate", "IsOpportunity")
    ]
    assert counted == [sums[1], sums[2], sums[3]]
    assert len({(*row[4:5], *row[6:7]) for row in rows}) == 3
    assert len(ESTIMATE_TYPES) == 19


def test_what_is_owed_nets_money_that_was_not_applied(service: Service) -> None:
    rows = service.reporting.rows("receivables", Asked(0, day_number(date(2026, 11, 20))))
    assert any(amount < 0 for amount in column("NetAmount", "receivables", rows))
    assert any(0 < amount < 10 for amount in column("NetAmount", "receivables", rows)) or len(rows) > 50
    assert all(column("BusinessUnit", "receivables", rows))


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_an_export_prints_its_rows_sub_totals_and_total(service: Service, report: Any) -> None:
    rows = service.reporting.rows(report.name, QUARTER)
    printed = list(csv.reader(io.StringIO(as_csv(report, rows).decode("utf-8-sig"))))
    assert printed[0] == [column.label for column in report.columns]
    assert printed[-1][0] == TOTAL
    body = [line for line in printed[1:-1] if not line[0].startswith(SUBTOTAL)]
    assert len(body) == len(rows)
    if report.group_by:
        at = report.at(report.group_by)
        assert len(printed) - 2 - len(body) == len({row[at] for row in rows})
    book = load_workbook(io.BytesIO(as_xlsx(report, rows, QUARTER)))
    sheet = book[book.sheetnames[0]]
    cells = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert cells[0][0] == report.title
    assert cells[3] == [column.label for column in report.columns]
    assert len(cells) == len(printed) + 3


def test_the_margin_of_a_total_is_weighted(service: Service) -> None:
    report = BY_NAME["foreman"]
    rows = service.reporting.rows("foreman", QUARTER)
    total = report.sums(rows, TOTAL)
    revenue, cost, margin = (total[report.at(name)] for name in ("Subtotal", "TotalCosts", "GrossMarginPercentage"))
    assert isinstance(revenue, Decimal)
    assert isinstance(cost, Decimal)
    assert margin == ((revenue - cost) / revenue * 100).quantize(Decimal("0.01"))


def test_the_reporting_api_gives_positional_rows_pages_and_local_midnights(service: Service) -> None:
    tenant = service.access.credentials.tenant
    base = f"/reporting/v2/tenant/{tenant}"
    with calling(service) as client:
        named = client.get(f"{base}/report-category/operations/reports").json()["data"]
        assert {"id": 389438975, "name": "FOREMAN Job Cost"} in named
        assert client.get(f"{base}/report-category/sales/reports").status_code == 404
        described = client.get(f"{base}/report-category/operations/reports/389438975").json()
        date_type = next(entry for entry in described["parameters"] if entry["name"] == "DateType")
        values = client.get(f"{base}/dynamic-value-sets/{date_type['acceptValues']['dynamicSetId']}").json()["data"]
        asked = {"parameters": [
            {"name": "DateType", "value": next(number for number, label in values if label == "Job Start Date")},
            {"name": "From", "value": "2026-08-03"}, {"name": "To", "value": "2026-11-01"}, {"name": "BusinessUnitId", "value": [102]},
        ]}  # fmt: skip
        pages = [
            client.post(f"{base}/report-category/operations/reports/389438975/data", params={"page": n, "pageSize": 5, "includeTotal": "true"},
                        json=asked).json()
            for n in (1, 2)
        ]  # fmt: skip
        refused = client.post(f"{base}/report-category/operations/reports/389438975/data", json={"parameters": []})
    expected = service.reporting.rows("foreman", Asked(QUARTER.since, QUARTER.until, frozenset({102})))
    assert pages[0]["totalCount"] == len(expected)
    assert [field["name"] for field in pages[0]["fields"]] == [column.name for column in BY_NAME["foreman"].columns]
    assert [row[6] for page in pages for row in page["data"]] == [row[6] for row in expected[:10]]
    assert pages[0]["data"][0][0] == f"{expected[0][0]}T00:00:00-07:00"
    assert refused.status_code == 400


def test_a_report_is_run_once_in_its_time() -> None:
    limited = service_of(settled_world(), report_seconds=6000)
    tenant = limited.access.credentials.tenant
    body = {"parameters": [{"name": "From", "value": "2026-10-12"}, {"name": "To", "value": "2026-10-18"}]}
    with calling(limited) as client:
        run = f"/reporting/v2/tenant/{tenant}/report-category/technician/reports"
        assert client.post(f"{run}/397555674/data", json=body).status_code == 200
        again = client.post(f"{run}/397555674/data", json=body)
        assert again.status_code == 429
        assert 0 < int(again.headers["Retry-After"]) <= 6000
        assert f"Try again in {again.headers['Retry-After']} seconds" in again.json()["message"]
        assert client.post(f"{run}/130700652/data", json=body).status_code == 200
        exported = client.get("/_twin/reports/wbr.csv", params={"from": "2026-10-12", "to": "2026-10-18"})
    assert exported.text.lstrip("\ufeff").startswith("Name,Closed Opportunities")


def test_one_week_of_one_unit_can_be_asked_for(service: Service) -> None:
    rows = service.reporting.rows("leads", Asked(WEEK.since, WEEK.until, frozenset({101})))
    assert rows
    assert set(column("JobBusinessUnit", "leads", rows)) == {"Phoenix-Sales"}
    assert all(WEEK.since <= day_number(day) <= WEEK.until for day in column("CreatedDate", "leads", rows))
