"""What the catalogue does by itself: sends what is due, and lets go of what nobody needs any more."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from aiop.catalogue.mailing import send_due
from aiop.catalogue.models import Kept, Sitting, Use, Write
from aiop.catalogue.using import DAYS
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.jobs import Job, register
from aiop.runs.running import Failed, RunHandle
from aiop.schedule import Daily, Hourly

MAIL, SWEEP = "catalogue.mail", "catalogue.sweep"
# A transaction of the reader lasts minutes; a note of a write is needed while an answer of before it may be kept.
_SITTING, _KEPT = dt.timedelta(hours=1), dt.timedelta(days=7)


def send_mail(run: RunHandle, org: Org, parameters: dict[str, Any]) -> None:
    """Send the entries that are due."""
    sent, problems = send_due(org, timezone.now())
    run.log(f"{sent} sent.")
    if problems:
        raise Failed("; ".join(problems))


def sweep(run: RunHandle, org: Org, parameters: dict[str, Any]) -> None:
    """Let go of old answers, of notes of writes older than any kept answer, of uses beyond the window, of lost sittings."""
    now = timezone.now()
    with org_context(org, actor="catalogue"):
        kept, _ = Kept.objects.for_org(org).filter(at__lt=now - _KEPT).delete()
        Write.objects.for_org(org).filter(at__lt=now - 2 * _KEPT).delete()
        Use.objects.for_org(org).filter(at__lt=now - dt.timedelta(days=DAYS)).delete()
    Sitting.objects.filter(began__lt=now - _SITTING).delete()
    run.log(f"{kept} kept answers let go.")


register(Job(MAIL, "Entries by e-mail", send_mail, cadence=Hourly(5)))
register(Job(SWEEP, "Old answers let go", sweep, cadence=Daily(dt.time(3, 40))))
