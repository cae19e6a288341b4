"""How far a load's work is, in words that are true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from aiop.loading.models import Load
from aiop.runs import health
from aiop.runs.models import Run

State = Run.State
# A worker that is free takes work up at once.
PATIENCE = timedelta(seconds=6)
BUSY = {Load.State.STAGING, Load.State.APPLYING}


@dataclass(frozen=True, slots=True)
class Progress:
    """What the page shows while a worker reads or applies."""

    sentence: str
    percent: int | None = None
    is_over: bool = False
    run_id: int | None = None
    broke: bool = False

    def as_json(self) -> dict[str, object]:
        """Give what the page's script needs."""
        return {"sentence": self.sentence, "percent": self.percent, "over": self.is_over}


def progress_of(load: Load, now: datetime | None = None) -> Progress:
    """Say how far the work on a load is."""
    if load.state not in BUSY:
        return Progress("Done.", 100, is_over=True)
    act = "Reading" if load.state == Load.State.STAGING else "Applying"
    run = Run.objects.filter(org_id=load.org_id, pk=load.run_id).first() if load.run_id else None
    if run is None:
        return Progress(f"{act} has not begun.", is_over=True, broke=True)
    match run.state:
        case State.QUEUED:
            return Progress(_waiting(now or timezone.now(), run), run_id=run.pk)
        case State.RUNNING:
            return _running(run)
        case State.CANCELLED:
            return Progress(f"{act} was stopped. Nothing was written.", is_over=True, run_id=run.pk, broke=True)
        case State.DONE:
            return Progress("Done.", 100, is_over=True, run_id=run.pk)
    return Progress(
        f"{act} broke off and nothing was written. Try again; if it breaks off again, show an administrator the run.",
        is_over=True, run_id=run.pk, broke=True,
    )  # fmt: skip


def _running(run: Run) -> Progress:
    percent = min(99, 100 * run.done // run.total) if run.total else None
    step = run.step or "Beginning"
    if run.cancel_requested:
        step = "Stopping"
    return Progress(f"{step}{f', {percent} % done' if percent is not None else ''} …", percent, run_id=run.pk)


def _waiting(now: datetime, run: Run) -> str:
    if now - run.queued_at < PATIENCE:
        return "Waiting for a worker …"
    said = health.beat()
    said = health.broker() if said == health.OK else said
    if said == health.OK:
        return "Every worker is busy; this is next in line."
    return f"No worker takes this up. {said} The file is kept, and reading begins as soon as a worker runs."
