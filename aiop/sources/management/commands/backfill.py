"""`manage.py backfill NAME --from DAY --to DAY`: reads an interval of a source again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import CommandParser

from aiop.sources.commands import SyncCommand
from aiop.sources.syncing import Days, SyncJob


class Command(SyncCommand):
    """Goes on where a backfill of the same days broke off; where the sync goes on stays as it is."""

    help = "Reads an interval of a source again, such as `backfill servicetitan --org SLUG --from 2024-01-01 --to 2025-06-30`."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the days."""
        super().add_arguments(parser)
        parser.add_argument("--from", dest="start", metavar="DAY", help="first day, as 2026-03-01")
        parser.add_argument("--to", dest="end", metavar="DAY", help="last day, which is read as well")

    def days(self, sync: SyncJob, options: dict[str, Any]) -> Days:
        """Give the days; both must be said."""
        if sync.fill is None:
            raise ValueError(f"{sync.title} cannot be filled for days that have passed.")
        if not options["start"] or not options["end"]:
            raise ValueError("Say both days: --from 2026-03-01 --to 2026-03-31.")
        return Days(_day(options["start"]), _day(options["end"]))


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"“{text}” is not a day such as 2026-03-01.") from error
