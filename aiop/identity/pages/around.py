"""Who else is close to a pair: others of the household, and others who may be the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection

from aiop.identity.entity import Entity
from aiop.identity.models import Candidate
from aiop.identity.pages.differences import same_in_writing
from aiop.identity.pages.records import Record, title_of

MOST = 6
_AROUND = """
    SELECT "left", "right", probability, household, state FROM identity_candidate
    WHERE org_id = %(org)s AND entity = %(entity)s AND "left" = ANY(%(nodes)s)
    UNION
    SELECT "left", "right", probability, household, state FROM identity_candidate
    WHERE org_id = %(org)s AND entity = %(entity)s AND "right" = ANY(%(nodes)s)
    ORDER BY 3 DESC
"""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody close to one side of the pair, how likely they are one, and what they share."""

    letter: str
    record: Record
    probability: float
    household: float | None
    state: str
    shares: Sequence[str]


@dataclass
class Found:
    """The neighbours of one pair before their records are read."""

    pair: Candidate
    rows: list[tuple[str, int, int, float, float | None, str]] = field(default_factory=list)

    @property
    def nodes(self) -> set[int]:
        """Everyone who has to be read."""
        return {other for _, _, other, *_ in self.rows}

    def told(self, records: Mapping[int, Record]) -> list[Neighbour]:
        """Give the neighbours with their records and what they share with their side."""
        return [
            Neighbour(letter, records[other], probability, household, state, _shared(records[mine], records[other]))
            for letter, mine, other, probability, household, state in self.rows
            if mine in records and other in records
        ]


def neighbours(org_id: int, entity: Entity, pairs: Sequence[Candidate]) -> dict[int, Found]:
    """Find who else was compared with either side of some pairs, the likeliest first; one query."""
    found = {pair.pk: Found(pair) for pair in pairs}
    nodes = list({node for pair in pairs for node in (pair.left, pair.right)})
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, {"org": org_id, "entity": entity.name, "nodes": nodes})
        rows = cursor.fetchall()
    for one in found.values():
        for left, right, probability, household, state in rows:
            _note(one, left, right, (probability, household, state))
    return found


def _note(one: Found, left: int, right: int, said: tuple[float, float | None, str]) -> None:
    sides = {one.pair.left: "A", one.pair.right: "B"}
    if (left in sides) == (right in sides) or len(one.rows) >= MOST:
        return
    mine, other = (left, right) if left in sides else (right, left)
    if other not in one.nodes:
        one.rows.append((sides[mine], mine, other, *said))


def _shared(one: Record, other: Record) -> list[str]:
    """Name the fields that two records have alike."""
    both = [name for name, value in one.fields.items() if value and other.fields.get(name)]
    return [title_of(name).lower() for name in both if same_in_writing(one.fields[name], other.fields[name])]
