"""Decisions made by name are tied to ids as soon as the source's records are there: from then on a rename moves nothing."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import transaction

from aiop.audit.models import ChangeSet
from aiop.audit.record import change_set
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from servicetitan.curate.periods import copy
from servicetitan.models import BusinessUnit, JobType, JobTypeListMember, UnitMapping


def bind_names(org: Org, *, by: str) -> int:
    """Tie every placement and list entry that goes by a name to the ids of that name; gives how many, 0 writes nothing."""
    with transaction.atomic(), org_context(org, actor=by):
        units = _by_key(org, BusinessUnit, UnitMapping.objects.for_org(org).filter(unit_source_id=None), "unit_key")
        types = _by_key(
            org, JobType, JobTypeListMember.objects.for_org(org).filter(job_type_source_id=None), "spelling_key"
        )
        if not units and not types:
            return 0
        with change_set(org, kind=ChangeSet.Kind.SYSTEM, title="Names of units and job types tied to their ids"):
            return _bind_units(org, units) + _bind_types(org, types)


def bind_unit(org: Org, unit: BusinessUnit | None) -> None:
    """Give a unit that is placed by its name alone placements of its own, before one of them is altered."""
    if (
        unit is None
        or not unit.name_key
        or UnitMapping.objects.for_org(org).filter(unit_source_id=unit.source_id).exists()
    ):
        return
    for row in UnitMapping.objects.for_org(org).filter(unit_source_id=None, unit_key=unit.name_key):
        _as_unit(row, unit)


def _by_key(org: Org, model: type[Any], waiting: Any, column: str) -> dict[Any, list[Any]]:
    """Give, for each waiting row, the records of its name."""
    rows = list(waiting)
    named: defaultdict[str, list[Any]] = defaultdict(list)
    for record in model.objects.for_org(org).filter(name_key__in={getattr(row, column) for row in rows}):
        named[record.name_key].append(record)
    return {row: named[getattr(row, column)] for row in rows if getattr(row, column) in named}


def _bind_units(org: Org, waiting: dict[UnitMapping, list[BusinessUnit]]) -> int:
    own = set(UnitMapping.objects.for_org(org).exclude(unit_source_id=None).values_list("unit_source_id", flat=True))
    bound = 0
    for row, units in waiting.items():
        row.delete()
        for unit in units:
            if unit.source_id not in own:
                _as_unit(row, unit)
                bound += 1
    return bound


def _bind_types(org: Org, waiting: dict[JobTypeListMember, list[JobType]]) -> int:
    listed = JobTypeListMember.objects.for_org(org).exclude(job_type_source_id=None)
    own = set(listed.values_list("list_id", "job_type_source_id"))
    bound = 0
    for row, types in waiting.items():
        row.delete()
        for one in types:
            if (row.list_id, one.source_id) not in own:
                copy(
                    row, job_type_source_id=one.source_id, subject=str(one.source_id), spelling=one.name,
                    spelling_key=one.name_key, type_active=one.active,
                )  # fmt: skip
                bound += 1
    return bound


def _as_unit(row: UnitMapping, unit: BusinessUnit) -> None:
    copy(
        row, unit_source_id=unit.source_id, subject=str(unit.source_id), unit_name=unit.name, unit_key=unit.name_key,
        unit_active=unit.active,
    )  # fmt: skip
