"""The lead-pool dashboard: numbers held against a few rows counted by hand, and against the lists that they open."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.contrib import admin
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aiop.dashboards.page import Page, Tile
from aiop.files.models import ExportLog
from aiop.orgs.context import org_context
from aiop.orgs.models import Membership, Org, User
from aiop.quality.models import CheckResult
from crm.models import Branch, LeadSource, LeadStatus
from tests.factories.crm import bad_lead, booking, job, lead, lost_lead, sales_person

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])
MOST_QUERIES = 12
YEAR = {"from": "2025-01-01", "to": "2025-12-31"}


@pytest.fixture
def viewer(org: Org, client: Client) -> Client:
    user = User.objects.create_user("vera")
    Membership.objects.create(user=user, org=org, role=Membership.Role.VIEWER)
    client.force_login(user, backend="aiop.orgs.access.RoleBackend")
    return client


@pytest.fixture
def pool(org: Org) -> Org:
    """Five quotes of 2025, three people without one, and rows that must not count."""
    with org_context(org, actor="maya"):
        toronto = Branch.objects.create(org=org, name="Toronto", key="toronto")
        tests = Branch.objects.create(org=org, name="Test Location", key="test location", is_test=True)
        yelp = LeadSource.objects.create(org=org, name="Yelp", key="yelp")
        ana = sales_person(org, "Ana Brightwell")
        _quotes(org, toronto, {"branch": toronto, "lead_source": yelp, "sales_person": ana})
        _people(org, yelp)
        # Test rows and a test branch.
        lead(org, "105", received="2025-03-03", is_test=True)
        lead(org, "106", received="2025-03-03", branch=tests)
        job(org, "106-1", job_date="2025-03-09", total_actual_cost=Decimal(5555), branch=tests)
        bad_lead(org, "Test Test", received="2025-03-03", is_test=True)
    return org


def _quotes(org: Org, toronto: Branch, own: dict[str, Any]) -> None:
    # Completed: a booking, two closed jobs and one that is a duplicate.
    lead(org, "100", received="2025-03-03", **own)
    booking(org, "100", booked_date="2025-03-05")
    job(org, "100-1", job_date="2025-04-01", total_actual_cost=Decimal("1000.10"), **own)
    job(org, "100-2", job_date="2025-04-02", total_estimated_cost=Decimal("200.20"), **own)
    job(org, "100-3", job_date="2025-04-02", total_actual_cost=Decimal(9000), is_duplicate=True)
    # Lost, and booked later.
    lead(org, "101", received="2025-03-09", **own)
    lost_lead(org, "101", lost_date="2025-03-10")
    booking(org, "101", booked_date="2025-05-01")
    job(org, "101-1", status="BOOKED", job_date="2025-05-09", total_estimated_cost=Decimal(50))
    # Lost; its job was quoted only.
    lead(org, "102", received="2025-04-11")
    lost_lead(org, "102", lost_date="2025-04-20")
    job(org, "102-1", status="LOST", job_date="2025-05-09", total_estimated_cost=Decimal(7777))
    # Judged bad, by two rows that are linked; and one that is open.
    judged = lead(org, "103", received="2025-04-12", branch=toronto)
    bad_lead(org, "Omar Reyes", email="omar@example.com", received="2025-04-12", lead_status=judged)
    bad_lead(org, "Omar Reyes", phone="416-555-0117", received="2025-04-13", lead_status=judged)
    lead(org, "104", received="2025-06-01")
    # A year before: one lead.
    lead(org, "90", received="2024-07-01")


def _people(org: Org, yelp: LeadSource) -> None:
    # One person twice, one known by phone alone, one by nothing.
    bad_lead(org, "Leonora V", email="leo@example.com", received="2025-03-01", lead_source=yelp)
    bad_lead(org, "Leonora Velmont", email="leo@example.com", phone="416-555-0188", received="2025-06-01")
    bad_lead(org, "Ravi", phone="416-555-0144", received="2025-03-02")
    bad_lead(org, "Nobody", received="2025-03-02")


def page_of(client: Client, **query: str) -> Page:
    page: Page = client.get(reverse("admin:crm_lead_pool"), query or YEAR).context["page"]
    return page


def tile_of(page: Page, key: str) -> Tile:
    return next(tile for tile in page.tiles if tile.key == key)


def figures(tile: Tile) -> dict[str, list[Any]]:
    return {str(row[0].value): [cell.value for cell in row[1:]] for row in tile.table.rows}


def test_every_quote_and_every_person_without_one_counts_once_at_each_stage(viewer: Client, pool: Org) -> None:
    stages = figures(tile_of(page_of(viewer, **YEAR), "funnel"))
    counted = {stage: (values[0], *values[2:]) for stage, values in stages.items()}
    assert counted == {
        "Leads": (8, 5, 3),
        "Booked": (2, 2, 0),
        "Completed": (1, 1, 0),
        "Lost": (1, 1, 0),
        "Judged bad": (4, 1, 3),
        "Still open": (1, 1, 0),
    }


def test_the_period_before_stands_beside_the_number(viewer: Client, pool: Org) -> None:
    assert tile_of(page_of(viewer, **YEAR), "leads-over-time").change == "▲ 400 % on 1 before"


def test_leads_by_month_branch_source_and_sales_person_add_up_to_all_leads(viewer: Client, pool: Org) -> None:
    page = page_of(viewer, **YEAR)
    months = figures(tile_of(page, "leads-over-time"))
    assert {month: values[0] for month, values in months.items() if values[0]} == {
        "2025-03-01": 2,
        "2025-04-01": 2,
        "2025-06-01": 1,
    }
    assert months["2025-05-01"][0] == 0
    assert {name: values[:2] for name, values in figures(tile_of(page, "by-branch")).items()} == {
        "Toronto": [3, 2],
        "–": [2, 0],
    }
    for key in ("by-branch", "by-lead-source", "by-sales-person", "leads-over-time"):
        assert sum(values[0] for values in figures(tile_of(page, key)).values()) == 5, key


def test_revenue_is_what_customers_of_won_jobs_are_charged(viewer: Client, pool: Org) -> None:
    revenue = figures(tile_of(page_of(viewer, **YEAR), "revenue"))
    assert {month: values for month, values in revenue.items() if values[1]} == {
        "2025-04-01": [Decimal("1200.30"), 2, 0],
        "2025-05-01": [Decimal("50.00"), 1, 0],
    }


def test_every_number_that_leads_to_rows_leads_to_as_many(viewer: Client, pool: Org) -> None:
    page = page_of(viewer, **YEAR)
    opened = 0
    for key in ("funnel", "leads-over-time", "by-branch", "by-lead-source", "by-sales-person"):
        for row in tile_of(page, key).table.rows:
            for cell in row[1:]:
                if cell.link:
                    found = viewer.get(unescape(cell.link)).context["cl"]
                    assert len(found.result_list) == cell.value, (key, row[0].text, cell.link)
                    opened += 1
    for row in tile_of(page, "revenue").table.rows:
        if row[2].link:
            found = viewer.get(row[2].link).context["cl"]
            assert len(found.result_list) == row[2].value
            opened += 1
    assert opened > 40


def test_the_list_behind_a_number_says_that_very_number_however_large(
    viewer: Client, pool: Org, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admin.site._registry[LeadStatus], "list_per_page", 2)
    monkeypatch.setattr("aiop.adminkit.counts.count_rows.__kwdefaults__", {"exact_up_to": 3})
    link = tile_of(page_of(viewer, **YEAR), "funnel").table.rows[0][3].link
    assert str(viewer.get(link).context["cl"].count) == "5"


def test_a_filter_holds_for_every_number_and_for_the_rows_behind_it(viewer: Client, pool: Org) -> None:
    with org_context(pool, actor="maya"):
        toronto = str(Branch.objects.for_org(pool).get(name="Toronto").pk)
    page = page_of(viewer, **YEAR, branch=toronto)
    funnel = tile_of(page, "funnel")
    assert figures(funnel)["Leads"] == [3, None, 3, None]
    assert "carry no branch" in str(funnel.note)
    link = next(row[1].link for row in funnel.table.rows if row[0].text == "Booked")
    assert len(viewer.get(link).context["cl"].result_list) == 2
    assert figures(tile_of(page, "revenue"))["2025-05-01"][1] == 0


def test_days_are_the_organisations_own(viewer: Client, pool: Org) -> None:
    with org_context(pool, actor="maya"):
        late = lead(pool, "200")
        late.received_at = dt.datetime(2025, 7, 31, 23, 30, tzinfo=pool.zone)
        late.save()
    july = figures(tile_of(page_of(viewer, **{"from": "2025-07-01", "to": "2025-07-31"}), "funnel"))
    assert july["Leads"][0] == 1


def test_another_organisations_rows_are_not_counted(viewer: Client, pool: Org, other_org: Org) -> None:
    with org_context(other_org, actor="maya"):
        theirs = Branch.objects.create(org=other_org, name="Theirs", key="theirs")
        lead(other_org, "104", received="2025-03-03", branch=theirs)
        booking(other_org, "104", booked_date="2025-03-03")
    response = viewer.get(reverse("admin:crm_lead_pool"), YEAR)
    assert figures(tile_of(response.context["page"], "funnel"))["Booked"][0] == 2
    assert "Theirs" not in response.content.decode()


def test_an_empty_organisation_reads_what_to_do_next(client: Client, org: Org, maya: User) -> None:
    client.force_login(maya, backend="aiop.orgs.access.RoleBackend")
    response = client.get(reverse("admin:crm_lead_pool"))
    assert [tile.key for tile in response.context["page"].tiles] == ["freshness"]
    text = response.content.decode()
    assert "The pool is empty" in text
    assert "Load exports" in text
    assert "No rows have come in yet." in text


def test_the_page_says_up_to_when_it_is_complete_and_what_holds_it_back(viewer: Client, pool: Org) -> None:
    assert page_of(viewer).freshness.words.startswith("Complete through 20 Apr 2025 (Lost leads")
    assert page_of(viewer).freshness.is_stale


@pytest.mark.parametrize("query", [{}, YEAR, {"period": "all"}, {"period": "30d", "branch": "none"}])
def test_the_page_takes_few_queries(viewer: Client, pool: Org, query: dict[str, str]) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert viewer.get(reverse("admin:crm_lead_pool"), query).status_code == 200
    assert sum("SAVEPOINT" not in query["sql"] for query in captured) <= MOST_QUERIES


@pytest.mark.parametrize(
    "query", [{"branch": "999999"}, {"branch": "'; --"}, {"from": "31/02/2025"}, {"period": "century"}]
)
def test_an_address_that_makes_no_sense_is_answered_in_words(viewer: Client, pool: Org, query: dict[str, str]) -> None:
    response = viewer.get(reverse("admin:crm_lead_pool"), query)
    assert response.status_code == 200
    assert len(response.context["page"].problems) == 1


def test_names_are_never_run(viewer: Client, pool: Org) -> None:
    with org_context(pool, actor="maya"):
        evil = Branch.objects.create(org=pool, name="<script>alert(1)</script>" + "x" * 80, key="evil")
        lead(pool, "300", received="2025-03-03", branch=evil)
    assert "<script>alert" not in viewer.get(reverse("admin:crm_lead_pool"), YEAR).content.decode()


def test_a_tiles_table_leaves_as_csv_and_is_put_on_record(viewer: Client, pool: Org) -> None:
    response = viewer.get(reverse("admin:crm_lead_pool"), {**YEAR, "csv": "by-branch"})
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Branch", "Leads", "Booked"]
    assert rows[1][:3] == ["Toronto", "3", "2"]
    with org_context(pool, actor="maya"):
        export = ExportLog.objects.for_org(pool).get()
    assert (export.kind, export.rows, export.actor) == ("crm_lead_pool.by-branch", 2, "vera")
    assert viewer.get(reverse("admin:crm_lead_pool"), {"csv": "nonsense"}).status_code == 404


def test_link_rates_show_points_since_the_day_before_and_the_failing_rows(viewer: Client, pool: Org) -> None:
    now = dt.datetime.now(dt.UTC)
    with org_context(pool, actor="maya"):
        for at, value, status in ((now - dt.timedelta(days=1), "98.10", "passed"), (now, "94.50", "failed")):
            CheckResult.objects.create(
                org=pool,
                check_name="bad_lead_match_rate",
                at=at,
                status=status,
                value=Decimal(value),
                threshold=Decimal(95),
                failing=11,
                total=200,
                message="invented",
                definition="corrected",
            )
    tile = tile_of(page_of(viewer, **YEAR), "link-rates")
    row = next(row for row in tile.table.rows if "Bad leads" in row[0].text)
    assert [cell.text for cell in row[1:]] == ["94.5", "95", "▼ 3.6", "11", "2", ""]
    assert row[4].link == reverse("admin:quality_check_rows", args=["bad_lead_match_rate"])
    assert tile.note == "1 of 5 fall short of what is wanted."
    home = viewer.get(reverse("admin:index")).content.decode()
    assert re.search(r"94.5 % ▼ 3.6", home)


def test_a_question_that_the_database_cannot_answer_ends_in_words(
    viewer: Client, pool: Org, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(asked: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    monkeypatch.setattr("crm.dashboards.lead_pool.read_revenue", refuse)
    response = viewer.get(reverse("admin:crm_lead_pool"), YEAR)
    assert response.status_code == 503
    assert "could not be worked out" in response.content.decode()
    assert DatabaseError.__name__ not in response.content.decode()


def test_whoever_belongs_nowhere_sees_nothing(client: Client, org: Org) -> None:
    client.force_login(User.objects.create_user("stray"), backend="aiop.orgs.access.RoleBackend")
    assert client.get(reverse("admin:crm_lead_pool")).status_code in {302, 403}
