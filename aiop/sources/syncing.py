"""What `sync NAME` and `backfill NAME` do: jobs that read the connections of a system, registered by apps.

One registration gives both commands, the worker's jobs `NAME.sync` and `NAME.backfill`, and a line of the timetable.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils import timezone

from aiop import schedule
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs import jobs
from aiop.runs.ended import tell
from aiop.runs.jobs import Job
from aiop.runs.running import Failed, RunHandle
from aiop.sources import testing
from aiop.sources.alone import alone
from aiop.sources.errors import FixConnection, SourceFailed, TryAgain
from aiop.sources.models import Connection
from aiop.sources.retrying import Patience


class UnknownSync(LookupError):  # noqa: N818  (an answer: nobody erred but who typed the name)
    """Nothing of this name reads a source."""


class ReadingFailed(Failed):
    """Not every connection could be read; `outcomes` tells of each."""

    def __init__(self, text: str, outcomes: list[Outcome]) -> None:
        super().__init__(text)
        self.outcomes = outcomes


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day of a backfill, both included, as the organisation's calendar has them."""

    first: dt.date
    last: dt.date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"{self.first} lies after {self.last}.")


@dataclass(frozen=True, slots=True)
class Reading:
    """One connection's turn in a run: for whom it is read, and what was said about how."""

    run: RunHandle
    org: Org
    connection: Connection
    patience: Patience = field(default_factory=Patience)

    @property
    def day(self) -> dt.date:
        """The local day that the run is for: the timetable's where it owns one, today otherwise."""
        try:
            return dt.date.fromisoformat(self.run.interval)
        except ValueError:
            return timezone.localdate(timezone=self.org.zone)

    @property
    def is_by_timetable(self) -> bool:
        """Whether nobody asked for this reading but the clock."""
        return self.run.by == "timetable"


@dataclass(frozen=True)
class SyncJob:
    """Reads the connections of a system, one at a time; what it does must be safe to do again from the start.

    `read` brings what is new; `fill` reads an interval again without touching where `read` goes on. Both count what they
    do by `run.count`, and raise the family of SourceFailed, each a plain sentence.
    """

    name: str
    title: str
    system: str
    read: Callable[[Reading], None]
    fill: Callable[[Reading, Days], None] | None = None
    cadence: schedule.Cadence | None = None
    catch_up: Literal["latest", "all"] = "latest"

    @property
    def job(self) -> str:
        """What its runs are called."""
        return f"{self.name}.sync"

    @property
    def backfill_job(self) -> str:
        """What the runs of its backfills are called."""
        return f"{self.name}.backfill"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one connection: what was counted, or one sentence on why not."""

    connection: str
    counts: Mapping[str, int]
    seconds: float
    error: str = ""
    note: str = ""
    # Whether the source itself could not be asked; else it is what it told that cannot be taken.
    is_out: bool = False


Follower = Callable[[RunHandle, Org, SyncJob, Sequence[Outcome]], None]
_syncs: dict[str, SyncJob] = {}
_after_reading: list[Follower] = []


def on_read(follower: Follower) -> None:
    """Have a function called with (run, organisation, job, outcomes) when connections were read, before the run ends."""
    if follower not in _after_reading:
        _after_reading.append(follower)


def register(*syncs: SyncJob) -> None:
    """Make jobs known to both commands, the worker and the timetable; apps call this as they start."""
    for sync in syncs:
        if _syncs.setdefault(sync.name, sync) != sync:
            raise ValueError(f"There are two jobs named {sync.name}.")
        jobs.register(
            Job(sync.job, sync.title, _call(sync), sync.cadence, sync.catch_up, is_wanted=_has_connection(sync.system))
        )
        if sync.fill is not None:
            jobs.register(Job(sync.backfill_job, f"{sync.title}: backfill", _call(sync)))


def all_syncs() -> list[SyncJob]:
    """List the jobs by name."""
    return [_syncs[name] for name in sorted(_syncs)]


def syncs_of(system: str) -> list[SyncJob]:
    """List the jobs that read a system."""
    return [sync for sync in all_syncs() if sync.system == system]


def find_sync(name: str) -> SyncJob:
    """Give a job by name; UnknownSync, with the names that there are, when there is none."""
    if name not in _syncs:
        raise UnknownSync(f"There is nothing called {name}; there are: {', '.join(sorted(_syncs)) or 'none'}.")
    return _syncs[name]


def read_connections(
    run: RunHandle, org: Org, sync: SyncJob, days: Days | None = None, *, patience: Patience | None = None
) -> list[Outcome]:
    """Read every connection in use, or fill `days` of each; raises ReadingFailed at the end when one could not be read."""
    outcomes = [
        _read_one(sync, Reading(run, org, connection, patience or Patience()), days)
        for connection in connections_of(run, org, sync.system)
    ]
    if not outcomes:
        run.log(f"Nothing was read: no connection of {sync.title} is in use here.")
    tell(_after_reading, f"{sync.name} of {org}", run, org, sync, outcomes)
    if failed := [outcome for outcome in outcomes if outcome.error]:
        words = [f"{one.connection}: {one.error}" if len(outcomes) > 1 else one.error for one in failed]
        raise ReadingFailed(" ".join(words), outcomes)
    return outcomes


def _read_one(sync: SyncJob, reading: Reading, days: Days | None) -> Outcome:
    run, connection = reading.run, reading.connection
    began, before = time.monotonic(), dict(run.counts)
    note, failure = "", None
    with alone(connection, f"{sync.name} {'backfill' if days else ''}") as ours:
        if ours:
            failure = _attempt(sync, reading, days)
        else:
            note = f"Another run is reading {connection}, so this one left it alone."
            run.log(note)
    counts = {name: number - before.get(name, 0) for name, number in run.counts.items()}
    error, is_out = str(failure or ""), isinstance(failure, TryAgain | FixConnection)
    return Outcome(str(connection), counts, time.monotonic() - began, error, note, is_out)


def _attempt(sync: SyncJob, reading: Reading, days: Days | None) -> SourceFailed | None:
    """Read one connection; gives why it could not be read, None where it could."""
    run, connection = reading.run, reading.connection
    try:
        if days is None:
            sync.read(reading)
        elif sync.fill is not None:
            sync.fill(reading, days)
    except SourceFailed as error:
        run.log(f"{connection}: {error}", "error")
        if isinstance(error, FixConnection):
            _mark(run, connection, str(error))
        return error
    _mark(run, connection, "")
    return None


def _mark(run: RunHandle, connection: Connection, broken: str) -> None:
    with run.work():
        testing.mark(connection, broken)


def connections_of(run: RunHandle, org: Org, system: str) -> list[Connection]:
    """List the connections of a system that are in use."""
    with org_context(org, actor=run.by):
        return list(Connection.objects.for_org(org).filter(system=system, is_enabled=True).order_by("pk"))


def _has_connection(system: str) -> Callable[[Org], bool]:
    def ask(org: Org) -> bool:
        return Connection.objects.for_org(org).filter(system=system, is_enabled=True).exists()

    return ask


def _call(sync: SyncJob) -> jobs.Call:
    def call(run: RunHandle, org: Org, parameters: dict[str, Any]) -> None:
        read_connections(run, org, sync, days_of(parameters))

    return call


def days_of(parameters: Mapping[str, Any]) -> Days | None:
    """Give the days that the parameters of a run name as `from` and `to`; None where they name none."""
    if not parameters.get("from"):
        return None
    return Days(dt.date.fromisoformat(parameters["from"]), dt.date.fromisoformat(parameters["to"]))


def months(days: Days) -> Iterator[Days]:
    """Part days into calendar months, the latest first."""
    last = days.last
    while last >= days.first:
        first = max(days.first, last.replace(day=1))
        yield Days(first, last)
        last = first - dt.timedelta(days=1)
