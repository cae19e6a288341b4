"""`sync_schedule`: put the clock into django-celery-beat and show the timetable of one organisation."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from aiop import schedule
from aiop.orgs.commands import OrgCommand
from aiop.runs import timetable


class Command(OrgCommand):
    """Safe to run at any time; says when each job is next due."""

    help = "Put the clock into django-celery-beat and show when each job is next due."

    def handle(self, *args: Any, **options: Any) -> None:
        """Sync, then print."""
        org = self.find_org(options)
        changed = timetable.sync() if self.acts(options) else False
        now = timezone.now()
        lines = [
            (entry.job, str(entry.cadence), schedule.next_due(entry, org.zone, now).astimezone(org.zone))
            for entry in schedule.entries()
        ]
        data = {
            "changed": changed,
            "entries": [{"job": job, "cadence": cadence, "next": moment} for job, cadence, moment in lines],
        }
        rows = [(job, cadence, f"{moment:%a %d %b %H:%M}") for job, cadence, moment in lines]
        self.emit(options, data, ["Job", "Runs", f"Next, {org.time_zone} time"], rows)
