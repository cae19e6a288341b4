"""`manage.py build`: works out marts, costs and scorecards anew."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Any

from django.core.management.base import CommandError, CommandParser

from aiop.builders.build import Outcome, build
from aiop.builders.declared import Builder, UnknownBuilder, find_builders, series_of
from aiop.builders.windows import Window
from aiop.orgs.commands import OrgCommand
from aiop.orgs.models import Org
from aiop.runs.running import run_job

_BY = "command line"
_HEADERS = ("builder", "days", "new", "changed", "removed", "same", "seconds", "audits")
_LIST_HEADERS = ("builder", "a row is", "owner", "schedule", "audits")


class Command(OrgCommand):
    """Ends with 1 when a builder could not be built, with 2 for a name or day that cannot be meant."""

    help = "Builds marts, costs and scorecards anew, all or those named, for some days or all; --dry-run keeps nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add names, days and the list."""
        super().add_arguments(parser)
        parser.add_argument("names", nargs="*", metavar="NAME", help="a builder; all when none is named")
        parser.add_argument(
            "--from", dest="start", metavar="DAY", help="first day, as 2026-03-01; from the beginning without"
        )
        parser.add_argument("--to", dest="end", metavar="DAY", help="last day; to the end without")
        parser.add_argument(
            "--list", action="store_true", dest="lists", help="tell what can be built, and build nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, and print what became of each."""
        try:
            builders = find_builders(options["names"] or None)
            window = Window(_day(options["start"]), _day(options["end"]))
        except (UnknownBuilder, ValueError) as error:
            raise CommandError(str(error), returncode=2) from error
        if options["lists"]:
            self.emit(
                options, {"builders": [_described(b) for b in builders]}, _LIST_HEADERS, [_line(b) for b in builders]
            )
            return
        org = self.find_org(options)
        outcomes = self._run(org, builders, window) if self.acts(options) else _try(org, builders, window)
        self.emit(options, {"builds": [_as_data(o) for o in outcomes]}, _HEADERS, [_as_row(o) for o in outcomes])
        if broken := [outcome for outcome in outcomes if outcome.error]:
            raise CommandError(" ".join(f"{outcome.builder.name}: {outcome.error}" for outcome in broken))

    def _run(self, org: Org, builders: list[Builder], window: Window) -> list[Outcome]:
        """Build series by series, each as a run."""
        outcomes: list[Outcome] = []
        days = {"from": window.start, "to": window.end}
        for job, members in groupby(builders, key=lambda builder: series_of(builder).job):
            names = [builder.name for builder in members]
            parameters = {"names": names, **{key: day.isoformat() for key, day in days.items() if day}}
            with run_job(org, job, parameters=parameters, by=_BY) as run:
                outcomes += build(org, names, window=window, by=_BY, run=run)
        return outcomes


def _try(org: Org, builders: list[Builder], window: Window) -> list[Outcome]:
    return build(org, [builder.name for builder in builders], window=window, by=_BY, keep=False)


def _day(text: str | None) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"“{text}” is not a day such as 2026-03-01.") from error


def _described(builder: Builder) -> dict[str, Any]:
    return {
        "name": builder.name,
        "title": builder.title,
        "grain": builder.grain,
        "owner": builder.owner,
        "schedule": str(series_of(builder).cadence),
        "audits": [check.name for check in builder.audits],
    }


def _line(builder: Builder) -> tuple[Any, ...]:
    return builder.name, builder.grain, builder.owner, str(series_of(builder).cadence), len(builder.audits)


def _as_data(outcome: Outcome) -> dict[str, Any]:
    built, window = outcome.built, outcome.window
    return {
        "name": outcome.builder.name,
        "from": window.start,
        "to": window.end,
        "new": built.new,
        "changed": built.changed,
        "removed": built.removed,
        "same": built.same,
        "seconds": round(outcome.seconds, 3),
        "audits": [{"name": audited.name, "failing": audited.failing} for audited in outcome.audits],
        "error": outcome.error,
    }


def _as_row(outcome: Outcome) -> tuple[Any, ...]:
    built = outcome.built
    failing = ", ".join(f"{audited.name} {audited.failing:,}" for audited in outcome.audits if audited.failing)
    said = outcome.error or failing or ("all pass" if outcome.audits else "none")
    counts = (built.new, built.changed, built.removed, built.same)
    return (outcome.builder.name, str(outcome.window), *counts, round(outcome.seconds, 2), said)
