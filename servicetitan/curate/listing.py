"""Job types on lists and off them: each decision is one change set with who and why, and can be taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from aiop.audit.models import ChangeSet
from aiop.audit.record import change_set
from aiop.audit.turns import take_tables
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from servicetitan.curate import impact
from servicetitan.curate.periods import clear
from servicetitan.models import JobType, JobTypeList, JobTypeListMember
from servicetitan.models.curation import BEGINNING
from servicetitan.spelling import name_key


class CannotList(Exception):  # noqa: N818  (an answer in words)
    """The entry makes no sense; the text says why."""


def put_on_list(
    org: Org,
    list_key: str,
    types: Sequence[int],
    *,
    by: str,
    reason: str,
    since: dt.date = BEGINNING,
    until: dt.date | None = None,
    instead_of: int | None = None,
) -> ChangeSet:
    """Put job types on a list by their ids; `instead_of` is an entry that they replace. Raises CannotList."""
    _check(reason, since, until)
    with transaction.atomic(), org_context(org, actor=by):
        chosen = _list(org, list_key)
        found = list(JobType.objects.for_org(org).filter(source_id__in=types))
        if len(found) != len(set(types)) or not found:
            raise CannotList("The source has no such job type.")
        names = ", ".join(str(one) for one in found)
        with change_set(
            org, kind=ChangeSet.Kind.EDIT, title=f"On the list {chosen}: {names}", reason=reason
        ) as decided:
            take_tables(org.pk, [JobTypeListMember._meta.db_table])
            if instead_of is not None:
                chosen.members.filter(pk=instead_of).delete()
            for one in found:
                clear(chosen.members.filter(job_type_source_id=one.source_id), since, until)
                _insert(chosen, one, since, until, by, reason)
            impact.restate(org.pk)
    return decided


def take_off_list(org: Org, member: int, *, by: str, reason: str, since: dt.date = BEGINNING) -> ChangeSet:
    """Take an entry off its list, from a day on. Raises CannotList."""
    _check(reason, since, None)
    with transaction.atomic(), org_context(org, actor=by):
        row = JobTypeListMember.objects.for_org(org).filter(pk=member).select_related("list").first()
        if row is None:
            raise CannotList("This entry is no longer on the list.")
        title = f"Off the list {row.list}: {row}"
        with change_set(org, kind=ChangeSet.Kind.EDIT, title=title, reason=reason) as decided:
            take_tables(org.pk, [JobTypeListMember._meta.db_table])
            same: dict[str, Any] = (
                {"job_type_source_id": row.job_type_source_id}
                if row.job_type_source_id is not None
                else {"job_type_source_id": None, "spelling_key": row.spelling_key}
            )
            clear(row.list.members.filter(**same), since, None)
            impact.restate(org.pk)
    return decided


def make_list(org: Org, key: str, label: str, *, by: str, purpose: str = "", hint: str = "") -> JobTypeList:
    """Make a new list; raises CannotList where there is one of that key."""
    if not key.isidentifier():
        raise CannotList("The key is one word of small letters, such as follow_up.")
    with transaction.atomic(), org_context(org, actor=by):
        if JobTypeList.objects.for_org(org).filter(key=key).exists():
            raise CannotList(f"There is a list {key} already.")
        with change_set(org, kind=ChangeSet.Kind.EDIT, title=f"New list of job types: {label}"):
            made: JobTypeList = JobTypeList.objects.create(
                org=org, key=key, label=label.strip() or key, purpose=purpose.strip() or None, hint=hint.strip() or None
            )
    return made


def _check(reason: str, since: dt.date, until: dt.date | None) -> None:
    if not reason.strip():
        raise CannotList("Say why: the reason stands beside every figure that this moves.")
    if until is not None and until <= since:
        raise CannotList("The last day lies before the first.")


def _list(org: Org, key: str) -> JobTypeList:
    chosen: JobTypeList | None = JobTypeList.objects.for_org(org).filter(key=key).first()
    if chosen is None:
        raise CannotList(f"There is no list {key}.")
    return chosen


def _insert(chosen: JobTypeList, one: JobType, since: dt.date, until: dt.date | None, by: str, reason: str) -> None:
    JobTypeListMember.objects.create(
        org_id=chosen.org_id,
        list=chosen,
        list_key=chosen.key,
        job_type_source_id=one.source_id,
        spelling=one.name,
        spelling_key=name_key(one.name or ""),
        type_active=one.active,
        subject=str(one.source_id),
        valid_from=since,
        valid_until=until,
        decided_by=by,
        decided_at=timezone.now(),
        reason=reason.strip(),
    )
