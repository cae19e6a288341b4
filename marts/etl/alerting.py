"""What is told besides runs that fail: two runs running that were published with warnings, and a figure that fell to less than half."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from aiop.alerts import topics
from aiop.alerts.raising import raise_about, settle
from aiop.sources.syncing import SyncJob
from marts.etl.declared import Job, Reading
from marts.models import EtlRun

# Runs with warnings, one after the other, that open an incident.
PARTIALS = 2
FELL = "fell from"


def declare(job: Job[Any], sync: SyncJob) -> None:
    """Say what a mart's incidents follow from, and how patient they are; call while apps start."""
    failed = (topics.of_run(sync.job),)
    topics.declare(_warned(job), after=failed, opens_after=PARTIALS)
    topics.declare(_fallen(job), after=failed)


def look(job: Job[Any], reading: Reading) -> None:
    """Open or close a mart's incidents by what this run published; call at the end of the run's last transaction."""
    mine = EtlRun.objects.for_org(reading.org).filter(job=job.name, built_in=reading.run.id).order_by("id")
    warned = [row for row in mine if row.status == EtlRun.Status.PARTIAL]
    fallen = [text for row in mine for text in row.warnings if f" {FELL} " in text]
    reasons = [text for row in warned for text in row.warnings]
    _tell(
        job, reading, _warned(job), reasons, f"{job.title}: published with warnings, {PARTIALS} times running or more"
    )
    _tell(job, reading, _fallen(job), fallen, f"{job.title}: a figure fell to less than half")


def _tell(job: Job[Any], reading: Reading, topic: str, reasons: list[str], summary: str) -> None:
    evidence = f"run {reading.run.id}"
    if not reasons:
        settle(reading.org, topic, said=f"{job.title} is published without such a warning.", evidence=evidence)
        return
    link = reverse("admin:runs_run_change", args=[reading.run.id])
    raise_about(reading.org, topic, reasons[0], summary, link=link, evidence=evidence)


def _warned(job: Job[Any]) -> str:
    return f"mart:{job.name}"


def _fallen(job: Job[Any]) -> str:
    return f"mart_fell:{job.name}"
