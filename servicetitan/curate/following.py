"""Figures follow an undo of a decision as they follow the decision."""

from __future__ import annotations

from aiop.audit.undo import after_undo, touched
from servicetitan.curate import impact
from servicetitan.models import JobTypeListMember, ReportingUnit, UnitMapping

DECIDED = (UnitMapping, JobTypeListMember, ReportingUnit)


def follow_undo(org_id: int, change_set_id: int) -> None:
    """Restate figures where a decision about units or lists was taken back, inside the undo's transaction."""
    if touched(org_id, change_set_id, DECIDED):
        impact.restate(org_id)


def register() -> None:
    """Have every undo followed."""
    after_undo(follow_undo)
