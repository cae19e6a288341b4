"""Figures follow an undo of a decision as they follow the decision."""

from __future__ import annotations

from django.db import connection

from aiop.audit.undo import after_undo
from servicetitan.curate import impact
from servicetitan.models import JobTypeListMember, ReportingUnit, UnitMapping

DECIDED = [model._meta.db_table for model in (UnitMapping, JobTypeListMember, ReportingUnit)]
# What a change set altered, and what its undo removed of what it had added.
_TOUCHED = """
    SELECT EXISTS (SELECT FROM audit_change c WHERE c.org_id = %(org)s AND c.table_name = ANY(%(tables)s) AND (
        c.change_set_id = %(set)s OR c.change_set_id IN (
            SELECT s.id FROM audit_changeset s WHERE s.org_id = %(org)s AND s.undoes_id = %(set)s)))
"""


def follow_undo(org_id: int, change_set_id: int) -> None:
    """Restate figures where a decision about units or lists was taken back, inside the undo's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED, {"org": org_id, "set": change_set_id, "tables": DECIDED})
        row = cursor.fetchone()
    if row and row[0]:
        impact.restate(org_id)


def register() -> None:
    """Have every undo followed."""
    after_undo(follow_undo)
