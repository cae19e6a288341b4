"""A report run at its source and compared: found by its title, asked page by page in its minute, kept with its verdict."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from aiop.builders.windows import Window
from aiop.orgs.context import org_context
from aiop.orgs.models import Membership, Org, User
from aiop.runs.models import Run
from aiop.sources.budget import Rate
from aiop.sources.errors import GiveUp
from aiop.sources.models import Connection
from marts.tieout.extract import read_report
from marts.tieout.fetching import CannotFetch, fetch
from marts.tieout.reports import COLLECTIONS, JOB_COST, LEADS, RECEIVABLES, SALES
from servicetitan import api
from servicetitan.extract import reports
from servicetitan.models import BusinessUnit
from servicetitan.sandbox.reports.catalogue import BY_NAME
from servicetitan.sandbox.reports.files import as_csv
from servicetitan.sandbox.reports.layout import Asked
from servicetitan.sandbox.service import Service
from tests.factories.st_sync import connected, tenant

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])
WEEKS = Window(dt.date(2026, 8, 3), dt.date(2026, 11, 1))
DAYS = Asked(20668, 20758)
TITLED = {"leads": LEADS, "foreman": JOB_COST, "collections": COLLECTIONS, "receivables": RECEIVABLES, "wbr": SALES}


@pytest.fixture(scope="module")
def world() -> Service:
    """Give a tenant whose time stands still."""
    return tenant(days_ahead=5)


@pytest.fixture
def service(world: Service, monkeypatch: pytest.MonkeyPatch) -> Service:
    """Give its API, and let reports be asked for as fast as they can."""
    monkeypatch.setattr(reports, "RATE", Rate(per_second=100_000, burst=100_000))
    fresh = Service(world.world)
    fresh.access.report_seconds = 0
    return fresh


@pytest.mark.parametrize("name", TITLED)
def test_what_is_fetched_says_what_the_exported_file_says(
    name: str, org: Org, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "ROWS", 7)
    report = TITLED[name]
    with connected(org, service):
        with org_context(org, actor="test"):
            connection = Connection.objects.for_org(org).get()
        with api.client_of(connection) as http:
            listed = api.find_report(http, report.title)
            days = (dt.date(2026, 8, 3), dt.date(2026, 11, 1))
            got = api.fetch_report(http, listed, *days, tmp_path / "fetched.csv", by=report.asked_by)
    rows = service.reporting.rows(name, DAYS)
    assert got.rows == len(rows) > 7
    exported = tmp_path / "exported.csv"
    exported.write_bytes(as_csv(BY_NAME[name], rows))
    ours, theirs = read_report(got.path), read_report(exported)
    assert [row.amounts for row in ours.rows] == [row.amounts for row in theirs.rows]
    assert ours.days() == theirs.days()


def test_a_report_is_run_compared_and_kept_with_the_moment_it_was_taken(
    org: Org, service: Service, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    with org_context(org, actor="test"):
        BusinessUnit.objects.create(org=org, source_id=1, name="Phoenix-Sales", name_key="phoenix-sales")
    api.load_starting_decisions(org, by="test")
    with connected(org, service):
        made = fetch(org, LEADS, WEEKS, by="maya")
    with org_context(org, actor="test"):
        assert made.extracted_at is not None
        assert (made.compared_by, made.report) == ("maya", "leads")
        # Nothing has come in here, so whatever the report has is missing.
        assert set(made.differences.values_list("cause", flat=True)) == {"MISSING_RECORD"}


def test_an_unknown_title_and_no_connection_are_refused_in_a_sentence(org: Org, service: Service) -> None:
    with pytest.raises(CannotFetch, match="no connection"):
        fetch(org, LEADS, WEEKS, by="maya")
    with connected(org, service):
        with org_context(org, actor="test"):
            connection = Connection.objects.for_org(org).get()
        with (
            api.client_of(connection) as http,
            pytest.raises(GiveUp, match="no report called Gross Nonsense; there are: "),
        ):
            api.find_report(http, "Gross Nonsense")


def test_fewer_rows_than_are_announced_are_not_taken_for_the_report(
    org: Org, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A page is lost on the way.
    whole = reports._pages
    monkeypatch.setattr(reports, "_pages", lambda *asked: list(whole(*asked))[:1])
    monkeypatch.setattr(reports, "ROWS", 5)
    with connected(org, service):
        with org_context(org, actor="test"):
            connection = Connection.objects.for_org(org).get()
        with api.client_of(connection) as http:
            listed = api.find_report(http, "Leads")
            with pytest.raises(GiveUp, match="5 of"):
                api.fetch_report(http, listed, dt.date(2026, 8, 3), dt.date(2026, 11, 1), tmp_path / "x.csv")


def test_staff_ask_for_a_report_and_follow_its_run(org: Org, service: Service, client: Client) -> None:
    user = User.objects.create_user("maya", password="invented-only-9")
    Membership.objects.create(user=user, org=org, role=Membership.Role.CURATOR)
    client.force_login(user, backend="aiop.orgs.access.RoleBackend")
    page = reverse("admin:marts_tieouts")
    assert "Run and compare" not in client.get(page).content.decode()
    with connected(org, service):
        assert "Run and compare" in client.get(page).content.decode()
        answer = client.post(page, {"fetch": "leads", "from": "2026-08-03", "to": "2026-08-09"})
    with org_context(org, actor="test"):
        run = Run.objects.for_org(org).get(job="marts.report")
    assert answer["Location"] == reverse("admin:runs_run_change", args=[run.pk])
    assert run.parameters == {"report": "leads", "from": "2026-08-03", "to": "2026-08-09"}
    refused = client.post(page, {"fetch": "leads"}, follow=True).content.decode()
    assert "from which day to which" in refused
