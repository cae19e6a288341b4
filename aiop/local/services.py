"""Local PostgreSQL and broker, shared by every process that needs them; the last one out stops them."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from aiop.local.postgres import APP_ROLE, DATABASE, OWNER_ROLE, Cluster, local_cluster
from aiop.local.state import local_state
from aiop.local.valkey import Valkey, local_valkey

Say = Callable[[str], None]
TEST_SLOTS = 15


@dataclass(frozen=True)
class Servers:
    """The servers that a process asked for."""

    cluster: Cluster | None
    broker: Valkey | None

    def start(self, database: str, say: Say) -> None:
        """Starts what does not run."""
        if self.cluster:
            began = time.monotonic()
            self.cluster.start()
            self.cluster.ensure_roles(database)
            say(f"PostgreSQL ready ({time.monotonic() - began:.1f} s)")
        if self.broker:
            began = time.monotonic()
            self.broker.start()
            say(f"Valkey ready ({time.monotonic() - began:.1f} s)")

    def stop(self) -> None:
        """Stops what runs: the broker first, so that nothing hands out work while the database goes."""
        if self.broker:
            self.broker.stop()
        if self.cluster:
            self.cluster.stop()

    def environment(self, database: str, number: int) -> dict[str, str]:
        """Gives the environment variables by which the settings find the servers."""
        variables: dict[str, str] = {}
        if self.cluster:
            variables["DATABASE_OWNER_URL"] = self.cluster.url(OWNER_ROLE, database)
            variables["DATABASE_URL"] = self.cluster.url(APP_ROLE, database)
        if self.broker:
            variables["CELERY_BROKER_URL"] = self.broker.url(number)
        return variables


def _silent(_line: str) -> None:
    """Says nothing."""


@contextmanager
def running(var: Path, *, database: bool = True, broker: bool = True, say: Say = _silent) -> Iterator[dict[str, str]]:
    """Starts the servers asked for if they do not run and gives their environment variables.

    On leaving they are stopped, unless another process still uses them.
    """
    state = local_state(var)
    servers = Servers(local_cluster(state) if database else None, local_valkey(state) if broker else None)
    with _shared(servers, var / "services", DATABASE, say):
        yield servers.environment(DATABASE, 0)


@contextmanager
def running_for_tests(
    var: Path, *, database: bool = True, broker: bool = True, say: Say = _silent
) -> Iterator[dict[str, str]]:
    """Does the same with servers of the tests' own; two test runs at once get different databases."""
    state = local_state(var)
    servers = Servers(
        local_cluster(state, for_tests=True) if database else None,
        local_valkey(state, for_tests=True) if broker else None,
    )
    with _test_slot(var) as slot:
        name = f"{DATABASE}_{slot}" if slot else DATABASE
        with _shared(servers, var / "services-test", name, say):
            yield servers.environment(name, slot)


@contextmanager
def _shared(servers: Servers, lock: Path, database: str, say: Say) -> Iterator[None]:
    """Holds a shared lock while the servers are used; a second lock makes starting and stopping one at a time."""
    with _opened(lock.with_suffix(".lock")) as users, _opened(lock.with_suffix(".door")) as door:
        with _held(door):
            # Taken first: a start that is refused half-way is cleaned up by the same rule as any other end.
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                servers.start(database, say)
            except BaseException:
                _leave(servers, users)
                raise
        try:
            yield
        finally:
            with _held(door):
                _leave(servers, users)


def _leave(servers: Servers, users: IO[str]) -> None:
    """Lets go of the servers, and stops them if nobody else holds them; the door is held."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        fcntl.flock(users, fcntl.LOCK_UN)
        return
    servers.stop()
    fcntl.flock(users, fcntl.LOCK_UN)


@contextmanager
def _test_slot(var: Path) -> Iterator[int]:
    """Gives the lowest number that no other test run holds; beyond the last, waits for it."""
    for slot in range(TEST_SLOTS):
        with _opened(var / f"test-{slot}.lock") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | (0 if slot == TEST_SLOTS - 1 else fcntl.LOCK_NB))
            except BlockingIOError:
                continue
            yield slot
            return


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o664), "r+", encoding="ascii") as handle:
        yield handle


@contextmanager
def _held(handle: IO[str]) -> Iterator[None]:
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(handle, fcntl.LOCK_UN)
