"""Asking for work, stopping it, asking again, and what becomes of work whose worker fell silent."""

from __future__ import annotations

from typing import Any

import pytest
from celery import current_app
from django.db.models.functions import Now

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs import asking, jobs, tasks
from aiop.runs.asking import NotPossible, Reaped, cancel, enqueue, reap, retry, send_again
from aiop.runs.models import Run, RunLine
from aiop.runs.running import Cancelled, Failed, RunHandle, run_job

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_jobs")]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any) -> list[dict[str, Any]]:
    """Collect what is handed to Celery."""
    messages: list[dict[str, Any]] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, kwargs: messages.append({"task": name, **kwargs}))
    return messages


def add_job(call: jobs.Call = lambda run, org, parameters: None, **options: Any) -> None:
    """Register a job called `count`."""
    jobs.register(jobs.Job("count", "Count things", call, **options))


def stored(org: Org) -> Run:
    """Give the only run there is."""
    with org_context(org, actor="test"):
        return Run.objects.get()


def silent_run(org: Org, attempt: int = 1) -> Run:
    """Make a run whose worker has stopped answering."""
    with org_context(org, actor="test"):
        return Run.objects.create(
            org=org,
            job="count",
            interval="2026-11-20",
            state=Run.State.RUNNING,
            attempt=attempt,
            fence=attempt,
            started_at=Now(),
            heartbeat_at=Now(),
            lease_until="2026-11-20T00:00Z",
        )


def test_asked_work_waits_and_is_sent_once_after_commit(
    org: Org, sent: list[dict[str, Any]], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = enqueue(org, "count", "2026-11-20", {"of": 3}, by="maya")
        again = enqueue(org, "count", "2026-11-20", {"of": 4}, by="kim")
        assert sent == []
    assert first.pk == again.pk
    assert (again.state, again.actor, again.parameters) == (Run.State.QUEUED, "maya", {"of": 3})
    assert sent == [{"task": "runs.perform", "org_id": org.pk, "job": "count", "interval": "2026-11-20"}]


def test_asked_work_is_done_in_the_name_of_who_asked_with_the_parameters_given(org: Org) -> None:
    seen: list[tuple[str, dict[str, Any]]] = []
    add_job(lambda run, org, parameters: seen.append((run.by, parameters)))
    enqueue(org, "count", "2026-11-20", {"of": 3}, by="maya")
    for _ in range(5):
        jobs.perform(org, "count", "2026-11-20")
    assert seen == [("maya", {"of": 3})]
    assert stored(org).state == Run.State.DONE


def test_a_job_that_fails_is_not_done_again_by_a_second_delivery(org: Org) -> None:
    calls: list[int] = []

    def fail(run: RunHandle, org: Org, parameters: dict[str, Any]) -> None:
        calls.append(run.id)
        raise Failed("No file has come today.")

    add_job(fail)
    enqueue(org, "count", "2026-11-20", by="maya")
    for _ in range(3):
        jobs.perform(org, "count", "2026-11-20")
    assert len(calls) == 1
    assert stored(org).error == "No file has come today."


def test_a_job_that_this_version_does_not_know_fails_in_words(org: Org) -> None:
    enqueue(org, "gone", "2026-11-20", by="maya")
    jobs.perform(org, "gone", "2026-11-20")
    assert stored(org).error == "No job is called gone in this version of the program."


def test_waiting_work_that_is_cancelled_never_starts(org: Org) -> None:
    add_job(lambda run, org, parameters: pytest.fail("it started"))
    cancel(enqueue(org, "count", "2026-11-20", by="maya"), by="kim")
    jobs.perform(org, "count", "2026-11-20")
    assert stored(org).state == Run.State.CANCELLED


def test_running_work_that_is_cancelled_stops_at_its_next_check(org: Org) -> None:
    def work() -> None:
        with run_job(org, "count", by="maya") as run:
            cancel(stored(org), by="kim")
            run.progress(1, total=1)

    with pytest.raises(Cancelled):
        work()
    assert stored(org).state == Run.State.CANCELLED
    with org_context(org, actor="test"):
        assert RunLine.objects.get().text == "kim asked to stop."


def test_work_that_has_ended_cannot_be_cancelled(org: Org) -> None:
    with run_job(org, "count", by="maya"):
        pass
    with pytest.raises(NotPossible, match="has ended already"):
        cancel(stored(org), by="kim")


def test_failed_work_is_tried_again_on_request(
    org: Org, sent: list[dict[str, Any]], django_capture_on_commit_callbacks: Any
) -> None:
    tries: list[str] = []

    def fail_first(run: RunHandle, org: Org, parameters: dict[str, Any]) -> None:
        tries.append(run.by)
        if len(tries) == 1:
            raise Failed("Not yet.")

    add_job(fail_first)
    enqueue(org, "count", "2026-11-20", by="maya")
    jobs.perform(org, "count", "2026-11-20")
    with django_capture_on_commit_callbacks(execute=True):
        retry(stored(org), by="kim")
    assert len(sent) == 1
    jobs.perform(org, "count", "2026-11-20")
    assert (tries, stored(org).state, stored(org).attempt) == (["maya", "kim"], Run.State.DONE, 1)
    with pytest.raises(NotPossible, match="did not break off"):
        retry(stored(org), by="kim")


def test_work_that_only_a_person_can_start_is_not_retried_by_the_worker(org: Org) -> None:
    with pytest.raises(Failed), run_job(org, "by_hand", by="maya"):
        raise Failed("No.")
    with pytest.raises(NotPossible, match="started by hand only"):
        retry(stored(org), by="kim")


def test_a_silent_worker_loses_its_run_to_another(
    org: Org, sent: list[dict[str, Any]], django_capture_on_commit_callbacks: Any
) -> None:
    add_job()
    silent_run(org)
    with django_capture_on_commit_callbacks(execute=True):
        assert reap(org) == Reaped(again=1, ended=0)
        assert reap(org) == Reaped(again=0, ended=0)
    assert len(sent) == 1
    jobs.perform(org, "count", "2026-11-20")
    assert (stored(org).state, stored(org).attempt) == (Run.State.DONE, 2)


@pytest.mark.parametrize(("known", "attempt"), [(False, 1), (True, 3)])
def test_a_silent_worker_of_an_unknown_or_hopeless_job_ends_errored(org: Org, known: bool, attempt: int) -> None:
    if known:
        add_job()
    silent_run(org, attempt)
    assert reap(org) == Reaped(again=0, ended=1)
    assert (stored(org).state, stored(org).error) == (Run.State.ERRORED, asking.SILENT)


def test_a_silent_worker_that_was_asked_to_stop_ends_cancelled(org: Org) -> None:
    add_job()
    cancel(silent_run(org), by="kim")
    reap(org)
    assert stored(org).state == Run.State.CANCELLED


def test_a_message_that_the_broker_lost_is_sent_again(
    org: Org, sent: list[dict[str, Any]], django_capture_on_commit_callbacks: Any
) -> None:
    run = enqueue(org, "count", "2026-11-20", by="maya")
    assert send_again(org) == 0
    with org_context(org, actor="test"):
        Run.objects.filter(pk=run.pk).update(sent_at="2026-11-20T00:00Z")
    with django_capture_on_commit_callbacks(execute=True):
        assert send_again(org) == 1
        assert send_again(org) == 0
    assert len(sent) == 1


def test_the_workers_task_does_what_was_asked_and_ignores_what_later_versions_add(org: Org) -> None:
    add_job()
    enqueue(org, "count", "2026-11-20", by="maya")
    tasks.perform(org_id=org.pk, job="count", interval="2026-11-20", added_later=True)
    tasks.perform(org_id=0, job="count", interval="2026-11-20")
    assert stored(org).state == Run.State.DONE


def test_two_jobs_cannot_share_a_name() -> None:
    add_job()
    with pytest.raises(ValueError, match="another job called count"):
        jobs.register(jobs.Job("count", "Other", lambda run, org, parameters: None))
