"""The clock: each minute it works out what is due in every organisation and asks for it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.core.checks import CheckMessage, Error
from django.db import connection, connections
from django.utils import timezone
from django_celery_beat.models import IntervalSchedule, PeriodicTask, PeriodicTasks

from aiop import schedule
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.asking import enqueue_many, reap, send_again
from aiop.runs.ended import tell_tick
from aiop.runs.jobs import find
from aiop.runs.models import Beat

TICK = "tick"
TICK_TASK = "runs.tick"
TICK_SECONDS = 60

logger = logging.getLogger(__name__)

# Digits sort before letters, so the latest interval of the timetable is the last before the ad hoc ones.
_LATEST = """
    SELECT asked.job, latest."interval" FROM unnest(%(jobs)s::text[]) AS asked(job)
    CROSS JOIN LATERAL (
        SELECT r."interval" FROM runs_run r WHERE r.org_id = %(org)s AND r.job = asked.job AND r."interval" < 'a'
        ORDER BY r."interval" DESC LIMIT 1
    ) AS latest
"""


class Ticked(NamedTuple):
    """What one tick did over all organisations."""

    asked: int
    taken_over: int


def tick(now: datetime) -> Ticked:
    """Ask for what is due at `now`, take over what fell silent, and leave a sign of life; safe to run twice at once."""
    Beat.objects.bulk_create(
        [Beat(name=TICK, at=now)], update_conflicts=True, unique_fields=["name"], update_fields=["at"]
    )
    asked = taken_over = 0
    for org in Org.objects.order_by("pk"):
        try:
            taken_over += sum(reap(org))
            send_again(org)
            asked += ask_for_due(org, now)
            tell_tick(org, now)
        except Exception:
            logger.exception("the timetable of %s could not be kept", org.slug)
    return Ticked(asked, taken_over)


def ask_for_due(org: Org, now: datetime) -> int:
    """Queue every interval of the timetable that is due in `org` and not yet asked for; gives how many."""
    entries = schedule.entries()
    with org_context(org, actor="timetable"):
        latest = latest_intervals(org, entries)
        due = [
            (entry.job, interval)
            for entry in entries
            for interval in schedule.due(entry, org.zone, now, latest.get(entry.job))
        ]
        asked = {job: _is_wanted(org, job) for job, _ in due}
        wanted = [(job, interval) for job, interval in due if asked[job]]
        return enqueue_many(org.pk, wanted, by="timetable") if wanted else 0


def _is_wanted(org: Org, name: str) -> bool:
    job = find(name)
    return job is None or job.is_wanted(org)


def latest_intervals(org: Org, entries: list[schedule.Entry]) -> Mapping[str, str]:
    """Give the latest interval of each job that `org` has a run of; call inside `org_context`."""
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, {"org": org.pk, "jobs": [entry.job for entry in entries]})
        return dict(cursor.fetchall())


def sync(using: str = "default") -> bool:
    """Bring django-celery-beat's table in line: one tick a minute; tells whether anything had to change."""
    every = {"every": TICK_SECONDS, "period": IntervalSchedule.SECONDS}
    if not IntervalSchedule.objects.using(using).filter(**every).exists():
        IntervalSchedule.objects.using(using).bulk_create([IntervalSchedule(**every)])
    wanted = {
        "task": TICK_TASK,
        "interval": IntervalSchedule.objects.using(using).filter(**every).earliest("pk"),
        "enabled": True,
        # A tick that no worker took up in time is worthless: the next one sees all that it would have seen.
        "expire_seconds": TICK_SECONDS - 5,
        "description": "Works out what the timetable asks for in every organisation.",
    }
    tasks = PeriodicTask.objects.using(using).filter(name="Timetable")
    if tasks.filter(**wanted).exists():
        return False
    # In bulk, because the library's signals on save write through `default` whatever connection was asked for.
    if not tasks.update(**wanted):
        PeriodicTask.objects.using(using).bulk_create([PeriodicTask(name="Timetable", **wanted)])
    PeriodicTasks.objects.using(using).update_or_create(ident=1, defaults={"last_update": timezone.now()})
    return True


def on_post_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Signal handler: the clock is in place as soon as its tables are."""
    if using == "owner" and PeriodicTask._meta.db_table in connections[using].introspection.table_names():
        sync(using)


def check_entries(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """System check: every line of the timetable names a job that a worker can do."""
    return [
        Error(f"The timetable names {entry.job}, which is no registered job.", id="runs.E001")
        for entry in schedule.entries()
        if find(entry.job) is None
    ]
