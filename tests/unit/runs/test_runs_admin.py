"""What staff see of runs, and which buttons they have."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from aiop.audit.models import ChangeSet
from aiop.audit.record import change_set
from aiop.orgs.context import org_context
from aiop.orgs.models import Membership, Org, User
from aiop.runs import jobs
from aiop.runs.admin import words
from aiop.runs.asking import enqueue
from aiop.runs.models import Run
from aiop.runs.running import Failed, run_job
from aiop.schedule import Daily

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_jobs")]


def log_in(client: Client, org: Org, role: str) -> None:
    """Log a new person in with a role."""
    user = User.objects.create_user(f"the-{role}", password="invented-only-9", is_staff=True)
    Membership.objects.create(user=user, org=org, role=role)
    client.force_login(user, "aiop.orgs.access.RoleBackend")


@pytest.fixture
def operator(client: Client, org: Org) -> Client:
    """Give the browser of an operator."""
    log_in(client, org, "operator")
    return client


@pytest.fixture
def failed(org: Org) -> Run:
    """Give a run that failed, of a job that the worker knows."""
    jobs.register(jobs.Job("nightly", "Nightly load", lambda run, org, parameters: None, Daily(time(7))))
    with pytest.raises(Failed), run_job(org, "nightly", interval="2026-11-20", by="timetable"):
        raise Failed("No file has come today.")
    return the_run(org)


def the_run(org: Org) -> Run:
    """Give the only run there is."""
    with org_context(org, actor="test"):
        return Run.objects.get()


def test_the_page_says_what_a_run_did_and_leads_to_what_it_changed(operator: Client, org: Org) -> None:
    with run_job(org, "counting", interval="2026-11-20", parameters={"file": "jobs.csv"}, by="maya") as run:
        run.progress(0, 3, "Reading")
        run.log("Line 2, Move Date: 31/02/2024 is not a date.", "warning")
        with run.work(), change_set(org, kind=ChangeSet.Kind.LOAD, title="jobs.csv of 20 Nov"):
            run.count(read=3, new=2, quarantined=1)
    page = operator.get(f"/admin/runs/run/{run.id}/change/").content.decode()
    for said in (
        "Counting, 20 Nov 2026",
        "3 read, 2 new, 1 in quarantine.",
        "31/02/2024 is not a date",
        "Reading",
        "jobs.csv of 20 Nov",
        "jobs.csv",
    ):
        assert said in page
    assert "Try again" not in page


def test_the_list_says_job_state_and_result_in_few_queries(
    operator: Client, failed: Run, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    operator.get("/admin/runs/run/")
    with django_assert_max_num_queries(12):
        page = operator.get("/admin/runs/run/").content.decode()
    for said in ("Nightly load, 20 Nov 2026", "Failed", "No file has come today."):
        assert said in page


@pytest.mark.parametrize("query", ["state=failed", "job=nightly", "q=night", "started_at_from=2020-01-01"])
def test_filters_and_search_find_a_run(operator: Client, failed: Run, query: str) -> None:
    assert "Nightly load, 20 Nov" in operator.get(f"/admin/runs/run/?{query}").content.decode()


def test_an_operator_tries_a_failed_run_again(operator: Client, failed: Run, org: Org) -> None:
    assert "Try again" in operator.get(f"/admin/runs/run/{failed.pk}/change/").content.decode()
    answer = operator.post(f"/admin/runs/run/{failed.pk}/retry/", follow=True).content.decode()
    assert "is queued again" in answer
    assert (the_run(org).state, the_run(org).actor) == (Run.State.QUEUED, "the-operator")


def test_an_operator_cancels_and_a_second_press_is_answered_in_words(operator: Client, org: Org) -> None:
    run = enqueue(org, "counting", by="maya")
    assert "to stop." in operator.post(f"/admin/runs/run/{run.pk}/cancel/", follow=True).content.decode()
    assert "has ended already" in operator.post(f"/admin/runs/run/{run.pk}/cancel/", follow=True).content.decode()
    assert the_run(org).state == Run.State.CANCELLED


@pytest.mark.parametrize("role", ["viewer", "curator"])
def test_others_read_but_have_no_buttons(client: Client, org: Org, failed: Run, role: str) -> None:
    log_in(client, org, role)
    page = client.get(f"/admin/runs/run/{failed.pk}/change/")
    assert (page.status_code, "Try again" in page.content.decode()) == (200, False)
    for button in ("retry", "cancel"):
        assert client.post(f"/admin/runs/run/{failed.pk}/{button}/").status_code == 403
    assert client.get("/admin/runs/run/add/").status_code == 403


def test_a_link_alone_never_acts(operator: Client, failed: Run, org: Org) -> None:
    assert operator.get(f"/admin/runs/run/{failed.pk}/retry/").status_code == 403
    assert the_run(org).state == Run.State.FAILED


def test_a_run_of_another_organisation_is_not_there(operator: Client, other_org: Org) -> None:
    run = enqueue(other_org, "counting", by="maya")
    for page in ("change", "live"):
        assert operator.get(f"/admin/runs/run/{run.pk}/{page}/").status_code == 404
    assert operator.post(f"/admin/runs/run/{run.pk}/cancel/").status_code == 404


def test_a_run_is_followed_while_it_works(operator: Client, org: Org) -> None:
    with run_job(org, "counting", by="maya") as run:
        run.progress(25, 100, "Reading")
        run.log("First line.")
        first = operator.get(f"/admin/runs/run/{run.id}/live/").json()
        run.log("Second line.")
        second = operator.get(f"/admin/runs/run/{run.id}/live/?after={first['latest']}").json()
    third = operator.get(f"/admin/runs/run/{run.id}/live/?after={second['latest']}").json()
    assert (first["live"], "25 of 100 (25 %)" in first["summary"]) == (True, True)
    assert ("First line." in second["lines"], "Second line." in second["lines"]) == (False, True)
    assert (third["live"], third["state"], third["latest"]) == (False, "Done", None)


def test_the_log_is_searched(operator: Client, org: Org) -> None:
    with run_job(org, "counting", by="maya") as run:
        run.log("A needle.")
        run.log("Only hay.")
    page = operator.get(f"/admin/runs/run/{run.id}/change/?q=NEEDLE").content.decode()
    assert ("A needle." in page, "Only hay." in page) == (True, False)


def test_a_run_stands_beside_the_one_before(operator: Client, org: Org) -> None:
    for day, new in (("2026-11-19", 40), ("2026-11-20", 30)):
        with run_job(org, "counting", interval=day, by="maya") as run:
            run.count(new=new)
    page = operator.get(f"/admin/runs/run/{run.id}/change/").content.decode()
    assert "run before" in page
    assert "−10" in page


def test_the_timetable_says_what_is_next_and_how_the_latest_went(operator: Client, failed: Run) -> None:
    page = operator.get("/admin/runs/run/timetable/").content.decode()
    for said in ("Nightly load", "every day at 07:00", "Failed, 20 Nov 2026", "The clock has never ticked"):
        assert said in page


@pytest.mark.parametrize(
    ("length", "written"),
    [
        (timedelta(milliseconds=420), "0.4 s"),
        (timedelta(seconds=12.7), "12 s"),
        (timedelta(seconds=185), "3 min 5 s"),
        (timedelta(hours=2, minutes=4), "2 h 4 min"),
        (None, "–"),
    ],
)
def test_lengths_of_time_are_written_as_people_say_them(length: timedelta | None, written: str) -> None:
    assert words.duration(length) == written


@pytest.mark.parametrize(
    ("state", "facts", "said"),
    [
        ("queued", {}, "Waits for a worker, for 40 s so far."),
        ("running", {"taken": timedelta(seconds=3)}, "Runs for 3.0 s."),
        ("cancelled", {}, "Cancelled before it started."),
        ("errored", {"error": "KeyError: 'x'", "taken": timedelta(seconds=60)}, "Broke off after 1 min 0 s"),
    ],
)
def test_a_run_is_told_in_one_sentence(state: str, facts: dict[str, Any], said: str) -> None:
    told = {"counts": {}, "error": "", "taken": None, "waited": timedelta(seconds=40), "stopping": False, **facts}
    assert words.sentence(state, **told).startswith(said)


def test_time_left_is_said_only_when_it_is_known() -> None:
    assert words.time_left(25, 100, timedelta(seconds=10)) == timedelta(seconds=30)
    assert words.time_left(0, 100, timedelta(seconds=10)) is None
    assert words.time_left(25, None, timedelta(seconds=10)) is None
    assert words.progress("Reading", 25, 100, timedelta(seconds=30)) == "Reading · 25 of 100 (25 %) · about 30 s left"
    assert words.since(None, None, datetime(2026, 11, 20, tzinfo=UTC)) is None
