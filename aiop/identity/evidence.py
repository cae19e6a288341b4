"""What was known of pairs when they were decided, kept with the decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiop.identity.entity import Entity
from aiop.identity.models import Candidate


def evidence_of(org_id: int, entity: Entity, links: Sequence[tuple[int, int, str]]) -> list[dict[str, Any]]:
    """Keep with the decision what was known of its pairs."""
    pairs = {(left, right) for left, right, _ in links}
    found = Candidate.objects.filter(
        org_id=org_id, entity=entity.name, left__in={left for left, _ in pairs}, right__in={right for _, right in pairs}
    )
    return [
        {
            "left": c.left, "right": c.right, "probability": c.probability, "household": c.household, "zone": c.zone,
            "rule": c.rule, "vector": c.vector, "weights": c.weights, "model": c.model_version, "audit": c.is_audit,
        }
        for c in found
        if (c.left, c.right) in pairs
    ]  # fmt: skip
