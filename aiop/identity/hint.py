"""Who a record may already be, told as it is saved: the same keys and scores as matching, for one record, in milliseconds.

Imports NumPy: a page imports this when it needs it.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

import numpy as np

from aiop.identity.arrive import caps_of, person_at, stored_keys
from aiop.identity.candidates import answers_around
from aiop.identity.copying import fetch
from aiop.identity.entity import Entity, entity_named
from aiop.identity.match_people import matcher_of, shared_keys
from aiop.identity.models import Basis, Candidate, ModelVersion
from aiop.identity.people.clean import Profile, profile
from aiop.identity.people.model import Matcher
from aiop.identity.people.record import Person
from aiop.identity.people.table import Table

_SENSIBLE = 0.5
_MEETING = """
    SELECT m.nodes FROM unnest(%(keys)s::bigint[], %(caps)s::int[]) AS c (key, cap)
    CROSS JOIN LATERAL (
        SELECT array_agg(node) AS nodes FROM (
            SELECT b.node FROM identity_blockkey b WHERE b.org_id = %(org)s AND b.key = c.key LIMIT c.cap + 1
        ) AS few
    ) AS m
    WHERE cardinality(m.nodes) <= c.cap
"""
_PROFILES = (
    "SELECT node, values FROM identity_profile WHERE org_id = %(org)s AND entity = %(entity)s AND node = ANY(%(nodes)s)"
)


Likely = list[tuple[int, float]]


def hint(org_id: int, entity: Entity, node: int) -> Likely:
    """Give (node, probability) of whom a stored record may be, the likeliest first, where nobody has decided; keeps nothing."""
    person = person_at(org_id, entity, node)
    found = _likely(org_id, entity, person) if person else []
    if not found:
        return []
    answers = answers_around(org_id, entity.name, [node, *(other for other, _ in found)])
    return [(other, score) for other, score in found if answers.state(node, other) == Candidate.State.OPEN]


def _likely(org_id: int, entity: Entity, person: Person) -> Likely:
    basis = Basis.objects.filter(org_id=org_id, entity=entity.name).exclude(matched_at=None).defer("snapshot").first()
    if basis is None:
        return []
    own = profile(person)
    keys = sorted(set(stored_keys([own], entity.name)[0].tolist()) - set(shared_keys(org_id, entity, marked=True)))
    met = fetch(_MEETING, {"org": org_id, "keys": keys, "caps": caps_of(keys)})
    nodes = sorted({node for (members,) in met for node in members} - {person.node})
    if not nodes:
        return []
    others = fetch(_PROFILES, {"org": org_id, "entity": entity.name, "nodes": nodes})
    table = Table.from_profiles([own, *(Profile(*values) for _, values in others)])
    left, right = np.zeros(len(others), np.int32), np.arange(1, len(others) + 1, dtype=np.int32)
    scores = _matcher(org_id, entity, basis).score(table, left, right).probability.tolist()
    likely = [(node, score) for (node, _), score in zip(others, scores, strict=True) if score >= _SENSIBLE]
    return sorted(likely, key=lambda found: (-found[1], found[0]))


def _matcher(org_id: int, entity: Entity, basis: Basis) -> Matcher:
    champion = (
        ModelVersion.objects.filter(org_id=org_id, entity=entity.name, state="champion").values_list("name").first()
    )
    return _read(org_id, entity.name, basis.taken_at, champion)


@lru_cache(maxsize=8)
def _read(org_id: int, entity: str, taken_at: datetime, champion: tuple[str] | None) -> Matcher:
    """Read a matcher once per process; when its basis was taken and its champion are a part of the key."""
    basis = Basis.objects.get(org_id=org_id, entity=entity)
    return matcher_of(org_id, entity_named(entity), basis)[0]
