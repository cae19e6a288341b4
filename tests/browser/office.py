"""A whole AIOP of the browser tests' own: a database, the web server and the worker as `up` starts them, a filled company."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from psycopg import sql

from aiop.local.binaries import valkey_server

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 240
DATABASE = "{name}_{filled}"


@contextmanager
def open_office(folder: Path, filled_by: str = "tests.browser.fill_office") -> Iterator[str]:
    """Give the address of a server that runs until the block ends, filled by a program; what it says is in `folder`."""
    with _database(filled_by.rpartition("fill_")[2]) as urls, _broker() as broker:
        environment = _environment(urls, broker, folder)
        port = _free_port()
        fill = _start("fill", ["-m", filled_by], environment, folder)
        _run("static", ["-m", "django", "collectstatic", "--no-input", "-v", "0"], environment, folder)
        serve = ["-m", "gunicorn", "aiop.wsgi:application", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
        worker = ["-m", "celery", "-A", "aiop.celery:app", "worker", "-P", "solo", "-l", "INFO", "--without-mingle"]
        web = _start("web", [*serve, "--no-control-socket"], environment, folder)
        with _stopped(web), _stopped(_start("worker", worker, environment, folder)):
            _finished(fill, "fill", folder)
            address = f"http://127.0.0.1:{port}"
            wait_for(lambda: web.poll() is not None or _answers(address))
            assert web.poll() is None, _said(folder, "web")
            yield address


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until something is so; a server that does not start must not hang the tests."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.05)


@contextmanager
def _database(filled: str) -> Iterator[dict[str, str]]:
    """Copy the migrated test database, so that what these tests commit is in no other test's way."""
    # The browser's loop may run in this thread by now; nothing here waits for it.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        connections.close_all()
    template = str(settings.DATABASES["owner"]["NAME"])
    name = DATABASE.format(name=template, filled=filled)
    _as_owner(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    _as_owner(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
    variables = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_READER_URL")
    yield {variable: _with_database(variable, name) for variable in variables if variable in os.environ}
    # The owner may not end the catalogue reader's sessions; they end with the server, a moment later.
    wait_for(lambda: not _sessions(name))
    _as_owner(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _sessions(name: str) -> int:
    """Count who is still in a database."""
    counted = sql.SQL("SELECT count(*) FROM pg_stat_activity WHERE datname = {} AND usename LIKE '%reader'")
    return int(_as_owner(counted.format(sql.Literal(name))).fetchone()[0])


def _as_owner(statement: sql.Composed) -> Any:
    owner = connections["owner"].get_connection_params()
    names = ("host", "port", "user", "password")
    where = {name: owner[name] for name in names if owner.get(name)}
    with psycopg.connect(
        **where, dbname="postgres", autocommit=True, cursor_factory=psycopg.ClientCursor
    ) as connection:
        return connection.execute(statement)


def _with_database(variable: str, name: str) -> str:
    return urlunsplit(urlsplit(os.environ[variable])._replace(path=f"/{name}"))


@contextmanager
def _broker() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="aiop-broker-") as folder:
        path = Path(folder) / "broker.sock"
        command = [str(valkey_server()), "--port", "0", "--unixsocket", str(path), "--dir", folder, "--save", ""]
        with _stopped(subprocess.Popen(command, stdout=subprocess.DEVNULL)):
            wait_for(path.exists)
            yield f"redis+socket://{path}"


def _environment(urls: dict[str, str], broker: str, folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    own = {"CELERY_BROKER_URL": broker, "AIOP_VAR": str(folder), "SECRET_KEY": "of a test", "SECURE": "0"}
    return {**kept, **urls, **own, "PYTHONPATH": str(ROOT), "C_FORCE_ROOT": "1", "PYTHONWARNINGS": "ignore"}


def _start(name: str, words: list[str], environment: dict[str, str], folder: Path) -> subprocess.Popen[bytes]:
    with (folder / f"{name}.log").open("ab") as log:
        return subprocess.Popen([sys.executable, *words], env=environment, cwd=ROOT, stdout=log, stderr=log)


def _run(name: str, words: list[str], environment: dict[str, str], folder: Path) -> None:
    _finished(_start(name, words, environment, folder), name, folder)


def _finished(process: subprocess.Popen[bytes], name: str, folder: Path) -> None:
    status = process.wait(PATIENCE_SECONDS)
    assert status == 0, _said(folder, name)


def _said(folder: Path, name: str) -> str:
    return (folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")


@contextmanager
def _stopped(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """End a process with the block, asked first and killed where it does not listen."""
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE_SECONDS / 16)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(PATIENCE_SECONDS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/accounts/login/", timeout=30) as answer:  # noqa: S310 our own server
            return bool(answer.status == 200)
    except OSError:
        return False
