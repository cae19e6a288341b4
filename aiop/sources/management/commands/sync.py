"""`manage.py sync NAME`: reads what is new at a source."""

from __future__ import annotations

from aiop.sources.commands import SyncCommand


class Command(SyncCommand):
    """Reads at once, as the timetable would."""

    help = "Reads what is new through an organisation's connections, such as `sync servicetitan --org SLUG`."
