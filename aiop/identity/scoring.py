"""Why a stored candidate was scored as it was: sentences for and against, and the evidence as steps of a waterfall.

Works on what is stored with the candidate; imports neither NumPy nor anything that scores, so that every page may ask.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log2

from aiop.identity.copying import fetch
from aiop.identity.entity import Entity, entity_named
from aiop.identity.grades import told
from aiop.identity.match_jobs import FIELDS as JOB_FIELDS
from aiop.identity.match_jobs import LEVELS as JOB_LEVELS
from aiop.identity.models import Candidate
from aiop.identity.people.clean import Profile
from aiop.identity.people.fields import FIELDS as PEOPLE_FIELDS
from aiop.identity.sources import record_sql

START = "Before anything is compared"
TAUGHT = "Start, and what reviewers taught"
# Below so many bits a field says nothing worth a sentence.
_WORTH_SAYING = 0.3
_PROFILES = (
    "SELECT node, values FROM identity_profile WHERE org_id = %(org)s AND entity = %(entity)s AND node = ANY(%(nodes)s)"
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What speaks for and against a pair being one; `waterfall` are steps (label, bits) that add up to the odds."""

    for_: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    waterfall: list[tuple[str, float]] = field(default_factory=list)
    probability: float = 0.0
    household: float | None = None


def fields(entity: str) -> list[str]:
    """Give the titles of what an entity's pairs are compared by, in the order of vector and weights."""
    declared = entity_named(entity)
    if declared.matcher == "people":
        return [compared.title for compared in PEOPLE_FIELDS]
    if declared.matcher == "jobs":
        return [name.capitalize() for name in JOB_FIELDS]
    from aiop.identity.names.matcher import NameMatcher

    return [part.capitalize() for part in NameMatcher(declared.matcher).parts]


def explain(org_id: int, candidate: Candidate) -> Explanation:
    """Explain a stored candidate; call inside `org_context`."""
    entity = entity_named(candidate.entity)
    sentences = {"people": _people, "jobs": _jobs}.get(entity.matcher, _names)(org_id, entity, candidate)
    for_, against = ([text for text, bits in sentences if (bits > 0) is speaks] for speaks in (True, False))
    return Explanation(
        for_, against, _steps(candidate, fields(candidate.entity)), candidate.probability, candidate.household
    )


def _steps(candidate: Candidate, titles: Sequence[str]) -> list[tuple[str, float]]:
    if not candidate.weights:
        return []
    odds = _bits_of(candidate.probability)
    known = [(title, bits) for title, bits in zip(titles, candidate.weights, strict=False) if bits]
    start = round(odds - sum(bits for _, bits in known), 2)
    shipped = candidate.model_version.startswith(("tables", "names", "jobs"))
    return [(START if shipped else TAUGHT, start), *known]


def _bits_of(probability: float) -> float:
    bounded = min(max(probability, 1e-6), 1 - 1e-6)
    return log2(bounded / (1 - bounded))


def _people(org_id: int, entity: Entity, candidate: Candidate) -> list[tuple[str, float]]:
    bound = {"org": org_id, "entity": entity.name, "nodes": [candidate.left, candidate.right]}
    values = {node: dict(zip(Profile.COLUMNS, texts, strict=False)) for node, texts in fetch(_PROFILES, bound)}
    left, right = (values.get(node, {}) for node in (candidate.left, candidate.right))
    said = []
    for compared, grade, bits in zip(PEOPLE_FIELDS, candidate.vector, candidate.weights, strict=False):
        name = compared.levels(grade).name if grade < len(compared.levels) else ""
        if abs(bits) >= _WORTH_SAYING and (sentence := told(compared.name, name, bits, left, right)):
            said.append((sentence, bits))
    return _heaviest_first(said)


def _jobs(org_id: int, entity: Entity, candidate: Candidate) -> list[tuple[str, float]]:
    said = [
        (f"{name.capitalize()}: {JOB_LEVELS[level]}.", bits)
        for name, level, bits in zip(JOB_FIELDS, candidate.vector, candidate.weights, strict=False)
        if level
    ]
    return _heaviest_first(said)


def _names(org_id: int, entity: Entity, candidate: Candidate) -> list[tuple[str, float]]:
    from aiop.identity.match_names import matcher_of, stored

    condition = "r.id << 3 | 0 = ANY(%(nodes)s)"
    sql = record_sql(entity, entity.sources[0], ("name",), condition)
    names = {node: name for node, _, name in fetch(sql, {"org": org_id, "nodes": [candidate.left, candidate.right]})}
    left, right = names.get(candidate.left, ""), names.get(candidate.right, "")
    for_, against = matcher_of(org_id, entity).sentences(left, right, stored(candidate))
    return [*((text, 1.0) for text in for_), *((text, -1.0) for text in against)]


def _heaviest_first(said: list[tuple[str, float]]) -> list[tuple[str, float]]:
    return sorted(said, key=lambda sentence: -abs(sentence[1]))
