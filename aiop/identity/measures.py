"""How well matching and its reviewers do, by what people decided: figures for the quality page. No NumPy: pages ask it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiop.identity.audits import audits_of, is_switched_on, labels, lines_of
from aiop.identity.copying import fetch
from aiop.identity.entity import Entity, entity_named
from aiop.identity.measure.agreement import agreement
from aiop.identity.measure.bounds import audits_needed, lower_bound
from aiop.identity.zones import AUTO_PRECISION, SHIPPED, Lines

_REVIEWERS = """
    SELECT by, count(*), count(*) FILTER (WHERE kind = 'same'), count(*) FILTER (WHERE kind = 'different'),
           count(*) FILTER (WHERE kind = 'unsure'), percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds)::float8, max(at)
    FROM identity_decision WHERE org_id = %(org)s AND entity = %(entity)s AND method IN ('review', 'file') GROUP BY by ORDER BY 2 DESC, 1
"""
_BOTH = """
    SELECT l."left", l."right", d.by, l.verdict FROM identity_link l JOIN identity_decision d ON d.id = l.decision_id
    WHERE l.org_id = %(org)s AND l.entity = %(entity)s AND d.method IN ('review', 'file') AND l.verdict IN ('same', 'different', 'unsure')
    ORDER BY l.id
"""
_EXPECTED = """
    SELECT count(*), coalesce(sum(1 - probability), 0)::float8 FROM identity_candidate
    WHERE org_id = %(org)s AND entity = %(entity)s AND state = 'open' AND zone = %(zone)s
"""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """What one person decided, how fast, and how far they agree with others on the same pairs (kappa; None without any)."""

    by: str
    decisions: int
    same: int
    different: int
    unsure: int
    seconds: float | None
    latest: datetime
    agreement: float | None
    shared: int


@dataclass(frozen=True, slots=True)
class Precision:
    """How often a zone's or rule's pairs were one, by audited labels; `certain` is the one-sided 95 % bound."""

    name: str
    audited: int
    right: int
    certain: float

    @property
    def measured(self) -> float | None:
        """The share that was right, None without audits."""
        return self.right / self.audited if self.audited else None


@dataclass(frozen=True, slots=True)
class AutoState:
    """Whether pairs of an entity merge by themselves, what audits prove (None without any), and how many more clean ones it takes."""

    switched_on: bool
    works: bool
    audited: int
    wrong: int
    certain: float | None
    wanted: float
    missing: int
    lines: Lines


def reviewers(org_id: int, entity: str) -> list[Reviewer]:
    """List who decided what, the busiest first; call inside `org_context`."""
    bound = {"org": org_id, "entity": entity}
    verdicts: defaultdict[tuple[int, int], dict[str, str]] = defaultdict(dict)
    for left, right, by, verdict in fetch(_BOTH, bound):
        verdicts[left, right][by] = verdict
    found = []
    for by, decisions, same, different, unsure, seconds, latest in fetch(_REVIEWERS, bound):
        pairs = [
            (said[by], other) for said in verdicts.values() if by in said for who, other in said.items() if who != by
        ]
        kappa = agreement([mine for mine, _ in pairs], [theirs for _, theirs in pairs])
        found.append(Reviewer(by, decisions, same, different, unsure, seconds, latest, kappa, len(pairs)))
    return found


def precision_by_zone(org_id: int, entity: str) -> list[Precision]:
    """Give the audited precision of each zone, as pairs are scored now."""
    return _precision(org_id, entity, "zone")


def precision_by_rule(org_id: int, entity: str) -> list[Precision]:
    """Give the audited precision of each guard rule."""
    return _precision(org_id, entity, "rule")


def _precision(org_id: int, entity: str, by: str) -> list[Precision]:
    groups: defaultdict[str, list[bool]] = defaultdict(list)
    for label in labels(org_id, entity):
        name = getattr(label, by)
        if label.is_audit and name:
            groups[name].append(label.verdict == "same")
    return [
        Precision(name, len(same), sum(same), lower_bound(sum(same), len(same)))
        for name, same in sorted(groups.items())
    ]


def expected_wrong(org_id: int, entity: str, zone: str) -> tuple[int, float]:
    """Give how many open pairs a zone has and how many of them would be merged wrongly, by their own probabilities."""
    [(pairs, wrong)] = fetch(_EXPECTED, {"org": org_id, "entity": entity, "zone": zone})
    return int(pairs), float(wrong)


def auto_state(org_id: int, entity: str) -> AutoState:
    """Give how far merging by itself has got with an entity."""
    declared: Entity = entity_named(entity)
    sure = [a for a in audits_of(org_id, declared) if a.strength == "auto" and a.probability >= SHIPPED.auto]
    wrong = sum(not audit.same for audit in sure)
    lines = lines_of(org_id, declared)
    needed = audits_needed(AUTO_PRECISION, errors=wrong) if wrong < 100 else 0
    return AutoState(
        switched_on=is_switched_on(org_id, entity),
        works=lines.auto_on,
        audited=len(sure),
        wrong=wrong,
        certain=lower_bound(len(sure) - wrong, len(sure)) if sure else None,
        wanted=AUTO_PRECISION,
        missing=max(0, needed - len(sure)),
        lines=lines,
    )


def activity(org_id: int, entity: str, *, days: int = 30) -> list[dict[str, Any]]:
    """Count decisions by day and by what was decided, the latest day first."""
    sql = """
        SELECT at::date AS day, kind, count(*) FROM identity_decision
        WHERE org_id = %(org)s AND entity = %(entity)s AND at > now() - %(days)s * interval '1 day' GROUP BY 1, 2 ORDER BY 1 DESC, 2
    """
    rows = fetch(sql, {"org": org_id, "entity": entity, "days": days})
    return [{"day": day, "kind": kind, "decisions": count} for day, kind, count in rows]
