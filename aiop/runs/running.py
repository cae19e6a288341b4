"""Doing work as a run: claimed once, seen while it works, ended in a state that says what happened."""

from __future__ import annotations

import json
import logging
import os
import socket
import threading
import time
import traceback
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.orgs.outages import log_loss, outage_of
from aiop.runs import lease
from aiop.runs.ended import tell_done, tell_ended
from aiop.runs.models import AD_HOC, Run, RunLine
from aiop.runs.pulse import Pulse
from aiop.runs.redact import redact

State = Run.State
LEASE_SECONDS = 60.0
# Progress is for people's eyes; more often than this would cost the work more than it tells.
PROGRESS_EVERY_SECONDS = 0.2
WAIT_SECONDS = 0.5

logger = logging.getLogger(__name__)


class NotClaimed(Exception):  # noqa: N818  (an answer, not an error: somebody else has the work)
    """The interval is not ours to work on."""


class AlreadyDone(NotClaimed):
    """The interval has ended."""


class AlreadyRunning(NotClaimed):
    """Another worker holds the interval."""


class Failed(Exception):  # noqa: N818  (the name of the state that it leads to)
    """The job says why it cannot do its work, in one plain sentence; subclass it for a family of reasons."""


class Cancelled(Exception):  # noqa: N818  (the name of the state that it leads to)
    """Somebody asked the run to stop."""


class LeaseLost(Exception):  # noqa: N818  (says what happened; the run goes on elsewhere)
    """Another worker has taken the run over, so this one may not write any more."""


class RunHandle:
    """A run that is ours: how work speaks of itself and makes sure that it may still write."""

    def __init__(self, org_id: int, claimed: lease.Claimed, *, interval: str, lease_seconds: float) -> None:
        self.id = claimed.id
        self.interval = interval
        self.attempt = claimed.attempt
        self.parameters = claimed.parameters
        self.counts: dict[str, int] = {}
        self.by = claimed.actor
        self._key: dict[str, Any] = {"org": org_id, "id": claimed.id, "fence": claimed.fence, "actor": claimed.actor}
        self._lease_seconds = lease_seconds
        self._done = 0
        self._total: int | None = None
        self._step = ""
        self._written_at = 0.0
        self._unwritten: list[tuple[RunLine.Level, str]] = []
        # Two files may be on their way at once, each speaking for the run from a thread of its own.
        self._speaking = threading.RLock()

    def log(self, text: str, level: str = "info") -> None:
        """Say one thing; it is seen at once, even while the work's transaction is open."""
        text = redact(text)
        # What a run says is kept with the run; a failing check is news for its page, not for the process's log.
        logger.info("run %s: %s: %s", self.id, level, text)
        self._say(RunLine.Level(level), text)

    def progress(self, done: int, total: int | None = None, step: str | None = None) -> None:
        """State how far the work is; cheap to call often. Raises what `check` raises."""
        with self._speaking:
            new_step = step is not None and step != self._step
            self._done = done
            self._total = total if total is not None or new_step else self._total
            self._step = self._step if step is None else step
            if new_step:
                self._say(RunLine.Level.STEP, self._step)
            if new_step or done == self._total or time.monotonic() - self._written_at > PROGRESS_EVERY_SECONDS:
                self.check()

    def count(self, **counts: int) -> None:
        """Add to the run's counts, such as read, new, changed, same and quarantined."""
        with self._speaking:
            for name, number in counts.items():
                self.counts[name] = self.counts.get(name, 0) + number

    def check(self) -> None:
        """Prolong the lease; raises `Cancelled` when asked to stop, `LeaseLost` when another worker has the run."""
        if lease.is_busy():
            return
        self._written_at = time.monotonic()
        seen = lease.heartbeat(self._key, self._lease_seconds, **self._so_far())
        if not seen.held:
            raise LeaseLost("Another worker has taken this run over.")
        if seen.cancel_requested:
            raise Cancelled("Somebody asked the run to stop.")

    def guard(self) -> None:
        """Make sure, inside the transaction that writes, that the run stays ours until it commits; else `LeaseLost`."""
        if not lease.holds_for_write(self._key):
            raise LeaseLost("Another worker has taken this run over; nothing was written.")

    @contextmanager
    def work(self) -> Iterator[None]:
        """Open the organisation's transaction in this run's name, and commit only if the run is still ours."""
        with org_context(self._key["org"], actor=self.by, run=self.id, using=DEFAULT_DB_ALIAS):
            yield
            self.guard()

    def beat(self) -> bool:
        """Prolong the lease and tell whether it is still ours; called by the pulse, from its own thread."""
        return lease.heartbeat(self._key, self._lease_seconds).held

    def end(self, state: State, error: str = "") -> bool:
        """Give the lease back; False when it was no longer ours."""
        self._write_lines()
        return lease.finish(self._key, state, error=error, **self._so_far())

    def _say(self, level: RunLine.Level, line: str) -> None:
        with self._speaking:
            self._unwritten.append((level, line))
            if not lease.is_busy():
                self._write_lines()

    def _write_lines(self) -> None:
        with self._speaking:
            while self._unwritten:
                lease.write_line(self._key, *self._unwritten[0])
                del self._unwritten[0]

    def _so_far(self) -> dict[str, Any]:
        with self._speaking:
            return {"done": self._done, "total": self._total, "step": self._step, "counts": json.dumps(self.counts)}


@contextmanager
def run_job(
    org: Org | int,
    job: str,
    *,
    interval: str | None = None,
    parameters: dict[str, Any] | None = None,
    by: str,
    wait: bool = False,
    retry: bool = True,
    lease_seconds: float = LEASE_SECONDS,
) -> Iterator[RunHandle]:
    """Claim (org, job, interval) and run the block as that run; no interval means ad hoc, which is always new.

    Raises `AlreadyDone` or `AlreadyRunning` when it is not ours (`wait` waits for the other worker first; without
    `retry` a run that failed or was cancelled counts as ended). What the block raises ends the run and is raised again.
    """
    org_id = org if isinstance(org, int) else org.pk
    interval = interval or f"{AD_HOC}{uuid.uuid4()}"
    handle = _claim(org_id, job, interval, parameters, by=by, wait=wait, retry=retry, lease_seconds=lease_seconds)
    try:
        with Pulse(handle.beat, every_seconds=lease_seconds / 4):
            yield handle
    except BaseException as error:
        _end_badly(handle, error)
        tell_ended(org_id, job)
        raise
    if not handle.end(State.DONE):
        raise LeaseLost("Another worker took this run over before it ended.")
    tell_done(org_id, job)


def _claim(
    org_id: int,
    job: str,
    interval: str,
    parameters: dict[str, Any] | None,
    *,
    by: str,
    wait: bool,
    retry: bool,
    lease_seconds: float,
) -> RunHandle:
    takes = [State.QUEUED, State.FAILED, State.ERRORED, State.CANCELLED] if retry else [State.QUEUED]
    worker = f"{socket.gethostname()}:{os.getpid()}"
    while True:
        claimed = lease.claim(
            org_id,
            job,
            interval,
            by=by,
            worker=worker,
            lease_seconds=lease_seconds,
            parameters=parameters,
            takes=takes,
        )
        if claimed is not None:
            return RunHandle(org_id, claimed, interval=interval, lease_seconds=lease_seconds)
        refusal = _refusal(org_id, job, interval, by)
        if not wait or isinstance(refusal, AlreadyDone):
            raise refusal
        time.sleep(WAIT_SECONDS)


def _refusal(org_id: int, job: str, interval: str, by: str) -> NotClaimed:
    sql = 'SELECT state, worker FROM runs_run WHERE org_id = %(org)s AND job = %(job)s AND "interval" = %(interval)s'
    rows = lease.in_run_log(org_id, by, (sql, {"org": org_id, "job": job, "interval": interval}))
    state, worker = rows[0] if rows else (State.QUEUED, "")
    if state in {State.RUNNING, State.QUEUED}:
        return AlreadyRunning(f"{job} for {interval} is running elsewhere ({worker}).")
    return AlreadyDone(f"{job} for {interval} has ended already ({State(state).label.lower()}).")


def _end_badly(handle: RunHandle, error: BaseException) -> None:
    """Record how the block ended; a database that is away must not hide the error itself."""
    try:
        match error:
            case LeaseLost():
                handle.log(str(error), "warning")
            case Cancelled() | KeyboardInterrupt():
                handle.end(State.CANCELLED)
            case Failed():
                handle.end(State.FAILED, redact(str(error)) or "The job gave no reason.")
            case Exception() if sentence := outage_of(error):
                handle.end(State.FAILED, sentence)
            case Exception():
                handle.log("".join(traceback.format_exception(error)), "debug")
                handle.end(State.ERRORED, redact(f"{type(error).__name__}: {error}"))
            case _:
                # The process is told to stop: the run waits for the next worker, as if it had not begun.
                handle.end(State.QUEUED)
    except Exception as lost:  # noqa: BLE001  (logged with its trace)
        log_loss(logger, f"run {handle.id}: its end could not be recorded; its lease will run out.", lost)
