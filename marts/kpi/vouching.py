"""Somebody's word that files brought everything up to a day: a decision on record that figures follow at once."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from aiop.audit.models import ChangeSet
from aiop.audit.record import change_set
from aiop.audit.undo import after_undo, touched
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from marts.kpi.offered import restate
from marts.models import Vouched


class CannotVouch(Exception):  # noqa: N818  (an answer in words)
    """Nobody can say so; the text says why."""


def vouch(org: Org, through: dt.date, *, by: str, today: dt.date, reason: str = "") -> ChangeSet:
    """Keep somebody's word that everything up to a day has come in; raises CannotVouch for days that are not over."""
    if through >= today:
        raise CannotVouch(f"{through} is not over yet: more may come in. Name a day before today.")
    with transaction.atomic(), org_context(org, actor=by):
        title = f"Files are complete through {through}"
        with change_set(org, kind=ChangeSet.Kind.EDIT, title=title, reason=reason) as decided:
            Vouched.objects.create(org=org, through=through, reason=reason, vouched_by=by)
            restate(org.pk)
    return decided


def follow_undo(org_id: int, change_set_id: int) -> None:
    """Restate figures where a word was taken back, inside the undo's transaction."""
    if touched(org_id, change_set_id, [Vouched]):
        restate(org_id)


def register() -> None:
    """Have every undo followed; called as the app starts."""
    after_undo(follow_undo)
