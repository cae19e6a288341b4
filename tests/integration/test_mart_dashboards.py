"""Dashboards of the nine marts: what they add up, what they leave unknown, whose rows they show, and what they say when a job fails."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from aiop.files.models import ExportLog
from aiop.orgs.context import org_context
from aiop.orgs.models import Membership, Org, User
from marts.etl.declared import Job, all_jobs
from marts.models import FinancialMetrics, MartStanding, SalesDaily, WorkOrderDaily, ZoomMetrics
from tests.factories.mart_rows import fill_dealer, fill_service

pytestmark = pytest.mark.django_db
LAST = dt.date(2025, 11, 20)
DEALER = ("executive", "cash", "sales", "fleet", "orders", "customers")
SERVICE = ("executive", "finance", "crm", "communications", "cases", "app")
MOST_QUERIES = 12
HOUSE = {"django_session", "orgs_user", "orgs_membership", "orgs_org"}


@pytest.fixture
def client_of(client: Client, org: Org) -> Client:
    """Give a browser of somebody who may look and export, in one organisation alone."""
    user = User.objects.create_user("vera", password="invented-only-9", is_staff=True)
    Membership.objects.create(user=user, org=org, role=Membership.Role.OPERATOR)
    client.force_login(user, backend="aiop.orgs.access.RoleBackend")
    return client


def page(client: Client, name: str, query: str = "") -> str:
    answer = client.get(reverse(f"admin:marts_{name}") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def cells(client: Client, name: str, tile: str, query: str = "") -> list[list[str]]:
    """Give the table of a tile as its file has it, without its heads."""
    separator = "&" if query else "?"
    answer = client.get(f"{reverse(f'admin:marts_{name}')}{query}{separator}csv={tile}")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


def test_flows_add_up_and_what_stands_is_the_latest(client_of: Client, org: Org) -> None:
    with org_context(org, actor="test"):
        fill_dealer(org, LAST)
        sold = SalesDaily.objects.for_org(org).filter(sales_date__month=11).aggregate(sold=Sum("total_revenue"))["sold"]
        latest = SalesDaily.objects.for_org(org).latest("sales_date")
    query = "?from=2025-11-01&to=2025-11-20"
    assert sum(Decimal(value) for _, value in cells(client_of, "sales", "sold", query)) == sold
    shown = page(client_of, "sales", query)
    assert f"{sold:,.2f}" in shown
    assert f">{latest.open_work_orders}</a>" in shown
    assert "complete through 20 Nov 2025" in shown


def test_rows_that_share_a_day_are_put_together_first(client_of: Client, org: Org) -> None:
    with org_context(org, actor="test"):
        fill_dealer(org, LAST)
        held = WorkOrderDaily.objects.for_org(org).filter(metric_date=LAST)
        standing = sum(held.values_list("open_total", flat=True))
    query = "?from=2025-11-01&to=2025-11-20"
    assert f">{standing}</a>" in page(client_of, "orders", query)
    assert cells(client_of, "customers", "churned", query)[0][1] == "6"
    assert ">50 %</a>" in page(client_of, "customers", query)


def test_a_month_that_was_not_told_is_a_gap_and_a_margin_is_made_of_sums(client_of: Client, org: Org) -> None:
    with org_context(org, actor="test"):
        fill_service(org, LAST)
        first, second = FinancialMetrics.objects.for_org(org).order_by("period_end")[:2]
        FinancialMetrics.objects.filter(pk=first.pk).update(total_revenue=100, gross_profit=90)
        FinancialMetrics.objects.filter(pk=second.pk).update(total_revenue=300, gross_profit=30)
    assert len(cells(client_of, "finance", "revenue", "?period=all")) == 14
    assert len(cells(client_of, "finance", "operating", "?period=all")) == 13
    query = f"?from={first.period_start}&to={second.period_end}"
    assert ">30 %</a>" in page(client_of, "finance", query)


def test_a_failing_job_says_since_when_and_why_above_its_last_good_figures(client_of: Client, org: Org) -> None:
    with org_context(org, actor="test"):
        fill_service(org, LAST)
        failed = dt.datetime(2025, 11, 19, 9, tzinfo=dt.UTC)
        standing = MartStanding.objects.for_org(org).filter(job="etl_zoom_metrics")
        standing.update(failing_since=failed, reason="Zoom refused the credentials.")
        calls = ZoomMetrics.objects.for_org(org).aggregate(calls=Sum("total_calls"))["calls"]
    shown = page(client_of, "communications")
    assert "has failed since 19 Nov 2025, 04:00: Zoom refused the credentials." in shown
    assert "complete through 20 Nov 2025" in shown
    assert f"{calls:,}" in shown
    assert "has failed" not in page(client_of, "crm")


@pytest.mark.parametrize("name", sorted({*DEALER, *SERVICE}))
def test_a_page_takes_few_queries_and_reads_marts_alone(client_of: Client, org: Org, name: str) -> None:
    with org_context(org, actor="test"):
        (fill_dealer if name in DEALER else fill_service)(org, LAST)
    page(client_of, name)
    with CaptureQueriesContext(connection) as captured:
        shown = page(client_of, name, "?period=all")
    # A request's own transaction is a savepoint within the test's.
    queries = [one["sql"] for one in captured if "SAVEPOINT" not in one["sql"]]
    assert len(queries) <= MOST_QUERIES
    assert "db-figure" in shown
    tables = {name for sql in queries for name in re.findall(r'(?:FROM|JOIN) "?(\w+)', sql) if "_" in name}
    assert tables - HOUSE <= {job.table for job in all_jobs()} | {"mart_standing"}


def test_a_company_without_marts_is_told_how_to_get_them(client_of: Client) -> None:
    assert "No figures yet" in page(client_of, "executive")
    assert "once this organisation has a connection" in page(client_of, "sales")


def test_the_page_of_all_organisations_shows_ones_own_alone(client_of: Client, org: Org, other_org: Org) -> None:
    for whose in (org, other_org):
        with org_context(whose, actor="test"):
            fill_dealer(whose, LAST)
    assert [row[0] for row in cells(client_of, "everyone", "organisations")] == [org.name]
    Membership.objects.create(user=User.objects.get(username="vera"), org=other_org, role=Membership.Role.VIEWER)
    assert [row[0] for row in cells(client_of, "everyone", "organisations")] == [org.name, other_org.name]
    with org_context(other_org, actor="test"):
        MartStanding.objects.for_org(other_org).filter(job="etl_cash_flow").update(
            failing_since=dt.datetime(2025, 11, 19, tzinfo=dt.UTC), reason="Softbase did not answer."
        )
    assert f"Jobs fail in {other_org.name}." in page(client_of, "everyone")


def test_rows_of_another_organisation_are_in_no_figure(client_of: Client, org: Org, other_org: Org) -> None:
    with org_context(other_org, actor="test"):
        fill_dealer(other_org, LAST)
    assert "No figures yet" in page(client_of, "sales")
    assert other_org.name not in page(client_of, "everyone")


def test_the_year_to_date_begins_with_the_fiscal_year(client_of: Client, org: Org) -> None:
    Org.objects.filter(pk=org.pk).update(fiscal_year_start_month=11)
    with org_context(org, actor="test"):
        fill_dealer(org, LAST)
    assert "1 Nov 2025 – 20 Nov 2025" in page(client_of, "sales", "?period=ytd")


@pytest.mark.parametrize("sheet", ["csv", "xlsx"])
def test_a_list_leaves_as_its_filters_leave_it_and_is_on_record(
    client_of: Client, org: Org, other_org: Org, sheet: str
) -> None:
    for whose in (org, other_org):
        with org_context(whose, actor="test"):
            fill_dealer(whose, LAST)
    listed = client_of.get(
        reverse("admin:marts_salesdaily_changelist") + "?sales_date_from=2025-11-01"
    ).content.decode()
    address = next(one for one in re.findall(r'href="([^"]*export/[^"]*)"', listed) if f"/{sheet}/" in one)
    answer: Any = client_of.get(address.replace("&amp;", "&"))
    body = b"".join(answer.streaming_content)
    if sheet == "csv":
        rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    else:
        book: Any = load_workbook(io.BytesIO(body), read_only=True)
        rows = [list(row) for row in book.active.values]
    with org_context(org, actor="test"):
        held = SalesDaily.objects.for_org(org).filter(sales_date__gte=dt.date(2025, 11, 1)).order_by("-sales_date")
        logged = ExportLog.objects.for_org(org).get()
        days = [str(day) for day in held.values_list("sales_date", flat=True)]
    at = rows[0].index("sales_date")
    assert [str(row[at])[:10] for row in rows[1:]] == days
    assert (logged.kind, logged.format, logged.rows, logged.actor) == ("mart_sales_daily", sheet, len(days), "vera")


@pytest.mark.parametrize("job", all_jobs(), ids=lambda job: job.table)
def test_every_list_of_the_marts_can_be_taken_out(client_of: Client, job: Job[Any]) -> None:
    name = job.mart._meta.model_name
    assert f"/{name}/export/csv/" in client_of.get(reverse(f"admin:marts_{name}_changelist")).content.decode()
    answer: Any = client_of.get(reverse(f"admin:marts_{name}_csv"))
    assert b"".join(answer.streaming_content).count(b"\n") == 1
