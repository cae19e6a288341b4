"""A list of job types as it stands, held against the source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from aiop.orgs.models import Org
from servicetitan.curate.lints import Finding, Member, Type, lint
from servicetitan.models import Job, JobType, JobTypeList, JobTypeListMember


@dataclass(frozen=True)
class Entry:
    """A job type on the list, with what the source has of it; None where it has nothing."""

    row: JobTypeListMember
    type: Type | None


@dataclass(frozen=True)
class Looked:
    """A list's entries, what is to be looked at, and the types that are not on it."""

    entries: Sequence[Entry]
    findings: Sequence[Finding]
    others: Sequence[Type]


def types_of(org: Org) -> list[Type]:
    """Give the source's job types with how many jobs have each; two queries."""
    jobs = dict(
        Job.objects.for_org(org)
        .exclude(job_type_source_id=None)
        .values_list("job_type_source_id")
        .annotate(jobs=Count("pk"))
    )
    rows = (
        JobType.objects.for_org(org).filter(deleted_at=None).order_by("name").values_list("source_id", "name", "active")
    )
    return [Type(number, name or f"Job type {number}", active, jobs.get(number, 0)) for number, name, active in rows]


def looked_at(org: Org, chosen: JobTypeList) -> Looked:
    """Hold a list against the source. Call inside `org_context`."""
    types = types_of(org)
    by_id = {one.source_id: one for one in types}
    rows = list(JobTypeListMember.objects.for_org(org).filter(list=chosen).order_by("spelling", "valid_from"))
    entries = [Entry(row, by_id.get(row.job_type_source_id or 0)) for row in rows]
    standing = [row for row in rows if row.valid_until is None]
    members = [Member(row.pk, row.job_type_source_id, row.spelling or "", row.type_active) for row in standing]
    listed = {row.job_type_source_id for row in standing}
    findings = lint(members, types, chosen.hint or "")
    return Looked(entries, findings, [one for one in types if one.source_id not in listed])
