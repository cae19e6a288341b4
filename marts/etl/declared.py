"""What a job is: which mart it fills from which system, when, how far back, and what must hold of its rows."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from aiop.orgs.models import Org
from aiop.runs.running import RunHandle
from aiop.sources.models import Connection
from aiop.sources.retrying import Patience
from marts.build.worked import Worked
from marts.etl.windows import Days, Reach
from marts.models.mart import Mart
from marts.sources.choices import Choice

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a job is asked: whose rows, through which connection, which days, and which day and moment it is there."""

    org: Org
    connection: Connection
    days: Days
    today: dt.date
    now: dt.datetime
    run: RunHandle
    triggered_by: str = "manual"
    patience: Patience = field(default_factory=Patience)

    def is_past(self, day: dt.date) -> bool:
        """Tell whether a day is over, so that how things stood on it may be unknown now."""
        return day < self.today

    def pause(self, seconds: float) -> None:
        """Wait; raises Cancelled when somebody asks the run to stop meanwhile."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 1.0))
            self.run.check()

    def setting(self, name: str, default: Any) -> Any:
        """Give a setting of the connection, else of the organisation, else the default; what was left blank is none."""
        said = (self.connection.settings.get(name), self.org.settings.get(name))
        return next((value for value in said if value is not None and value != ""), default)

    def choice(self, asked: Choice) -> str:
        """Give what the organisation decided, or the usual."""
        return asked.read(self.setting(asked.name, None))

    def listed(self, name: str) -> list[str]:
        """Give a setting that is a list, or a text with commas."""
        said = self.setting(name, [])
        found = said.split(",") if isinstance(said, str) else said
        return [str(one).strip() for one in found if str(one).strip()]


@dataclass(frozen=True, slots=True)
class Extracted(Generic[T]):
    """What a source told.

    `rows`: how many rows it gave; 0 after figures were published once is suspicious where the job says so.
    `waiting`: one plain sentence on what is not there yet: the rest is published, and the source is asked again within the hour.
    """

    value: T
    rows: int
    waiting: str = ""
    # What of the days is told; the rest waits. None: all of them.
    through: dt.date | None = None
    # One plain sentence on what will not come any more: the rest is published, and the run fails.
    lacking: str = ""


@dataclass(frozen=True)
class Job(Generic[T]):
    """One job. `extract` asks the source and touches no mart; `compute` is pure; both may be done again at any time."""

    name: str  # etl_…
    title: str
    mart: type[Mart]
    key: tuple[str, ...]  # columns that name a row, besides the organisation: its day, or year and month, first
    system: str
    at: dt.time  # local time of the organisation
    reach: Reach
    extract: Callable[[Reading], Extracted[T]]
    compute: Callable[[Reading, T], Sequence[Worked]]
    owner: str = ""
    source_system: str = ""  # what rows name; the system's name without
    doubts_empty: bool = True
    watched: str = ""  # a column whose fall to less than half of the row before is told
    version: str = "1"  # of the formulas; a new one restates nothing by itself
    audits: tuple[Callable[[Reading, Sequence[Worked]], None], ...] = field(default=())

    @property
    def table(self) -> str:
        """The mart's table."""
        return self.mart._meta.db_table

    @property
    def day(self) -> str:
        """The column of the row's day; empty where a row covers a month."""
        return "" if self.key[0] == "year" else self.key[0]

    @property
    def is_cut(self) -> bool:
        """Whether several rows share a day or a month: those that it has no more are taken out as it is written again."""
        return len(self.key) > (1 if self.day else 2)


_jobs: dict[str, Job[Any]] = {}


def declare(job: Job[Any]) -> None:
    """Make a job known; the same name twice is refused."""
    if _jobs.setdefault(job.name, job) != job:
        raise ValueError(f"There already is another job called {job.name}.")


def all_jobs() -> list[Job[Any]]:
    """List the jobs in the order in which a day meets them."""
    return sorted(_jobs.values(), key=lambda job: (job.at, job.name))


def find(name: str) -> Job[Any] | None:
    """Give a job by name."""
    return _jobs.get(name)
