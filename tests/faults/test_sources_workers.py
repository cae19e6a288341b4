"""Several workers read one source at once: one token, one budget, one cursor. Real sessions, real HTTP on this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection as session
from django.db import connections

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.running import run_job
from aiop.sources import systems
from aiop.sources.answers import read_page
from aiop.sources.budget import Budget, Rate
from aiop.sources.models import Connection, RawRecord, Stream, Token
from aiop.sources.staging import store
from tests.unit.sources.conftest import JOB_STREAM, SYSTEM, client, login, make_connection, make_stream
from tests.unit.sources.loopback import Asked, Reply, Source, page, serving, told
from tests.unit.sources.test_raw_staging import a_page, job

pytestmark = [
    pytest.mark.faults,
    pytest.mark.django_db(transaction=True, databases=["default", "owner", "side"]),
]
FORK = multiprocessing.get_context("fork")


@pytest.fixture(autouse=True)
def two_sessions(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Share tokens and budgets as production does, through a session beside the work's."""
    monkeypatch.setattr(settings, "RUN_LOG_ALIAS", "side")
    monkeypatch.setitem(systems._SYSTEMS, "testing", SYSTEM)
    yield
    connections.close_all()


@pytest.fixture
def source() -> Iterator[Source]:
    """Give a source on this machine."""
    with serving() as served:
        yield served


@pytest.fixture
def connection(org: Org, source: Source) -> Connection:
    """Give a connection to it."""
    return make_connection(org, source.url)


def at_once(*acts: Callable[[], None]) -> None:
    """Do things in threads of their own, each with sessions of its own, begun together."""
    gate, failed = threading.Barrier(len(acts)), []

    def work(act: Callable[[], None]) -> None:
        try:
            gate.wait()
            act()
        except BaseException as error:  # noqa: BLE001  (told below, in the test's own thread)
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert failed == []


class Gatekeeper:
    """A source whose tokens can be revoked, so that calls in flight meet 401; `slow` makes a token take its time."""

    def __init__(self, source: Source) -> None:
        self.good = ""
        self.given = 0
        source.on("/token", self.give)
        source.on("/jobs", self.show)

    def give(self, asked: Asked) -> Reply:
        """Give a new token; the one before is worth nothing any more."""
        time.sleep(0.1)
        self.given += 1
        self.good = f"token-{self.given}"
        return told({"access_token": self.good, "expires_in": 900})

    def show(self, asked: Asked) -> Reply:
        """Show a page to whoever has the good token."""
        good = asked.headers.get("Authorization") == f"Bearer {self.good}"
        return page([{"id": 1}], hasMore=False) if good else told({"title": "expired"}, 401)


def test_workers_that_need_a_token_at_once_ask_for_one(connection: Connection, source: Source) -> None:
    keeper = Gatekeeper(source)

    def read() -> None:
        with client(connection, login=login()) as http:
            http.get("/jobs", read=read_page)

    at_once(*[read] * 4)
    assert keeper.given == 1


def test_a_token_that_lapses_between_pages_is_renewed_once_for_all(connection: Connection, source: Source) -> None:
    keeper = Gatekeeper(source)
    lapsed = threading.Barrier(3, action=lambda: setattr(keeper, "good", "revoked"))

    def read() -> None:
        with client(connection, login=login()) as http:
            http.get("/jobs", {"page": 1}, read=read_page)
            lapsed.wait(timeout=20)
            for number in range(2, 6):
                http.get("/jobs", {"page": number}, read=read_page)

    at_once(*[read] * 3)
    assert keeper.given == 2
    with org_context(connection.org_id, actor="maya"):
        assert Token.objects.get().renewals == 2


def test_a_worker_that_dies_while_it_renews_leaves_the_way_free(connection: Connection, source: Source) -> None:
    keeper = Gatekeeper(source)

    def die(asked: Asked) -> Reply:
        os.kill(doomed.pid or 0, signal.SIGKILL)
        time.sleep(0.05)
        source.on("/token", keeper.give)
        return told({"access_token": "lost", "expires_in": 900})

    def read() -> None:
        with client(connection, login=login()) as http:
            http.get("/jobs", read=read_page)

    source.on("/token", die)
    connections.close_all()
    doomed = FORK.Process(target=read)
    doomed.start()
    doomed.join(timeout=20)
    assert doomed.exitcode == -signal.SIGKILL
    read()
    assert keeper.given == 1


def test_a_budget_is_one_for_all_workers(connection: Connection) -> None:
    budget = Budget(connection.org_id, connection.pk, "calls", Rate(per_second=0.001, burst=10))
    waits: list[float] = []

    def take() -> None:
        waits.extend(budget.take() for _ in range(8))

    at_once(*[take] * 3)
    assert sum(wait == 0 for wait in waits) == 10
    turns = sorted(round(wait / 1000) for wait in waits if wait)
    assert turns == list(range(1, 15)), "every call has a turn of its own"


def test_one_worker_that_is_told_to_wait_stops_the_others(connection: Connection) -> None:
    budget = Budget(connection.org_id, connection.pk, "calls", Rate(per_second=1000, burst=10))
    at_once(lambda: budget.block(100))
    waits: list[float] = []
    at_once(*[lambda: waits.append(budget.take())] * 3)
    assert all(90 < wait <= 100 for wait in waits)


def test_two_workers_that_store_the_same_page_lose_and_double_nothing(org: Org, connection: Connection) -> None:
    stream = make_stream(connection, "jobs")

    def read() -> None:
        with run_job(org, "testing.sync", by="maya") as run:
            for start in range(0, 400, 100):
                store(run, stream, JOB_STREAM, [a_page(*(job(n) for n in range(start, start + 150)))])

    at_once(read, read)
    with org_context(org, actor="maya"):
        assert RawRecord.objects.count() == 450
        assert {record.source_id for record in RawRecord.objects.all()} == {str(n) for n in range(450)}


def test_a_reading_killed_between_any_two_statements_goes_on_where_it_stood(org: Org, connection: Connection) -> None:
    stream = make_stream(connection, "jobs")
    pages = [a_page(*(job(n, v=at) for n in range(at * 10, at * 10 + 10))) for at in range(3)]

    def read(dies_at: int) -> None:
        count = [0]

        def counting(execute: Any, *given: Any) -> Any:
            count[0] += 1
            if count[0] == dies_at:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(*given)

        with run_job(org, "testing.sync", by="maya") as run, session.execute_wrapper(counting):
            while (at := _cursor(org, stream)) < len(pages):
                store(run, stream, JOB_STREAM, [pages[at]], cursor={"page": at + 1})

    dies_at, exits = 1, list[int | None]()
    while not exits or exits[-1] != 0:
        connections.close_all()
        worker = FORK.Process(target=read, args=(dies_at,))
        worker.start()
        worker.join(timeout=30)
        exits.append(worker.exitcode)
        dies_at += 7
        with org_context(org, actor="maya"):
            # The cursor never runs ahead of the rows, nor the rows ahead of the cursor.
            assert RawRecord.objects.count() == 10 * _cursor(org, stream)
    assert _cursor(org, stream) == 3
    assert len(exits) > 2


def _cursor(org: Org, stream: Stream) -> int:
    with org_context(org, actor="maya"):
        return int(Stream.objects.get(pk=stream.pk).cursor.get("page", 0))
