"""Merges lie over what loads, links and people write: they are lifted while such a thing goes back, and laid again afterwards."""

from __future__ import annotations

from django.db import connection

from aiop.audit.models import ChangeSet
from aiop.audit.record import change_set
from aiop.audit.undo import after_undo, before_undo, done_first
from aiop.identity.entity import all_entities
from aiop.identity.models import Decision, Placement
from aiop.identity.settle_all import settle_all

_LIFTED = """
    SELECT p.table_name, p.column_name, array_agg(p.id) FROM identity_placement p
    WHERE p.org_id = %(org)s AND EXISTS (
        SELECT FROM audit_change c WHERE c.org_id = %(org)s AND c.change_set_id = %(set)s AND c.table_name = p.table_name
          AND c.row_id = p.row_id AND c.op = 'U' AND jsonb_exists(c.before, p.column_name))
    GROUP BY 1, 2 ORDER BY 1, 2
"""
_LIFT = """
    UPDATE "{table}" t SET "{column}" = p.original_id FROM identity_placement p
    WHERE p.id = ANY(%(places)s) AND t.org_id = %(org)s AND t.id = p.row_id AND t."{column}" = p.resolved_id
"""


def lift(org_id: int, change_set_id: int) -> None:
    """Point the rows whose links a change set wrote to where they pointed of their own, so that it finds what it wrote."""
    if _is_decision(org_id, change_set_id):
        return
    with connection.cursor() as cursor:
        cursor.execute(_LIFTED, {"org": org_id, "set": change_set_id})
        lifted = cursor.fetchall()
        if not lifted:
            return
        with change_set(org_id, kind=ChangeSet.Kind.LINK, title=f"Merges lifted for the undo of {change_set_id}"):
            for table, column, places in lifted:
                cursor.execute(_LIFT.format(table=table, column=column), {"org": org_id, "places": places})
                Placement.objects.filter(pk__in=places).delete()


def lay(org_id: int, change_set_id: int) -> None:
    """Have merges their say on what an undo brought back or altered."""
    if _is_decision(org_id, change_set_id) or not Decision.objects.filter(org_id=org_id).exists():
        return
    # A change set of its own, because it belongs neither to what was taken back nor to the undo of it.
    with change_set(
        org_id, kind=ChangeSet.Kind.LINK, title=f"Merges settled after the undo of {change_set_id}"
    ) as opened:
        effects = [settle_all(org_id, entity) for entity in all_entities()]
        if not any(effect.touched for effect in effects):
            opened.delete()


def _is_decision(org_id: int, change_set_id: int) -> bool:
    """Tell whether a change set is a decision, or an undo of one, which settles by itself."""
    first, _ = done_first(ChangeSet.objects.for_org(org_id).get(pk=change_set_id))
    return first.kind == ChangeSet.Kind.MERGE


def register() -> None:
    """Have every undo make way for itself."""
    before_undo(lift)
    after_undo(lay)
