"""What can be built: builders with their grain and owner, in series that the timetable runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from aiop import schedule
from aiop.builders.windows import Window
from aiop.orgs.models import Org
from aiop.quality import checks
from aiop.quality.checks import Check


class UnknownBuilder(LookupError):  # noqa: N818  (an answer: nobody erred but who typed the name)
    """No builder has this name."""


@dataclass(frozen=True, slots=True)
class Building:
    """What a builder is asked: whose rows, which days, and which day today is there."""

    org: Org
    window: Window
    today: dt.date
    run_id: int | None = None

    def bound(self, window: Window | None = None) -> dict[str, Any]:
        """Give what a builder's SQL may name: org, zone, today, start, end."""
        days = window or self.window
        return {
            "org": self.org.pk,
            "zone": self.org.time_zone,
            "today": self.today,
            "start": days.start,
            "end": days.end,
        }


@dataclass(frozen=True, slots=True)
class Built:
    """How many rows of the window were new, changed, gone and the same."""

    new: int = 0
    changed: int = 0
    removed: int = 0
    same: int = 0

    @property
    def written(self) -> int:
        """How many rows the database wrote; a second build writes none."""
        return self.new + self.changed + self.removed


@dataclass(frozen=True)
class Builder:
    """One table that is worked out: what a row of it stands for, who answers for it, how it is built, what must hold of it.

    `build` works inside the organisation's transaction. An audit selects the rows that are wrong; one of critical
    severity that finds any leaves everything as it was. `needs` names builders whose rows this one reads.
    """

    name: str
    title: str
    grain: str
    owner: str
    build: Callable[[Building], Built]
    audits: tuple[Check, ...] = ()
    needs: tuple[str, ...] = ()
    page: str = ""  # name of the admin page that shows the rows


@dataclass(frozen=True)
class Series:
    """Builders that one job of the timetable builds, in the order in which they are registered.

    `days` limits the timetable's window to so many days that end today; `after` names jobs after which the series is built
    at once; `is_wanted`, asked inside the organisation, keeps it out of organisations that have none of its rows.
    """

    job: str
    title: str
    cadence: schedule.Cadence
    days: int | None = None
    after: frozenset[str] = frozenset()
    is_wanted: Callable[[Org], bool] = field(default=lambda org: True)


_builders: dict[str, tuple[Builder, Series]] = {}


def declare(series: Series, *builders: Builder) -> None:
    """Make builders known, in the order given, and their audits to the nightly checks; use `jobs.register` from apps."""
    for builder in builders:
        if missing := [name for name in builder.needs if name not in _builders]:
            raise ValueError(f"{builder.name} needs {', '.join(missing)}, which must be declared before it.")
        if _builders.setdefault(builder.name, (builder, series)) != (builder, series):
            raise ValueError(f"There are two builders named {builder.name}.")
        checks.register(*builder.audits)


def all_builders() -> list[Builder]:
    """List every builder in the order in which they are built."""
    return [builder for builder, _ in _builders.values()]


def find_builders(names: Iterable[str] | None) -> list[Builder]:
    """Give the builders of these names, in the order of building, all without names; raises UnknownBuilder for strangers."""
    if names is None:
        return all_builders()
    wanted = set(names)
    if strangers := sorted(wanted - _builders.keys()):
        raise UnknownBuilder(f"There is no builder named {', '.join(strangers)}.")
    return [builder for builder in all_builders() if builder.name in wanted]


def series_of(builder: Builder) -> Series:
    """Give the series that a builder stands in."""
    return _builders[builder.name][1]


def in_series(job: str) -> list[Builder]:
    """List the builders of a job."""
    return [builder for builder, series in _builders.values() if series.job == job]
