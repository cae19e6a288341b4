"""What reviewers have said of pairs: labels to learn from and, of the random sample, audits that prove where lines may stand."""

from __future__ import annotations

from typing import NamedTuple

from aiop.audit.undo import taken_back
from aiop.identity.copying import fetch
from aiop.identity.entity import Entity
from aiop.identity.guards import guard_of
from aiop.identity.zones import Audit, Lines, lines_from
from aiop.orgs.models import Org

# The latest that people said of each pair, by hand or in a file; what was only approved in bulk is no label.
_LABELS = """
    SELECT DISTINCT ON (l."left", l."right") l."left", l."right", l.verdict, d.by, coalesce(c.probability, 0), coalesce(c.zone, ''),
           coalesce(c.rule, ''), coalesce(c.is_audit, false)
    FROM identity_link l JOIN identity_decision d ON d.id = l.decision_id
    LEFT JOIN identity_candidate c ON c.org_id = %(org)s AND c.entity = %(entity)s AND c."left" = l."left" AND c."right" = l."right"
    WHERE l.org_id = %(org)s AND l.entity = %(entity)s AND d.method IN ('review', 'file') AND NOT (d.change_set_id = ANY(%(gone)s))
    ORDER BY l."left", l."right", l.decision_id DESC, l.id DESC
"""
_CHANGE_SETS = "SELECT change_set_id FROM identity_decision WHERE org_id = %(org)s AND entity = %(entity)s"


class Label(NamedTuple):
    """What one person said of a pair, and what matching says of it; no candidate is unlikely, in no zone."""

    left: int
    right: int
    verdict: str
    by: str
    probability: float
    zone: str
    rule: str
    is_audit: bool


def labels(org_id: int, entity: str) -> list[Label]:
    """List the standing labels, one a pair."""
    sets = [number for (number,) in fetch(_CHANGE_SETS, {"org": org_id, "entity": entity})]
    gone = taken_back(org_id, sets) if sets else set()
    rows = fetch(_LABELS, {"org": org_id, "entity": entity, "gone": list(gone)})
    return [label for label in map(Label._make, rows) if label.verdict in ("same", "different")]


def audits_of(org_id: int, entity: Entity) -> list[Audit]:
    """List the audited pairs: those of the random sample that a person decided."""
    return [
        Audit(said.probability, guard_of(said.rule).strength, said.verdict == "same")
        for said in labels(org_id, entity.name)
        if said.is_audit
    ]


def is_switched_on(org_id: int, entity: str) -> bool:
    """Tell whether staff let sure pairs of an entity be merged by themselves."""
    settings = Org.objects.values_list("settings", flat=True).get(pk=org_id)
    return entity in settings.get("identity", {}).get("auto", [])


def switched_off_by_audits(org: Org) -> list[str]:
    """Name the entities whose merging without a person audits have stopped, until staff switch it on again or off."""
    return [name for name in org.settings.get("identity", {}).get("tripped", []) if isinstance(name, str)]


def lines_of(org_id: int, entity: Entity) -> Lines:
    """Give the lines of the zones as audits prove them."""
    return lines_from(audits_of(org_id, entity), switched_on=is_switched_on(org_id, entity.name))
