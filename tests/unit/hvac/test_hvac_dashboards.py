"""Dashboards of the HVAC company: what they say without rows and with, where their numbers lead, and who may see them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aiop.builders.jobs import build_series
from aiop.orgs.models import Org, User
from aiop.runs.running import run_job
from hvac.costing.figures import FIGURES, JOB
from hvac.models import (
    Customer,
    Employee,
    FixedAsset,
    Invoice,
    JobCost,
    Location,
    Part,
    PriceRule,
    PricingSeason,
    SafetyIncident,
    ServiceCall,
    StockItem,
    Technician,
    TimeEntry,
    Vehicle,
)
from tests.factories.hvac_rows import Rows
from tests.unit.hvac.ledger import NOON, held

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])
PAGES = ("hvac_operations", "hvac_finance", "hvac_people", "hvac_fleet")
# What every page of the admin asks for, and one for each tile.
MOST_QUERIES = 24
D = Decimal


@pytest.fixture
def client(maya: User) -> Iterator[Client]:
    """Give a curator's browser, on the last day of March 2026."""
    browser = Client()
    with time_machine.travel(NOON, tick=True):
        browser.force_login(maya, backend="aiop.orgs.access.RoleBackend")
        yield browser


@pytest.fixture
def company(org: Org, make: Rows, client: Client) -> Org:
    """Give a small company whose figures are worked out."""
    jo = make(Technician, name="Jo Ardent", hourly_rate=D(30), employee=make(Employee, salary=D(62400)))
    branch, day = make(Location, name="Mesa"), dt.date(2026, 3, 2)
    call = make(ServiceCall, customer=make(Customer), technician=jo, location=branch, service_date=day,
                service_type="Repair", duration_hours=D(2), labor_cost=D(180), parts_cost=D(22))  # fmt: skip
    make(ServiceCall, technician=jo, service_date=dt.date(2026, 3, 9), service_type="Inspection", duration_hours=D(1))
    make(Invoice, service_call=call, subtotal=D(300), total_amount=D(300), status="Paid", issue_date=day,
         due_date=dt.date(2026, 4, 1))  # fmt: skip
    began = dt.datetime(2026, 3, 2, 7, tzinfo=dt.UTC)
    make(TimeEntry, employee=jo.employee, service_call=call, work_date=day, clock_in_time=began,
         clock_out_time=began + dt.timedelta(hours=2), break_duration=0, overtime_hours=D(0))  # fmt: skip
    make(FixedAsset, asset_tag="VAN-1", cost=D(7000), salvage_value=D(1000), in_service_date=dt.date(2026, 1, 5),
         book_method="SL", book_life_months=60, tax_method="None", recovery_years=5, business_use_pct=D(100))  # fmt: skip
    make(Vehicle, vehicle_number="HVAC-001", current_mileage=1000, next_maintenance_mileage=1500, purchase_date=day,
         last_maintenance_date=day, year=2025)  # fmt: skip
    make(SafetyIncident, employee=jo.employee, incident_date=day, severity="First Aid", investigation_status="Open")
    make(StockItem, part=make(Part), current_stock=0)
    with run_job(org, JOB, by="maya") as run:
        build_series(run, org, FIGURES, {})
    return org


def shown(client: Client, page: str, **query: str) -> str:
    """Give a page's text."""
    answer = client.get(reverse(f"admin:{page}"), query)
    assert answer.status_code == 200, page
    return answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_without_rows_says_what_to_do(client: Client, page: str) -> None:
    text = shown(client, page)
    assert "No figures yet" in text
    assert "No figures have been worked out yet." in text


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_once_a_tile_and_every_link_leads_to_a_list(client: Client, company: Org, page: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        text = shown(client, page)
    assert len(asked) <= MOST_QUERIES, len(asked)
    assert "calls through 9 Mar 2026" in text
    links = {unescape(link) for link in re.findall(r'href="(/admin/hvac/[^"]+)"', text)}
    assert links
    for link in sorted(links):
        assert client.get(link).status_code == 200, link


def test_operations_tell_calls_margins_and_who_is_not_invoiced(client: Client, company: Org) -> None:
    text = shown(client, "hvac_operations")
    assert "1 calls are not invoiced: their margin is unknown." in text
    # 300 - 2 h x 30.00 x 1.3 - 22.
    assert held(company, JobCost, "gross_margin", order="service_date")[0] == (D(200),)
    assert "200.00" in text
    assert "Jo Ardent" in text
    assert "ZIP code lies in an area, so no load can be told." in text


def test_a_number_leads_to_the_rows_that_it_counts(client: Client, company: Org) -> None:
    text = shown(client, "hvac_operations")
    link = next(unescape(x) for x in re.findall(r'href="([^"]+service_type=Repair[^"]*)"', text))
    rows = client.get(link).context["cl"].result_list
    assert [row.service_type for row in rows] == ["Repair"]


def test_a_place_limits_what_has_places_and_says_what_has_not(client: Client, company: Org) -> None:
    text = shown(client, "hvac_operations", place="none")
    assert "the whole company" in text
    assert "1 calls are not invoiced" in text
    assert "Jo Ardent" not in text


def test_a_tile_comes_as_a_file(client: Client, company: Org) -> None:
    answer = client.get(reverse("admin:hvac_operations"), {"csv": "margin-by-type"})
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Type,Calls,Invoiced")
    assert lines[1].startswith("Repair,1,1,300.00")


def test_a_stranger_sees_none_of_it(client: Client, company: Org, other_org: Org) -> None:
    stranger = User.objects.create_user("sam", password="invented-only-9")
    browser = Client()
    browser.force_login(stranger, backend="aiop.orgs.access.RoleBackend")
    for page in (*PAGES, "hvac_prices"):
        assert browser.get(reverse(f"admin:{page}")).status_code != 200, page


def test_price_rules_are_tried_on_a_job_and_nothing_is_written(org: Org, make: Rows, client: Client) -> None:
    summer = make(PricingSeason, name="Summer Peak", start_mmdd="06-01", end_mmdd="08-31", demand_level="Peak")
    facts: dict[str, Any] = {"status": "Active", "applies_to": "Total", "valid_from": dt.date(2025, 1, 1)}
    make(PriceRule, name="Summer", season=summer, adjust_kind="Percent", value=D(15), **facts)
    make(
        PriceRule, name="Firms", customer_type="commercial", adjust_kind="Fixed", value=D(-20), stackable=True, **facts
    )
    make(PriceRule, name="Old", adjust_kind="Percent", value=D(50), **(facts | {"status": "Retired"}))
    asked = {"amount": "200", "part": "Total", "day": "2026-07-04", "time": "12:00"}
    text = shown(client, "hvac_prices", **asked)
    assert "200 $ becomes 230.00 $" in text
    assert "Not used: Firms." in text
    assert "210.00 $" in shown(client, "hvac_prices", **asked, customer_type="commercial")
    assert "the price stays as it is" in shown(client, "hvac_prices", **(asked | {"day": "2026-05-04"}))
    assert "Enter a valid date" in shown(client, "hvac_prices", **(asked | {"day": "soon"}))
