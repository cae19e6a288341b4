"""Placing units of the source: each decision is one change set with who and why, and can be taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from aiop.audit.models import ChangeSet
from aiop.audit.record import change_set
from aiop.audit.turns import take_tables
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from servicetitan.curate import impact
from servicetitan.curate.binding import bind_unit
from servicetitan.curate.periods import clear
from servicetitan.models import BusinessUnit, ReportingUnit, UnitMapping, UnitRole
from servicetitan.models.curation import BEGINNING
from servicetitan.spelling import name_key

PLACED = (UnitRole.SALES, UnitRole.PRODUCTION)


class CannotPlace(Exception):  # noqa: N818  (an answer in words)
    """The placement makes no sense; the text says why."""


@dataclass(frozen=True, slots=True)
class Placement:
    """A unit of the source is this reporting unit, or has this role without one, from a day on and up to the day before `until`."""

    unit_source_id: int
    role: str
    reporting_unit_id: int | None = None
    since: dt.date = BEGINNING
    until: dt.date | None = None
    region_key: str = ""


def place_units(org: Org, placements: Sequence[Placement], *, by: str, reason: str) -> ChangeSet:
    """Place units as one decision; what stood for the same days gives way. Raises CannotPlace."""
    with transaction.atomic(), org_context(org, actor=by):
        units, keys = _checked(org, placements, reason)
        with change_set(org, kind=ChangeSet.Kind.EDIT, title=_title(org, placements), reason=reason) as decided:
            take_tables(org.pk, [UnitMapping._meta.db_table])
            for placement in placements:
                bind_unit(org, units.get(placement.unit_source_id))
                clear(_of(org, placement.unit_source_id), placement.since, placement.until)
                key = keys.get(placement.reporting_unit_id)
                _insert(org, placement, units.get(placement.unit_source_id), key, by, reason)
            impact.restate(org.pk)
    return decided


def unplace_unit(org: Org, unit_source_id: int, *, by: str, reason: str) -> ChangeSet:
    """Take away what a unit is placed as, so that it waits in the queue again."""
    with transaction.atomic(), org_context(org, actor=by):
        title = f"No longer placed: {_name(org, unit_source_id)}"
        with change_set(org, kind=ChangeSet.Kind.EDIT, title=title, reason=reason) as decided:
            take_tables(org.pk, [UnitMapping._meta.db_table])
            bind_unit(org, BusinessUnit.objects.for_org(org).filter(source_id=unit_source_id).first())
            clear(_of(org, unit_source_id), dt.date.min, None)
            impact.restate(org.pk)
    return decided


def confirm_unit(org: Org, unit_source_id: int, *, by: str) -> ChangeSet:
    """Keep a unit's placements although it was renamed or retired at the source: the present name and state are noted."""
    with transaction.atomic(), org_context(org, actor=by):
        unit = BusinessUnit.objects.for_org(org).get(source_id=unit_source_id)
        title = f"Stays as placed under its new name: {unit.name}"
        with change_set(org, kind=ChangeSet.Kind.EDIT, title=title) as decided:
            UnitMapping.objects.for_org(org).filter(unit_source_id=unit_source_id).update(
                unit_name=unit.name, unit_key=unit.name_key, unit_active=unit.active
            )
    return decided


def _of(org: Org, unit_source_id: int) -> QuerySet[UnitMapping]:
    rows: QuerySet[UnitMapping] = UnitMapping.objects.for_org(org).filter(unit_source_id=unit_source_id)
    return rows


def _checked(
    org: Org, placements: Sequence[Placement], reason: str
) -> tuple[dict[int, BusinessUnit], dict[int | None, str]]:
    if not reason.strip():
        raise CannotPlace("Say why: the reason stands beside every figure that this moves.")
    targets = list(ReportingUnit.objects.for_org(org))
    known = {(target.pk, target.role) for target in targets}
    for one in placements:
        if one.until is not None and one.until <= one.since:
            raise CannotPlace("The last day lies before the first.")
        if one.role not in UnitRole.values:
            raise CannotPlace(f"“{one.role}” is no role of a unit.")
        if (one.role in PLACED) != (one.reporting_unit_id is not None):
            raise CannotPlace("Sales and production units belong to a reporting unit; other and ignored ones to none.")
        if one.reporting_unit_id is not None and (one.reporting_unit_id, one.role) not in known:
            raise CannotPlace(
                "That reporting unit is of the other kind: sales goes to sales, production to production."
            )
    ids = [one.unit_source_id for one in placements]
    units = {unit.source_id: unit for unit in BusinessUnit.objects.for_org(org).filter(source_id__in=ids)}
    return units, {target.pk: target.key for target in targets}


def _insert(org: Org, placement: Placement, unit: BusinessUnit | None, key: str | None, by: str, reason: str) -> None:
    name = unit.name if unit else None
    UnitMapping.objects.create(
        org=org,
        unit_source_id=placement.unit_source_id,
        unit_name=name,
        unit_key=name_key(name or ""),
        unit_active=unit.active if unit else None,
        subject=str(placement.unit_source_id),
        reporting_unit_id=placement.reporting_unit_id,
        reporting_key=key,
        role=placement.role,
        region_key=placement.region_key,
        valid_from=placement.since,
        valid_until=placement.until,
        decided_by=by,
        decided_at=timezone.now(),
        reason=reason.strip(),
    )


def _name(org: Org, unit_source_id: int) -> str:
    unit = BusinessUnit.objects.for_org(org).filter(source_id=unit_source_id).first()
    return str(unit) if unit else f"business unit {unit_source_id}"


def _title(org: Org, placements: Sequence[Placement]) -> str:
    if len(placements) != 1:
        return f"{len(placements)} units placed"
    (one,) = placements
    target = ReportingUnit.objects.for_org(org).filter(pk=one.reporting_unit_id or 0).first()
    return f"{_name(org, one.unit_source_id)} is {target or UnitRole(one.role).label.lower()}{_days(one)}"


def _days(one: Placement) -> str:
    since = f" from {one.since:%-d %b %Y}" if one.since > BEGINNING else ""
    return f"{since} until {one.until:%-d %b %Y}" if one.until else since
