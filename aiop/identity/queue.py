"""The queue of candidates: what is asked next, of whom, so that no two reviewers are asked the same at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log10
from typing import Any

from aiop.identity.copying import execute, fetch
from aiop.identity.entity import Entity, entity_named
from aiop.identity.models import Candidate
from aiop.identity.propose import information
from aiop.identity.sources import record_sql

LEASE_MINUTES = 10
# Until an organisation's own reviewers have shown their pace.
_USUAL_SECONDS = 3.0
_MOST_FOUND = 5_000  # records that a text may find
_ORDERS = {
    "priority": "priority DESC, id",
    "likely": "probability DESC, id",
    "unlikely": "probability, id",
    "worth": "worth DESC, id",
    "newest": "found_at DESC, id DESC",
}
# Picked once, before anything is leased: inside an IN the planner may pick again for each row, and lease more than were asked for.
_OWN = """
    WITH picked AS MATERIALIZED (
        SELECT id FROM identity_candidate WHERE {where} AND assigned_to = %(by)s AND assigned_to <> '' AND assigned_until > now()
        ORDER BY {order} LIMIT %(most)s FOR UPDATE SKIP LOCKED)
    UPDATE identity_candidate c SET assigned_until = now() + interval '{minutes} minutes' FROM picked WHERE c.id = picked.id
    RETURNING c.id
"""
_TAKE = """
    WITH picked AS MATERIALIZED (
        SELECT id FROM identity_candidate WHERE {where} AND (assigned_to = '' OR assigned_until IS NULL OR assigned_until <= now())
        ORDER BY {order} LIMIT %(most)s FOR UPDATE SKIP LOCKED)
    UPDATE identity_candidate c SET assigned_to = %(by)s, assigned_until = now() + interval '{minutes} minutes'
    FROM picked WHERE c.id = picked.id
    RETURNING c.id
"""
_RELEASE = """
    UPDATE identity_candidate SET assigned_to = '', assigned_until = NULL
    WHERE org_id = %(org)s AND entity = %(entity)s AND state <> 'settled' AND assigned_to = %(by)s AND assigned_to <> ''
"""
# Who was unsure of a pair is not asked again: a second person is.
_ASKED_OTHERS = """NOT EXISTS (
    SELECT FROM identity_link l JOIN identity_decision d ON d.id = l.decision_id
    WHERE l.org_id = identity_candidate.org_id AND l.entity = identity_candidate.entity AND l."left" = identity_candidate."left"
      AND l."right" = identity_candidate."right" AND l.verdict = 'unsure' AND d.by = %(by)s)"""
# Exact while that is cheap: every page tells how many are left, and counting a hundred thousand took longer than all the rest of it.
COUNTED_UP_TO = 10_000
_COUNTS = """
    SELECT e.entity, z.zone, few.number FROM unnest(%(entities)s::text[]) AS e (entity)
    CROSS JOIN unnest(%(zones)s::text[]) AS z (zone) CROSS JOIN LATERAL (
        SELECT count(*) AS number FROM (
            SELECT FROM identity_candidate c
            WHERE c.org_id = %(org)s AND c.entity = e.entity AND c.state = 'open' AND c.zone = z.zone LIMIT %(most)s
        ) AS counted
    ) AS few WHERE few.number > 0
"""
_PACE = """
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds)::float8 FROM (
        SELECT seconds FROM identity_decision WHERE org_id = %(org)s AND entity = %(entity)s AND seconds IS NOT NULL
        ORDER BY id DESC LIMIT 200) AS latest
"""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which candidates are asked, and in which order; without a zone all but the parked ones."""

    zone: str = ""
    state: str = "open"
    low: float | None = None
    high: float | None = None
    worth_from: Decimal | None = None
    text: str = ""
    audit_only: bool = False
    order: str = "priority"


class Counts(dict[str, int]):
    """Open candidates by zone, each counted as far as `COUNTED_UP_TO`, and about how long they take at the reviewers' pace."""

    def __init__(self, zones: dict[str, int], seconds: float) -> None:
        """`seconds` is what a decision takes."""
        super().__init__(zones)
        self.seconds = seconds

    @property
    def pairs(self) -> int:
        """How many wait to be asked."""
        return sum(count for zone, count in self.items() if zone != "park")

    @property
    def is_more(self) -> bool:
        """Tell whether there are more of a zone than were counted."""
        return any(count >= COUNTED_UP_TO for zone, count in self.items() if zone != "park")

    @property
    def minutes(self) -> int:
        """About how many minutes they take."""
        return round(self.pairs * self.seconds / 60)

    @property
    def words(self) -> str:
        """Say how many are left and how long they take."""
        if not self.pairs:
            return "None left"
        pairs = f"{'over ' * self.is_more}{self.pairs:,} left"
        if self.minutes < 1:
            return f"{pairs}, under a minute"
        if self.minutes < 120:
            return f"{pairs}, about {self.minutes} minute{'s' if self.minutes > 1 else ''}"
        return f"{pairs}, about {round(self.minutes / 60):,} hours"


def priority(probability: float, worth: float, *, audit: bool = False) -> float:
    """Give a pair's place in the queue: (1 + log10(1 + money)) × (p + H(p)), and 1 more in the audit sample.

    p is the chance that the decision mends a double, H(p) the doubt that it ends, in bits; money that hangs on the two records
    counts by its power of ten. Matching writes the same by SQL.
    """
    return round((1 + log10(1 + worth)) * information(probability) + audit, 4)


def take(org_id: int, entity: str, *, by: str, filters: Filters, ahead: int = 2) -> list[Candidate]:
    """Lease the next pairs for ten minutes: the current one and `ahead` more, one's own leases first; call inside `org_context`."""
    bound = _bound(org_id, entity, by, filters)
    where, order = _where(entity_named(entity), filters, bound), _ORDERS.get(filters.order, _ORDERS["priority"])
    sql = {"where": where, "order": order, "minutes": LEASE_MINUTES}
    own = [pk for (pk,) in fetch(_OWN.format(**sql), {**bound, "most": ahead + 1})]
    more: list[int] = []
    if len(own) <= ahead:
        more = [pk for (pk,) in fetch(_TAKE.format(**sql), {**bound, "most": ahead + 1 - len(own)})]
    ranked = {pk: place for place, (pk,) in enumerate(fetch(_RANKED.format(order=order), {"ids": [*own, *more]}))}
    held = set(own)
    found = Candidate.objects.for_org(org_id).filter(pk__in=[*own, *more])
    return sorted(found, key=lambda pair: (pair.pk not in held, ranked[pair.pk]))


_RANKED = "SELECT id FROM identity_candidate WHERE id = ANY(%(ids)s) ORDER BY {order}"


def release(org_id: int, entity: str, *, by: str) -> int:
    """Give back whatever someone has leased; gives how many."""
    return execute(_RELEASE, {"org": org_id, "entity": entity, "by": by})


def counts(org_id: int, entity: str) -> Counts:
    """Count the open candidates by zone."""
    seconds = fetch(_PACE, {"org": org_id, "entity": entity})[0][0]
    return Counts(_by_zone(org_id, [entity])[entity], float(seconds or _USUAL_SECONDS))


def waiting(org_id: int, entities: Sequence[str]) -> dict[str, int]:
    """Count the pairs that wait to be asked, entity by entity, each zone as far as `COUNTED_UP_TO`; one query."""
    found = _by_zone(org_id, entities)
    return {entity: Counts(found[entity], _USUAL_SECONDS).pairs for entity in entities}


def _by_zone(org_id: int, entities: Sequence[str]) -> defaultdict[str, dict[str, int]]:
    bound = {"org": org_id, "entities": list(entities), "zones": Candidate.Zone.values, "most": COUNTED_UP_TO}
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for entity, zone, number in fetch(_COUNTS, bound):
        found[entity][zone] = number
    return found


def _bound(org_id: int, entity: str, by: str, filters: Filters) -> dict[str, Any]:
    return {
        "org": org_id, "entity": entity, "by": by, "state": filters.state, "zone": filters.zone, "low": filters.low,
        "high": filters.high, "worth": filters.worth_from,
    }  # fmt: skip


def _where(entity: Entity, filters: Filters, bound: dict[str, Any]) -> str:
    conditions = ["org_id = %(org)s AND entity = %(entity)s AND state = %(state)s"]
    conditions.append("zone = %(zone)s" if filters.zone else "zone <> 'park'")
    if filters.low is not None:
        conditions.append("probability >= %(low)s")
    if filters.high is not None:
        conditions.append("probability <= %(high)s")
    if filters.worth_from is not None:
        conditions.append("worth >= %(worth)s")
    if filters.audit_only:
        conditions.append("is_audit")
    if filters.state == Candidate.State.UNSURE:
        conditions.append(_ASKED_OTHERS)
    if filters.text:
        bound["found"] = nodes_like(bound["org"], entity, filters.text)
        conditions.append('("left" = ANY(%(found)s) OR "right" = ANY(%(found)s))')
    return " AND ".join(conditions)


def nodes_like(org_id: int, entity: Entity, text: str) -> list[int]:
    """Find the nodes whose name, e-mail, phone or number holds a text, some thousands at most."""
    names = ("name", "email", "phone", "number")
    found: list[int] = []
    for source in entity.sources:
        known = [f"({source.fields[name]})::text" for name in names if name in source.fields]
        sql = record_sql(entity, source, names[:1], f"concat_ws(' ', {', '.join(known)}) ILIKE %(text)s")
        escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        found += [row[0] for row in fetch(f"{sql} LIMIT {_MOST_FOUND}", {"org": org_id, "text": f"%{escaped}%"})]
    return found
