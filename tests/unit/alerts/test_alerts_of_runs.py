"""Failed runs open incidents and the next good run closes them, even if the worker said nothing; the clock sends what waits."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from celery import current_app
from django.utils import timezone

from aiop.alerts import following, outbox
from aiop.alerts.raising import raise_about
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs import jobs
from aiop.runs.ended import _after_end
from aiop.runs.jobs import Job
from aiop.runs.running import Failed, run_job
from tests.unit.alerts.conftest import channel_of, incidents

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sync(monkeypatch: pytest.MonkeyPatch) -> None:
    """Know one job."""
    monkeypatch.setattr(jobs, "_jobs", {"t.sync": Job("t.sync", "Sync of the tests", lambda run, org, given: None)})


def run(org: Org, error: Exception | None = None, job: str = "t.sync") -> None:
    with suppress(Failed, ValueError), run_job(org, job, by="timetable"):
        if error:
            raise error


def states(org: Org) -> list[tuple[str, str, str]]:
    return [(incident.title, incident.cause, incident.state) for incident in incidents(org)]


def test_a_failed_run_opens_an_incident_and_the_next_good_one_closes_it(org: Org) -> None:
    run(org, Failed("HubSpot refused the token."))
    assert states(org) == [("Sync of the tests: failed", "HubSpot refused the token.", "open")]
    assert incidents(org)[0].link.startswith("/admin/runs/run/")
    run(org, ValueError("surprise"))
    assert states(org) == [("Sync of the tests: broken off", "ValueError: surprise", "open")]
    run(org)
    assert [state for *_, state in states(org)] == ["resolved"]


def test_what_a_dying_worker_did_not_say_is_seen_at_the_next_tick(org: Org, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aiop.runs.ended._after_end", [])
    run(org, Failed("It broke."))
    assert states(org) == []
    for _ in range(2):
        following.look_after(org, timezone.now())
    assert [(i.state, i.failures) for i in incidents(org)] == [("open", 1)]
    run(org)
    following.look_after(org, timezone.now())
    assert [i.state for i in incidents(org)] == ["resolved"]


def test_work_that_no_worker_knows_and_runs_that_always_went_well_leave_no_trace(org: Org) -> None:
    run(org, Failed("It broke."), job="by.hand")
    run(org)
    assert states(org) == []


def test_followers_that_break_do_not_hide_how_a_run_ended(org: Org, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(org_id: int, job: str) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr("aiop.runs.ended._after_end", [broken, *_after_end])
    with pytest.raises(Failed, match="It broke"), run_job(org, "t.sync", by="timetable"):
        raise Failed("It broke.")
    assert [i.state for i in incidents(org)] == ["open"]


def test_the_clock_has_waiting_messages_sent(
    org: Org, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(outbox, "ask_to_send", asked.append)
    following.look_after(org, timezone.now())
    assert asked == []
    channel_of(org)
    run(org, Failed("It broke."))
    asked.clear()
    following.look_after(org, timezone.now())
    assert asked == [org.pk]


def test_many_incidents_of_one_transaction_ask_for_one_worker(
    org: Org, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    asked: list[int] = []

    def send_task(name: str, kwargs: dict[str, int]) -> None:
        asked.append(kwargs["org_id"])
        raise ConnectionError("the broker is away")

    monkeypatch.setattr(current_app, "send_task", send_task)
    channel_of(org)
    with django_capture_on_commit_callbacks(execute=True), org_context(org, actor="maya"):
        for number in range(9):
            raise_about(org, f"mart:m{number}", "why", "what")
    assert asked == [org.pk]
