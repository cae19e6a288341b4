"""Processes that die at the n-th thing they ask of the database, each on a copy of one prepared database."""

from __future__ import annotations

import hashlib
import itertools
import json
import multiprocessing
import os
import signal
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpx  # noqa: TID251  (its calls are counted, none is made)
import psycopg
import requests
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from aiop.runs import running
from aiop.sources.sql import SqlClient
from tests.factories.pool_state import State

FORK = multiprocessing.get_context("fork")
PATIENCE_SECONDS = 120
# What the server does to its sessions when it is restarted.
DROP_ALL = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
"""


_HELD = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
"""


def digest(state: State) -> str:
    """Give a short name of a state."""
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()


class Copies:
    """Copies of databases on the tests' server."""

    def __init__(self) -> None:
        self.original = str(settings.DATABASES["owner"]["NAME"])
        self.names: list[str] = []
        self._numbers = itertools.count(1)

    def of(self, template: str) -> str:
        """Copy a database that nobody uses and give the copy's name."""
        name = f"{self.original}_copy{os.getpid()}_{next(self._numbers)}"
        self._server("CREATE DATABASE {} TEMPLATE {}", name, template)
        self.names.append(name)
        return name

    def drop(self, name: str) -> None:
        """Drop a copy."""
        self._server("DROP DATABASE IF EXISTS {}", name)
        self.names.remove(name)

    def shed(self, name: str, rooms: Sequence[str]) -> None:
        """Drop the tables of apps that the work never meets: a copy is made file by file, and most files are theirs."""
        with psycopg.connect(**_known(name), autocommit=True) as session:
            theirs = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND split_part(tablename, '_', 1) = ANY(%s)"
            tables = sql.SQL(", ").join(sql.Identifier(table) for (table,) in session.execute(theirs, [list(rooms)]))
            session.execute(sql.SQL("DROP TABLE {} CASCADE").format(tables))

    def held(self, name: str) -> set[str]:
        """Name the tables of a database that anything was ever written into."""
        with psycopg.connect(**_known(name), autocommit=True) as session:
            return {table for (table,) in session.execute(_HELD)}

    def empty(self, name: str, but: set[str]) -> None:
        """Empty the tables of a database but those named: sooner done than a new copy, where what they hold does not change."""
        if gone := sorted(self.held(name) - but):
            with psycopg.connect(**_known(name), autocommit=True) as session:
                tables = sql.SQL(", ").join(map(sql.Identifier, gone))
                session.execute(sql.SQL("TRUNCATE {} CASCADE").format(tables))

    def _server(self, statement: str, *names: str) -> None:
        connections.close_all()
        known = _known("postgres")
        deadline = time.monotonic() + PATIENCE_SECONDS
        # A session whose process has ended, or was killed, may take a moment to notice, and the longer the busier the machine.
        while True:
            try:
                with psycopg.connect(**known, autocommit=True) as session:
                    session.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
                break
            except psycopg.errors.ObjectInUse:
                if time.monotonic() > deadline:
                    raise


def _known(name: str) -> dict[str, Any]:
    options = {**connections["owner"].get_connection_params(), "dbname": name}
    return {key: options[key] for key in ("dbname", "user", "password", "host", "port") if options.get(key)}


@contextmanager
def copies() -> Iterator[Copies]:
    """Give copies that go when the block ends."""
    made = Copies()
    try:
        yield made
    finally:
        for name in list(made.names):
            made.drop(name)


def in_process(database: str, act: Callable[[], Any]) -> Any:
    """Run `act` in a process of its own on a database and give its answer; None when it was killed."""
    connections.close_all()
    ours, theirs = FORK.Pipe(duplex=False)
    process = FORK.Process(target=_child, args=(database, act, theirs))
    process.start()
    theirs.close()
    assert ours.poll(PATIENCE_SECONDS), "it never ended"
    try:
        kind, answer = ours.recv()
    except EOFError:
        kind, answer = "killed", None
    process.join(PATIENCE_SECONDS)
    assert (kind == "killed") == (process.exitcode == -signal.SIGKILL)
    assert kind != "error", answer
    return answer


def _child(database: str, act: Callable[[], Any], answers: Any) -> None:
    for alias in connections:
        connections[alias].settings_dict["NAME"] = database
    settings.RUN_LOG_ALIAS = "side"
    # Every mention of progress is written, so that each run passes the same points.
    running.PROGRESS_EVERY_SECONDS = 0.0
    try:
        answers.send(("answer", act()))
    except BaseException:  # noqa: BLE001  (told to the test, which fails with it)
        answers.send(("error", traceback.format_exc()))
    connections.close_all()


def count_points(act: Callable[[int], None]) -> None:
    """Call `act` with the number of each point of this process: before a statement or a COPY, in one, around a commit."""
    numbers = itertools.count(1)

    def point() -> None:
        act(next(numbers))

    def on(alias: str) -> None:
        # The third connection is the test's own.
        if alias in {DEFAULT_DB_ALIAS, "side"}:
            point()

    # At the class, because two files are on their way at once, each in a thread with connections of its own.
    _before(CursorWrapper, "_execute", lambda cursor: on(cursor.db.alias))
    _before(psycopg.Cursor, "copy", lambda cursor: point())
    _before(psycopg.Copy, "write", lambda copy: point())
    _before(BaseDatabaseWrapper, "_commit", lambda session: on(session.alias))
    after_commits(on)


def count_points_and_calls(act: Callable[[int], None]) -> None:
    """As `count_points`, with a point before and after each HTTP call and each question to a database outside."""
    numbers = itertools.count(1)

    def point() -> None:
        act(next(numbers))

    count_points(lambda number: point())
    for owner, name in ((httpx.Client, "send"), (requests.Session, "send"), (SqlClient, "rows")):
        _around(owner, name, point)


def after_commits(act: Callable[[str], None]) -> None:
    """Call `act` with the connection's alias after each commit of this process."""
    commit = BaseDatabaseWrapper._commit  # type: ignore[attr-defined]

    def committed(self: BaseDatabaseWrapper) -> None:
        commit(self)
        act(self.alias)

    BaseDatabaseWrapper._commit = committed  # type: ignore[attr-defined]


def die_at(point: int, count: Callable[[Callable[[int], None]], None] = count_points) -> None:
    """Have this process killed at its n-th point."""
    count(lambda number: os.kill(os.getpid(), signal.SIGKILL) if number == point else None)


def _around(owner: Any, name: str, point: Callable[[], None]) -> None:
    method = getattr(owner, name)

    def acting(self: Any, *words: Any, **named: Any) -> Any:
        point()
        answer = method(self, *words, **named)
        point()
        return answer

    setattr(owner, name, acting)


def _before(owner: Any, name: str, act: Callable[[Any], None]) -> None:
    method = getattr(owner, name)

    def acting(self: Any, *words: Any, **named: Any) -> Any:
        act(self)
        return method(self, *words, **named)

    setattr(owner, name, acting)
