"""What the commands `sync` and `backfill` share: a job by name, done as a run, told connection by connection."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from aiop.orgs.commands import OrgCommand
from aiop.orgs.models import Org
from aiop.runs.running import Failed, NotClaimed, RunHandle, run_job
from aiop.sources.syncing import (
    Days,
    Outcome,
    ReadingFailed,
    SyncJob,
    UnknownSync,
    all_syncs,
    find_sync,
    read_connections,
)

BY = "command line"
_HEADERS = ("connection", "read", "new", "changed", "same", "quarantined", "seconds", "outcome")
_COUNTED = ("read", "new", "changed", "same", "quarantined")
_LIST_HEADERS = ("name", "what it reads", "schedule", "backfill")


class SyncCommand(OrgCommand):
    """Base of the commands that read sources; ends with 1 when a connection could not be read, with 2 for a strange name."""

    creates_org = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the name and the list."""
        super().add_arguments(parser)
        parser.add_argument("name", nargs="?", metavar="NAME", help="what is read, such as servicetitan")
        parser.add_argument("--list", action="store_true", dest="lists", help="tell what can be read, and read nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, and print what became of each connection."""
        if options["lists"] or not options["name"]:
            self._list(options)
            return
        try:
            sync = find_sync(options["name"])
            days = self.days(sync, options)
        except (UnknownSync, ValueError) as error:
            raise CommandError(str(error), returncode=2) from error
        org = self.find_org(options)
        if not self.acts(options):
            self.emit(options, {"job": sync.name, "connections": []}, _LIST_HEADERS, [_line(sync)])
            return
        self._read(org, sync, days, options)

    def days(self, sync: SyncJob, options: dict[str, Any]) -> Days | None:
        """Give the days to fill; None: what is new. Raises ValueError for days that cannot be meant."""
        return None

    def read(
        self, run: RunHandle, org: Org, sync: SyncJob, days: Days | None, options: dict[str, Any]
    ) -> list[Outcome]:
        """Do it; gives what became of each connection."""
        return read_connections(run, org, sync, days)

    def _read(self, org: Org, sync: SyncJob, days: Days | None, options: dict[str, Any]) -> None:
        parameters = {"from": days.first.isoformat(), "to": days.last.isoformat()} if days else {}
        failure: ReadingFailed | None = None
        number = 0
        try:
            with run_job(org, sync.backfill_job if days else sync.job, parameters=parameters, by=BY) as run:
                number = run.id
                outcomes = self.read(run, org, sync, days, options)
        except ReadingFailed as error:
            failure, outcomes = error, error.outcomes
        except (Failed, NotClaimed) as error:
            raise CommandError(str(error)) from error
        data = {"run": number, "job": sync.name, "connections": [_as_data(outcome) for outcome in outcomes]}
        self.emit(options, data, _HEADERS, [_as_row(outcome) for outcome in outcomes])
        if failure is not None:
            raise CommandError(str(failure))

    def _list(self, options: dict[str, Any]) -> None:
        found = all_syncs()
        data = {"syncs": [{"name": s.name, "title": s.title, "system": s.system, "schedule": _when(s)} for s in found]}
        self.emit(options, data, _LIST_HEADERS, [_line(sync) for sync in found])


def _line(sync: SyncJob) -> tuple[str, ...]:
    return sync.name, sync.title, _when(sync), "yes" if sync.fill else "no"


def _when(sync: SyncJob) -> str:
    return str(sync.cadence) if sync.cadence else "when asked"


def _as_data(outcome: Outcome) -> dict[str, Any]:
    return {
        "connection": outcome.connection,
        **{name: outcome.counts.get(name, 0) for name in _COUNTED},
        "counts": dict(outcome.counts),
        "seconds": round(outcome.seconds, 3),
        "error": outcome.error,
        "note": outcome.note,
    }


def _as_row(outcome: Outcome) -> tuple[Any, ...]:
    counts = [outcome.counts.get(name, 0) for name in _COUNTED]
    return outcome.connection, *counts, round(outcome.seconds, 2), outcome.error or outcome.note or "read"
