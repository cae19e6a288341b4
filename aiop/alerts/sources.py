"""What alerts follow of sources: one that cannot be asked explains every job that reads it, and is told in place of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from aiop.alerts.raising import raise_about, settle
from aiop.alerts.severity import Severity
from aiop.alerts.topics import declare, of_run, of_source
from aiop.orgs.models import Org
from aiop.runs.redact import redact
from aiop.runs.running import RunHandle
from aiop.sources.syncing import Outcome, SyncJob
from aiop.sources.systems import find


def explained_by_source(*syncs: SyncJob) -> None:
    """Say that runs of jobs follow from what they read; call where the jobs are registered."""
    for sync in syncs:
        for job in (sync.job, sync.backfill_job):
            declare(of_run(job), after=[of_source(sync.system)])


def look_at_reading(run: RunHandle, org: Org, sync: SyncJob, outcomes: Sequence[Outcome]) -> None:
    """Open the incident of a source that could not be asked; one that every connection of it answered is right again."""
    topic, evidence = of_source(sync.system), f"run {run.id}.{run.attempt}"
    if out := [outcome for outcome in outcomes if outcome.is_out]:
        cause = redact(" ".join(f"{outcome.connection}: {outcome.error}" for outcome in out))
        raise_about(
            org,
            topic,
            cause,
            f"{_label(sync.system)} cannot be read",
            link=reverse("admin:sources_connection_changelist"),
            severity=Severity.CRITICAL,
            evidence=evidence,
        )
    elif outcomes and not any(outcome.error or outcome.note for outcome in outcomes):
        settle(org, topic, said=f"{sync.title} was read.", evidence=evidence)


def _label(system: str) -> str:
    found = find(system)
    return found.label if found else system
