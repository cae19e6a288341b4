"""What people made of entries: who asked what, when, how long it took."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Max
from django.utils import timezone

from aiop.catalogue.entries import Entry
from aiop.catalogue.models import Use
from aiop.catalogue.run import Answer
from aiop.orgs.models import Org

# Uses older than this are of no interest, and are swept away.
DAYS = 90


@dataclass(frozen=True)
class Used:
    """How often an entry was asked in the last ninety days, and when last."""

    times: int
    last: dt.datetime


def note_use(entry: Entry, org: Org, answer: Answer, *, by: str, through: str) -> None:
    """Put it on record that an entry was asked; call with the organisation open."""
    Use.objects.create(
        org=org, entry=entry.name, actor=by, through=through, milliseconds=round(answer.took * 1000),
        rows=answer.total, from_cache=answer.from_cache,
    )  # fmt: skip


def used(org: Org) -> Mapping[str, Used]:
    """Tell how often each entry was asked; one query."""
    since = timezone.now() - dt.timedelta(days=DAYS)
    found = Use.objects.for_org(org).filter(at__gte=since).values("entry").annotate(times=Count("id"), last=Max("at"))
    return {row["entry"]: Used(row["times"], row["last"]) for row in found}
