"""What the worker can be sent."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.utils import timezone

from aiop.orgs.models import Org
from aiop.runs import jobs, timetable


@shared_task(name="runs.perform")
def perform(*, org_id: int, job: str, interval: str, **kwargs: Any) -> None:
    """Do a job that was asked for; a second delivery finds the interval claimed and does nothing."""
    org = Org.objects.filter(pk=org_id).first()
    if org is not None:
        jobs.perform(org, job, interval)


@shared_task(name=timetable.TICK_TASK)
def tick(**kwargs: Any) -> None:
    """Keep the timetable of every organisation."""
    timetable.tick(timezone.now())
