"""The data-quality dashboard: scores that add up, why a rate fell, what to mend first, and nothing of tables one may not see."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aiop.loading.models import Load
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.quality.causes import in_words
from aiop.quality.checks import Check, Definition, Kind, Severity, find_checks
from aiop.quality.models import CheckResult, WorstRow
from aiop.quality.run import run_checks
from aiop.quality.score import Standing, scores
from crm.models import BookedOpportunity, LeadStatus
from tests.factories.people import Login, browser_of

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])
PAGE = "/admin/quality/dashboard/"
MOST_QUERIES = 23
RATE = Check(
    "rate", "Rate", "?", "crm.Job", "SELECT id, true AS good FROM crm_job", "", Kind.RATE, threshold=Decimal(80)
)
GRAVE = Check("grave", "Grave", "?", "crm.Job", "SELECT id FROM crm_job", "", severity=Severity.CRITICAL)
NOTE = Check("note", "Note", "?", "crm.Job", "SELECT id FROM crm_job", "", severity=Severity.INFO)


@pytest.fixture
def enter(org: Org) -> Login:
    return partial(browser_of, org)


@pytest.fixture
def pool(org: Org) -> Org:
    """Ten leads with bookings, of which two are not linked, one of them by a hand that edited it."""
    with org_context(org, actor="maya"):
        for number in range(10):
            booking = BookedOpportunity.objects.create(org=org, quote_number=f"{number}")
            LeadStatus.objects.create(org=org, quote_number=f"{number}", booked_opportunity=booking if number else None)
    with org_context(org, actor="ana"):
        LeadStatus.objects.filter(quote_number="1").update(booked_opportunity=None)
    return org


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_a_score_is_what_checks_earn_of_what_they_could() -> None:
    found = {
        "rate": Standing("failed", Decimal(40)),
        "grave": Standing("passed", Decimal(0)),
        "note": Standing("failed", Decimal(3)),
    }
    (score,) = scores([RATE, GRAVE, NOTE], found)
    # 3 x 40/80 and 9 of 13.
    assert score.value == Decimal("80.7")
    assert [(loss.check.name, round(loss.points, 1)) for loss in score.losses] == [
        ("rate", Decimal("11.5")),
        ("note", Decimal("7.7")),
    ]
    assert (score.holding, score.checks) == (1, 3)


def test_what_has_nothing_to_check_is_left_out_and_what_broke_earns_nothing() -> None:
    found = {"rate": Standing("passed", None), "grave": Standing("errored", None)}
    original = replace(NOTE, definition=Definition.ORIGINAL)
    (score,) = scores([RATE, GRAVE, original], found | {"note": Standing("failed", Decimal(1))})
    assert (score.value, score.checks) == (Decimal(0), 1)


def test_the_page_says_why_a_rate_fails_and_links_to_rows(pool: Org, enter: Login) -> None:
    run_checks(pool, by="timetable")
    with org_context(pool, actor="maya"):
        result = CheckResult.objects.get(check_name="booked_lead_link_rate")
        assert result.causes == {"edit": 1, "load": 1}
    assert in_words(result.causes) == "1 edited by hand, 1 came with a load"
    page = text(enter("viewer").get(PAGE))
    for words in (
        "How right is it?",
        "80 %",
        "1 edited by hand, 1 came with a load",
        "What to mend first?",
        "Lead 0",
        "Sources: Hyndman",
    ):
        assert words in page
    assert "/admin/quality/checkresult/booked_lead_link_rate/rows" in page


def test_why_tells_new_source_values_and_late_parents(org: Org) -> None:
    with org_context(org, actor="maya"), connection.cursor() as cursor:
        BookedOpportunity.objects.create(org=org, quote_number="1", branch_name="Mesa")
        cursor.execute("UPDATE crm_bookedopportunity SET created_at = now() - interval '30 days'")
        cursor.execute("UPDATE audit_changeset SET at = now() - interval '30 days'")
        loaded = timezone.now() - dt.timedelta(days=1)
        Load.objects.create(org=org, kind="lead_status", file_name="leads.csv", state="applied", applied_at=loaded)
        BookedOpportunity.objects.create(org=org, quote_number="2", branch_name="Mars")
        BookedOpportunity.objects.create(org=org, quote_number="3", branch_name="Mesa")
    (result,) = run_checks(org, ["booking_in_leads_rate"], by="timetable")
    assert result.causes == {"new_value": 1, "late_parent": 1, "before": 1}


def test_the_rows_to_mend_first_are_those_with_the_gravest_failures(pool: Org) -> None:
    with org_context(pool, actor="ana"):
        other = BookedOpportunity.objects.get(quote_number="5")
        LeadStatus.objects.filter(quote_number="6").update(booked_opportunity=other)
    run_checks(pool, by="timetable")
    with org_context(pool, actor="maya"):
        worst = WorstRow.objects.filter(model="crm.LeadStatus").order_by("-weight")[0]
    assert (worst.label, worst.checks) == ("Lead 6", ["lead_linked_to_other_quote"])
    run_checks(pool, ["booked_lead_link_rate"], by="maya")
    with org_context(pool, actor="maya"):
        assert WorstRow.objects.filter(pk=worst.pk).exists()


def test_the_page_before_any_check_and_of_a_stale_one(org: Org, enter: Login) -> None:
    client = enter("viewer")
    assert "No check has run yet" in text(client.get(PAGE))
    (check,) = find_checks(["booked_lead_link_rate"])
    with org_context(org, actor="maya"):
        CheckResult.objects.create(org=org, check_name=check.name, at=timezone.now() - dt.timedelta(days=9), status="passed",
                                   value=100, threshold=100, failing=0, definition="corrected")  # fmt: skip
    assert "ak-look" in text(client.get(PAGE))


def test_the_page_takes_a_fixed_number_of_queries_and_every_tile_is_a_file(pool: Org, enter: Login) -> None:
    run_checks(pool, by="timetable")
    client = enter("viewer")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(PAGE).status_code == 200
    assert len(asked) <= MOST_QUERIES, [query["sql"][:80] for query in asked]
    for key in ("scores", "link-rates", "orphans", "freshness", "volumes", "quarantine", "reviews", "worst"):
        response = client.get(f"{PAGE}?csv={key}")
        assert response.status_code == 200
        assert response["Content-Type"].startswith("text/csv")
