"""`manage.py sync NAME`: reads what is new at a source."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from aiop.orgs.models import Org
from aiop.runs.running import RunHandle
from aiop.sources.commands import SyncCommand
from aiop.sources.replaying import replay_connections
from aiop.sources.syncing import Days, Outcome, SyncJob


class Command(SyncCommand):
    """Reads at once, as the timetable would."""

    help = "Reads what is new through an organisation's connections, such as `sync servicetitan --org SLUG`."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the way without the source."""
        super().add_arguments(parser)
        parser.add_argument(
            "--replay", action="store_true", help="make rows again from what is stored, asking no source"
        )

    def read(
        self, run: RunHandle, org: Org, sync: SyncJob, days: Days | None, options: dict[str, Any]
    ) -> list[Outcome]:
        """Read, or make rows again."""
        if options["replay"]:
            return replay_connections(run, org, sync)
        return super().read(run, org, sync, days, options)
