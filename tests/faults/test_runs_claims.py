"""Runs under fire: many workers at once, workers killed, workers that sleep and wake late. Real processes, real commits."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection, connections

from aiop import schedule
from aiop.audit.models import ChangeSet
from aiop.audit.record import change_set
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs import jobs, lease, timetable
from aiop.runs.asking import Reaped, reap
from aiop.runs.models import Run
from aiop.runs.running import AlreadyRunning, LeaseLost, NotClaimed, run_job

pytestmark = [
    pytest.mark.faults,
    pytest.mark.django_db(transaction=True, databases=["default", "owner", "side"]),
    pytest.mark.usefixtures("two_sessions"),
]
FORK = multiprocessing.get_context("fork")
DAY = "2026-11-20"
PATIENCE_SECONDS = 15
Process = Any


@pytest.fixture
def two_sessions(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Write the run log as production does, through a second session; start without jobs."""
    monkeypatch.setattr(settings, "RUN_LOG_ALIAS", "side")
    monkeypatch.setattr(jobs, "_jobs", {})
    monkeypatch.setattr(schedule, "_entries", {})
    yield
    connections.close_all()


def start(act: Callable[..., None], *values: Any) -> Process:
    """Run `act` in a process of its own, with connections of its own."""
    connections.close_all()
    process = FORK.Process(target=act, args=values)
    process.start()
    return process


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until something is so; a fault in the product must not hang the tests."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.02)


def the_run(org: Org) -> Run | None:
    """Give the only run, if there is one."""
    with org_context(org, actor="test"):
        return Run.objects.first()


def is_running(org: Org) -> bool:
    """Tell whether a worker has taken the run."""
    run = the_run(org)
    return run is not None and run.state == Run.State.RUNNING


def lease_has_ended(org: Org) -> bool:
    """Tell whether another worker may take the run."""
    with org_context(org, actor="test"), connection.cursor() as cursor:
        cursor.execute("SELECT bool_and(lease_until < clock_timestamp()) FROM runs_run")
        row = cursor.fetchone()
    return bool(row and row[0])


def titles(org: Org) -> list[str]:
    """List what workers have written."""
    with org_context(org, actor="test"):
        return list(ChangeSet.objects.order_by("id").values_list("title", flat=True))


def write(org: Org, title: str) -> None:
    """Leave a mark."""
    with change_set(org, kind=ChangeSet.Kind.SYSTEM, title=title):
        pass


def test_five_processes_want_one_interval_and_one_gets_it(org: Org) -> None:
    gate, answers = FORK.Barrier(5), FORK.SimpleQueue()

    def compete() -> None:
        gate.wait(PATIENCE_SECONDS)
        try:
            with run_job(org, "counting", interval=DAY, by="worker") as run, run.work():
                write(org, "worked")
                time.sleep(0.3)
            answers.put("ran")
        except NotClaimed as answer:
            answers.put(type(answer).__name__)

    workers = [start(compete) for _ in range(5)]
    assert sorted(answers.get() for _ in workers) == ["AlreadyRunning"] * 4 + ["ran"]
    for worker in workers:
        worker.join(PATIENCE_SECONDS)
    assert titles(org) == ["worked"]


def test_a_killed_worker_leaves_nothing_and_its_run_is_done_by_another(org: Org) -> None:
    def die() -> None:
        with run_job(org, "counting", interval=DAY, by="worker", lease_seconds=1) as run, run.work():
            write(org, "half")
            time.sleep(60)

    worker = start(die)
    wait_for(lambda: is_running(org))
    os.kill(worker.pid, signal.SIGKILL)
    worker.join(PATIENCE_SECONDS)
    with run_job(org, "counting", interval=DAY, by="other", wait=True) as run, run.work():
        write(org, "whole")
    done = the_run(org)
    assert done is not None
    assert (done.state, done.fence, done.attempt) == (Run.State.DONE, 2, 2)
    assert titles(org) == ["whole"]


def test_the_clock_gives_a_killed_workers_run_to_another(org: Org, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Any] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, kwargs: sent.append(kwargs["interval"]))
    jobs.register(jobs.Job("counting", "Counting", lambda run, org, parameters: None))

    def die() -> None:
        with run_job(org, "counting", interval=DAY, by="worker", lease_seconds=0.5):
            os.kill(os.getpid(), signal.SIGKILL)

    start(die).join(PATIENCE_SECONDS)
    wait_for(lambda: lease_has_ended(org))
    assert reap(org) == Reaped(again=1, ended=0)
    assert sent == [DAY]
    jobs.perform(org, "counting", DAY)
    done = the_run(org)
    assert done is not None
    assert (done.state, done.attempt) == (Run.State.DONE, 2)


def test_a_worker_that_wakes_late_writes_nothing(org: Org) -> None:
    answers = FORK.SimpleQueue()

    def sleep_and_wake() -> None:
        try:
            with run_job(org, "counting", interval=DAY, by="late", lease_seconds=0.5) as run, run.work():
                write(org, "late")
                answers.put("asleep")
                time.sleep(0.5)
        except LeaseLost:
            answers.put("lost")

    worker = start(sleep_and_wake)
    assert answers.get() == "asleep"
    os.kill(worker.pid, signal.SIGSTOP)
    wait_for(lambda: lease_has_ended(org))
    with run_job(org, "counting", interval=DAY, by="other") as run, run.work():
        write(org, "in time")
    os.kill(worker.pid, signal.SIGCONT)
    assert answers.get() == "lost"
    worker.join(PATIENCE_SECONDS)
    assert titles(org) == ["in time"]
    done = the_run(org)
    assert done is not None
    assert (done.state, done.actor, done.fence) == (Run.State.DONE, "late", 2)


def test_a_guarded_write_holds_off_a_take_over_until_it_is_committed(org: Org, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "CLAIM_PATIENCE_MS", 200)
    answers = FORK.SimpleQueue()

    def sleep_while_guarded() -> None:
        with run_job(org, "counting", interval=DAY, by="slow", lease_seconds=0.5) as run, run.work():
            run.guard()
            write(org, "guarded")
            answers.put("guarded")
            time.sleep(0.5)
            run.progress(1, 1)

    worker = start(sleep_while_guarded)
    assert answers.get() == "guarded"
    os.kill(worker.pid, signal.SIGSTOP)
    wait_for(lambda: lease_has_ended(org))
    assert reap(org) == Reaped(0, 0)
    with pytest.raises(AlreadyRunning), run_job(org, "counting", interval=DAY, by="other"):
        pytest.fail("two held it")
    os.kill(worker.pid, signal.SIGCONT)
    worker.join(PATIENCE_SECONDS)
    assert (worker.exitcode, titles(org)) == (0, ["guarded"])


def test_one_long_statement_does_not_lose_the_lease(org: Org) -> None:
    with run_job(org, "counting", interval=DAY, by="worker", lease_seconds=0.6) as run:
        with run.work(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(1)")
        with pytest.raises(AlreadyRunning), run_job(org, "counting", interval=DAY, by="other"):
            pytest.fail("two held it")


def test_a_session_that_the_server_drops_is_opened_anew(org: Org) -> None:
    with run_job(org, "counting", interval=DAY, by="worker") as run:
        with connections["side"].cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        run.progress(3, 3)
    done = the_run(org)
    assert done is not None
    assert (done.state, done.done) == (Run.State.DONE, 3)


def test_two_clocks_ask_once(org: Org, monkeypatch: pytest.MonkeyPatch) -> None:
    sent, gate, asked = FORK.SimpleQueue(), FORK.Barrier(2), FORK.SimpleQueue()
    monkeypatch.setattr(current_app, "send_task", lambda name, kwargs: sent.put(kwargs["interval"]))
    jobs.register(jobs.Job("poll", "Poll", lambda run, org, parameters: None, schedule.EveryMinutes(1)))

    def clock() -> None:
        for minute in range(10):
            gate.wait(PATIENCE_SECONDS)
            asked.put(timetable.tick(datetime(2026, 11, 20, 12, minute, tzinfo=UTC)).asked)

    clocks = [start(clock) for _ in range(2)]
    assert sum(asked.get() for _ in range(20)) == 10
    for process in clocks:
        process.join(PATIENCE_SECONDS)
    assert sorted(sent.get() for _ in range(10)) == [f"2026-11-20T12:{minute:02}Z" for minute in range(10)]
    assert sent.empty()
