"""Lists of every record in few queries; units placed and lists edited in the browser, with the way back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import DateField
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aiop.audit.models import ChangeSet
from aiop.orgs.context import org_context
from aiop.orgs.models import Membership, Org, User
from servicetitan import api
from servicetitan.curate import impact
from servicetitan.intake import DECISIONS, RECORDS
from servicetitan.models import Customer, JobType, JobTypeListMember, ReportingUnit
from tests.factories.st_tenant import load, tenant, unit, write_csv

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def _no_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out figures: what they move is tested where they are made."""
    monkeypatch.setattr(impact, "_FIGURES", [])


@pytest.fixture
def client(org: Org, maya: User, tmp_path: Path) -> Client:
    """Give the browser of a curator whose tenant is loaded and placed."""
    load(org, write_csv(tmp_path / "tenant", tenant()))
    api.load_starting_decisions(org, by="maya")
    browser = Client()
    browser.force_login(maya, backend="aiop.orgs.access.RoleBackend")
    return browser


def said(page: Any) -> str:
    """Give the messages of a page that a post led to."""
    return " ".join(str(message) for message in page.context["messages"])


def test_every_list_shows_its_rows_in_few_queries_and_each_row_opens(org: Org, client: Client) -> None:
    for kind in (*RECORDS, *DECISIONS):
        name = f"admin:servicetitan_{kind.model._meta.model_name}"
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse(f"{name}_changelist"))
        assert page.status_code == 200, kind.name
        assert len(asked) <= MOST_QUERIES, (kind.name, len(asked))
        rows = page.context["cl"].result_list
        assert rows, kind.name
        assert client.get(reverse(f"{name}_change", args=[rows[0].pk])).status_code == 200, kind.name


def test_every_list_is_searched_by_what_its_box_says_and_filtered_by_what_it_offers(org: Org, client: Client) -> None:
    for kind in RECORDS:
        page: Any = admin.site._registry[kind.model]
        address = reverse(f"admin:servicetitan_{kind.model._meta.model_name}_changelist")
        with org_context(org, actor="test"):
            row: Any = kind.model._default_manager.order_by("pk").first()
        for column in page.search_exact:
            value = getattr(row, column)
            if value is not None:
                found = client.get(address, {"q": str(value)}).context["cl"].result_list
                assert row.pk in {one.pk for one in found}, (kind.name, column)
        for offered in page.list_filter:
            column = offered if isinstance(offered, str) else offered[0]
            is_day = isinstance(kind.model._meta.get_field(column), DateField)
            shown = client.get(address, {f"{column}_from" if is_day else column: "none"})
            assert shown.status_code == 200, (kind.name, column)


def test_records_are_read_only_save_which_customers_are_tests(org: Org, client: Client) -> None:
    with org_context(org, actor="test"):
        customer = Customer.objects.get(source_id=7002)
        type_ = JobType.objects.get(source_id=21)
    address = reverse("admin:servicetitan_customer_change", args=[customer.pk])
    assert list(client.get(address).context["adminform"].form.fields) == ["test_override"]
    assert client.post(address, {"test_override": "false"}).status_code == 302
    with org_context(org, actor="test"):
        customer.refresh_from_db()
        assert customer.test_override is False
    other = reverse("admin:servicetitan_jobtype_change", args=[type_.pk])
    assert client.post(other, {"name": "x"}).status_code == 403


def test_a_waiting_unit_is_placed_and_the_message_leads_back(org: Org, client: Client) -> None:
    queue = client.get(reverse("admin:servicetitan_units"))
    assert [one.name for one in queue.context["waiting"]] == ["NewCommercialTucson-AZ-Sales", "Z-DO NOT USE - West"]
    with org_context(org, actor="test"):
        target = ReportingUnit.objects.get(key="tuc_sales")
    address = reverse("admin:servicetitan_unit", args=[18])
    form = {"choice": str(target.pk), "since": "2024-01-01", "reason": ""}
    refused = client.post(address, form)
    assert refused.status_code == 400
    assert "Say why" in refused.content.decode()
    done = client.post(address, {**form, "reason": "New branch"}, follow=True)
    assert "NewCommercialTucson-AZ-Sales is Tucson-Sales from 1 Jan 2024" in said(done)
    assert [one.name for one in done.context["waiting"]] == ["Z-DO NOT USE - West"]
    with org_context(org, actor="test"):
        newest = ChangeSet.objects.latest("pk")
    assert reverse("admin:audit_changeset_undo", args=[newest.pk]) in said(done)
    back = client.post(address, {"unplace": "1", "reason": "Mistake"}, follow=True)
    assert len(back.context["waiting"]) == 2


def test_the_suggestion_fills_the_form_and_bad_days_are_told(org: Org, client: Client, tmp_path: Path) -> None:
    load(org, write_csv(tmp_path / "more", {"st_business_units": [unit(30, "phoenix - SALES ")]}))
    address = reverse("admin:servicetitan_unit", args=[30])
    page = client.get(address)
    assert page.context["form"].reason == "Is Phoenix-Sales, apart from how it is written"
    told = client.post(address, {"choice": "other", "since": "31/31/2024", "reason": "x"})
    assert "From: “31/31/2024”" in told.content.decode()
    assert client.get(reverse("admin:servicetitan_unit", args=[12345])).status_code == 404


def test_the_page_of_a_unit_shows_what_would_move(org: Org, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with org_context(org, actor="test"):
        target = ReportingUnit.objects.get(key="tuc_sales")
    moved = [
        impact.Moved(
            dt.date(2024, month, 1), target.pk, key, (Decimal(before), Decimal(4)), (Decimal(after), Decimal(4))
        )
        for month, key, before, after in [(1, "booked", 100, 350), (2, "booked", 0, 50), (1, "rate", 1, 2)]
    ]
    kpis = [impact.Kpi("booked", "Total booked", "money"), impact.Kpi("rate", "Close rate", "percent")]
    monkeypatch.setattr(impact, "_FIGURES", [impact.Figures(lambda: kpis, lambda *asked: moved)])
    page = client.get(reverse("admin:servicetitan_unit", args=[18]), {"choice": target.pk})
    first, second = page.context["moved"]
    assert (first.unit, first.kpi, first.before, first.after, first.change) == (
        "Tucson-Sales", "Total booked", "100.00", "400.00", "+300.00"
    )  # fmt: skip
    assert [line.month.month for line in first.months] == [2, 1]
    assert (second.before, second.after, second.change) == ("25.00", "50.00", "+25.00")


def test_a_list_is_edited_with_a_reason_and_findings_go(org: Org, client: Client, tmp_path: Path) -> None:
    types = [{"id": 60, "name": "Estimate-HOA new", "active": True, "createdOn": "", "modifiedOn": ""}]
    load(org, "st_job_types", write_csv(tmp_path / "more", {"st_job_types": types}) / "st_job_types.csv")
    address = reverse("admin:servicetitan_list", args=["estimate"])
    findings = client.get(address).context["looked"].findings
    assert [(one.lint.value, one.type.source_id) for one in findings if one.type and one.lint == "missing"] == [
        ("missing", 60)
    ]
    refused = client.post(address, {"act": "on 60", "reason": ""}, follow=True)
    assert "Say why" in said(refused)
    done = client.post(address, {"act": "on 60", "reason": "Booked since May"}, follow=True)
    assert "On the list Estimates: Estimate-HOA new" in said(done)
    assert not [one for one in done.context["looked"].findings if one.lint == "missing"]
    with org_context(org, actor="test"):
        member = JobTypeListMember.objects.get(list_key="estimate", job_type_source_id=60)
    client.post(address, {"act": f"off {member.pk}", "reason": "No"}, follow=True)
    with org_context(org, actor="test"):
        assert not JobTypeListMember.objects.filter(job_type_source_id=60).exists()
    typed = client.post(address, {"act": "on", "type": "60 Estimate-HOA new", "reason": "Yes"}, follow=True)
    assert "On the list" in said(typed)
    assert "Choose a job type" in said(client.post(address, {"act": "on", "type": "", "reason": "Yes"}, follow=True))
    assert client.get(reverse("admin:servicetitan_list", args=["nothing"])).status_code == 404


def test_a_list_is_made_on_the_page(org: Org, client: Client) -> None:
    page = client.post(reverse("admin:servicetitan_lists"), {"key": "follow_up", "label": "Follow-ups"}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("admin:servicetitan_list", args=["follow_up"])


def test_a_viewer_looks_and_does_not_decide(org: Org, client: Client) -> None:
    ravi = User.objects.create_user("ravi", password="invented-only-9")
    Membership.objects.create(user=ravi, org=org, role=Membership.Role.VIEWER)
    client.force_login(ravi, backend="aiop.orgs.access.RoleBackend")
    assert client.get(reverse("admin:servicetitan_units")).status_code == 200
    assert client.get(reverse("admin:servicetitan_list", args=["estimate"])).status_code == 200
    for address in (
        reverse("admin:servicetitan_units"),
        reverse("admin:servicetitan_unit", args=[18]),
        reverse("admin:servicetitan_list", args=["estimate"]),
        reverse("admin:servicetitan_lists"),
    ):
        assert client.post(address, {"choice": "other", "reason": "x"}).status_code == 403
