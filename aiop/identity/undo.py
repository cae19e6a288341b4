"""Taking a decision back: it no longer stands, and what follows from those that stand is worked out anew."""

from __future__ import annotations

from typing import Any

from django.db import connection

from aiop.audit.models import ChangeSet
from aiop.audit.report import Report, Row
from aiop.audit.undo import reverse_with, taken_back
from aiop.identity.effects import Effect
from aiop.identity.entity import Entity, entity_named, row_of, source_of
from aiop.identity.models import Decision, Link
from aiop.identity.settle import settle, stand

_SINCE = """
    SELECT t.id FROM "{table}" t WHERE t.org_id = %(org)s AND t."{column}" = ANY(%(records)s) AND t.added_in > %(since)s
      AND NOT EXISTS (SELECT FROM identity_placement p WHERE p.org_id = t.org_id AND p.table_name = %(table)s
                      AND p.column_name = %(column)s AND p.row_id = t.id)
    ORDER BY 1
"""


def take_back(org_id: int, first: ChangeSet, undoing: ChangeSet, report: Report) -> None:
    """Settle around a decision that stands no more, or again; tells what went back, what stays and what came since."""
    decision = Decision.objects.get(org_id=org_id, change_set_id=first.pk)
    entity = entity_named(decision.entity)
    stands = first.pk not in taken_back(org_id, [first.pk])
    if not stands:
        since = _came_since(org_id, entity, decision)
        if decision.kind == Decision.Kind.SAME:
            _keep_apart(org_id, decision, undoing)
        report.stay(since)
    effect = settle(org_id, entity.name, decision.nodes)
    _tell(entity, effect, report)


def _keep_apart(org_id: int, decision: Decision, undoing: ChangeSet) -> None:
    """Remember that the separated are not to be proposed again; a person may still merge them."""
    links = decision.links.filter(verdict=Link.Verdict.SAME)
    apart = Decision.objects.create(
        org_id=org_id,
        entity=decision.entity,
        kind=Decision.Kind.APART,
        method=Decision.Method.REVIEW,
        nodes=decision.nodes,
        by=undoing.actor,
        note=undoing.reason,
        change_set_id=undoing.pk,
    )
    Link.objects.bulk_create(
        Link(
            org_id=org_id,
            decision=apart,
            entity=link.entity,
            left=link.left,
            right=link.right,
            verdict=Link.Verdict.APART,
        )
        for link in links
    )


def _came_since(org_id: int, entity: Entity, decision: Decision) -> list[Row]:
    """List rows that were pointed to the survivors after the merge and of their own: they stay, to be looked at."""
    standing = stand(org_id, entity, decision.nodes)
    records = sorted({row_of(s) for s in standing.survivors.values() if source_of(s) == 0})
    rows: list[Row] = []
    with connection.cursor() as cursor:
        for relation in entity.relations:
            bound: dict[str, Any] = {
                "org": org_id, "records": records, "since": decision.change_set_id,
                "table": relation.table, "column": relation.column,
            }  # fmt: skip
            cursor.execute(_SINCE.format(table=relation.table, column=relation.column), bound)
            rows += [
                Row(relation.table, row, "came after the merge and stays with the survivor", (relation.column,))
                for (row,) in cursor.fetchall()
            ]
    return rows


def _tell(entity: Entity, effect: Effect, report: Report) -> None:
    report.count(report.restored, entity.table, len(effect.merged))
    for row in effect.moved:
        report.count(report.restored, row.table, 1)
    report.keep([Row(row.table, row.row_id, row.reason) for row in effect.edited])


def register() -> None:
    """Have every undo of a decision settle what it touched."""
    reverse_with(ChangeSet.Kind.MERGE, take_back)
