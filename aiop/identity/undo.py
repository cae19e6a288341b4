"""Taking a decision back: it no longer stands, and what follows from those that stand is worked out anew."""

from __future__ import annotations

from typing import Any

from django.db import connection

from aiop.audit.models import ChangeSet
from aiop.audit.report import Report, Row
from aiop.audit.undo import reverse_with, taken_back
from aiop.identity.candidates import refresh_candidates
from aiop.identity.effects import Effect
from aiop.identity.entity import Entity, entity_named, row_of, source_of
from aiop.identity.models import Decision
from aiop.identity.settle import Standing, bring_in_line, stand

_SINCE = """
    SELECT {place}, t.id FROM "{table}" t
    LEFT JOIN LATERAL (
        SELECT true AS is_moved FROM identity_placement p
        WHERE p.org_id = %(org)s AND p.table_name = '{table}' AND p.column_name = '{column}' AND p.row_id = t.id OFFSET 0
    ) AS p ON true
    WHERE t.org_id = %(org)s AND t."{column}" = ANY(%(records)s) AND t.added_in > %(since)s AND p.is_moved IS NULL
"""


_KEEP_APART = """
    INSERT INTO identity_link (org_id, decision_id, entity, "left", "right", verdict)
    SELECT org_id, %(apart)s, entity, "left", "right", 'apart' FROM identity_link
    WHERE org_id = %(org)s AND decision_id = %(decision)s AND verdict = 'same' ORDER BY id
"""


def take_back(org_id: int, first: ChangeSet, undoing: ChangeSet, report: Report) -> None:
    """Settle around a decision that stands no more, or again; tells what went back, what stays and what came since."""
    decision = Decision.objects.get(org_id=org_id, change_set_id=first.pk)
    entity = entity_named(decision.entity)
    standing = stand(org_id, entity, decision.nodes)
    if first.pk in taken_back(org_id, [first.pk]):
        report.stay(_came_since(org_id, entity, decision, standing))
        if decision.kind == Decision.Kind.SAME:
            _keep_apart(org_id, decision, undoing)
    effect = bring_in_line(org_id, entity, standing)
    refresh_candidates(org_id, entity.name, standing.nodes)
    _tell(entity, effect, report)


def _keep_apart(org_id: int, decision: Decision, undoing: ChangeSet) -> None:
    """Remember that the separated are not to be proposed again; a person may still merge them."""
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
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_APART, {"org": org_id, "apart": apart.pk, "decision": decision.pk})


def _came_since(org_id: int, entity: Entity, decision: Decision, standing: Standing) -> list[Row]:
    """List rows that were pointed to the survivors after the merge and of their own: they stay, to be looked at."""
    records = sorted({row_of(s) for s in standing.survivors.values() if source_of(s) == 0})
    looks = [
        _SINCE.format(place=place, table=relation.table, column=relation.column)
        for place, relation in enumerate(entity.relations)
    ]
    if not looks:
        return []
    with connection.cursor() as cursor:
        bound: dict[str, Any] = {"org": org_id, "records": records, "since": decision.change_set_id}
        cursor.execute(f"{' UNION ALL '.join(looks)} ORDER BY 1, 2", bound)
        found = [(entity.relations[place], row) for place, row in cursor.fetchall()]
    return [
        Row(relation.table, row, "came after the merge and stays with the survivor", (relation.column,))
        for relation, row in found
    ]


def _tell(entity: Entity, effect: Effect, report: Report) -> None:
    report.count(report.restored, entity.table, len(effect.merged))
    for row in effect.moved:
        report.count(report.restored, row.table, 1)
    report.keep([Row(row.table, row.row_id, row.reason) for row in effect.edited])


def register() -> None:
    """Have every undo of a decision settle what it touched."""
    reverse_with(ChangeSet.Kind.MERGE, take_back)
