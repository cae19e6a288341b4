"""A real worker on a real broker: messages that come five times, and a worker that is killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from celery import Celery
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from aiop.local.binaries import valkey_server
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs import jobs
from aiop.runs.asking import enqueue, reap
from aiop.runs.models import Run, RunLine

pytestmark = [
    pytest.mark.faults,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "owner", "side"]),
]
ROOT = Path(__file__).parents[2]
DAY = "2026-11-20"
PATIENCE_SECONDS = 30


@pytest.fixture
def broker() -> Iterator[str]:
    """Give the address of a broker of this test's own."""
    with tempfile.TemporaryDirectory(prefix="aiop-broker-") as folder:
        path = Path(folder) / "broker.sock"
        server = subprocess.Popen(
            [valkey_server(), "--port", "0", "--unixsocket", str(path), "--dir", folder, "--save", ""],
            stdout=subprocess.DEVNULL,
        )
        wait_for(lambda: answers(path))
        yield f"redis+socket://{path}"
        server.terminate()
        server.wait(PATIENCE_SECONDS)


@pytest.fixture
def start_worker(broker: str, tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Give a function that starts a worker on the broker and the test database; what still works afterwards is killed."""
    started: list[subprocess.Popen[bytes]] = []
    words = ["-A", "tests.faults.runs_worker", "worker", "-c", "2", "-l", "INFO", "--without-mingle"]
    environment = {
        **os.environ,
        "CELERY_BROKER_URL": broker,
        "DATABASE_URL": of_tests("DATABASE_URL"),
        "DATABASE_OWNER_URL": of_tests("DATABASE_OWNER_URL"),
        "SECRET_KEY": "of a test",
        "SECURE": "0",
        "C_FORCE_ROOT": "1",
        "PYTHONPATH": str(ROOT),
    }

    def start() -> subprocess.Popen[bytes]:
        with (tmp_path / "worker.log").open("ab") as log:
            command = [sys.executable, "-m", "celery", *words]
            worker = subprocess.Popen(
                command, env=environment, stdout=log, stderr=log, cwd=ROOT, start_new_session=True
            )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        kill(worker)


@pytest.fixture
def client(broker: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Celery]:
    """Give a Celery app that sends to the broker, as the web process does, and knows the worker's job."""
    # Celery prefers the environment's broker, which `manage.py test` names, to the one that an app is given.
    monkeypatch.setenv("CELERY_BROKER_URL", broker)
    app = Celery("sender", broker=broker, set_as_current=True)
    job = jobs.Job("test.work", "Work of a test", lambda run, org, parameters: None)
    monkeypatch.setitem(jobs._jobs, job.name, job)
    yield app
    app.close()
    connections.close_all()


def of_tests(name: str) -> str:
    """Give the address of the test database in place of the one that the environment names."""
    parts = urlsplit(os.environ[name])
    return urlunsplit(parts._replace(path=f"/{settings.DATABASES['owner']['NAME']}"))


def answers(path: Path) -> bool:
    """Tell whether a server listens at a socket."""
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0


def kill(worker: subprocess.Popen[bytes]) -> None:
    """Kill a worker with its children, as a power cut would."""
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait(PATIENCE_SECONDS)


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until something is so; a fault in the product must not hang the tests."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.05)


def lines(org: Org) -> list[str]:
    """List what the job said."""
    with org_context(org, actor="test"):
        return list(RunLine.objects.filter(level="info").order_by("id").values_list("text", flat=True))


def state(org: Org) -> str:
    """Give the state of the only run."""
    with org_context(org, actor="test"):
        return str(Run.objects.get().state)


def test_a_message_that_comes_five_times_is_done_once(
    org: Org, client: Celery, start_worker: Callable[[], subprocess.Popen[bytes]]
) -> None:
    enqueue(org, "test.work", DAY, {"seconds": 0.5}, by="maya")
    for _ in range(4):
        client.send_task("runs.perform", kwargs={"org_id": org.pk, "job": "test.work", "interval": DAY})
    start_worker()
    wait_for(lambda: state(org) == Run.State.DONE and not waiting(client))
    assert lines(org) == ["started attempt 1", "ended"]


def test_a_run_whose_worker_was_killed_is_done_by_the_next(
    org: Org, client: Celery, start_worker: Callable[[], subprocess.Popen[bytes]]
) -> None:
    enqueue(org, "test.work", DAY, {"seconds": 60}, by="maya")
    first = start_worker()
    wait_for(lambda: lines(org) == ["started attempt 1"])
    kill(first)
    with org_context(org, actor="test"), connection.cursor() as cursor:
        # The minute that a lease lasts, passed by hand.
        cursor.execute("UPDATE runs_run SET lease_until = %s", [timezone.now()])
    assert reap(org).again == 1
    start_worker()
    wait_for(lambda: state(org) == Run.State.DONE)
    assert lines(org) == ["started attempt 1", "started attempt 2", "ended"]


def waiting(client: Celery) -> int:
    """Count the messages that no worker has finished."""
    with client.connection_for_read() as link:
        channel: Any = link.channel()
        return int(channel.client.llen("celery") + channel.client.hlen("unacked"))
