"""What follows from the decisions that stand, worked out anew for everyone whom some nodes may be tied to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from aiop.identity.attach import tie_rows
from aiop.identity.candidates import refresh_candidates
from aiop.identity.copying import array_of
from aiop.identity.effects import Effect
from aiop.identity.entity import Aliases, Entity, Relation, entity_named, node_of, row_of, source_of
from aiop.identity.golden import keep_golden
from aiop.identity.moves import move_rows
from aiop.identity.standing import Around, Chosen, about_any, around, by_node, chosen

# The row's own time of change is left alone: a merge says nothing new about a record.
_MERGE = """
    UPDATE "{table}" t SET merged_into_id = s.survivor, merged_from_ids = s.merged::jsonb {marks}
    FROM unnest(%(records)s::bigint[], %(into)s::bigint[], %(merged)s::text[]) AS s (record, survivor, merged)
    JOIN "{table}" o ON o.id = s.record
    WHERE t.id = s.record AND t.org_id = %(org)s
      AND (o.merged_into_id, o.merged_from_ids) IS DISTINCT FROM (s.survivor, s.merged::jsonb)
    RETURNING t.id, o.merged_into_id, s.survivor
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who belongs together among some nodes, and who stands for whom."""

    nodes: frozenset[int]  # everyone who may be tied together and is there
    clusters: list[frozenset[int]]  # those of two or more
    survivors: dict[int, int]  # node → node that stands for it; itself where it stands alone
    choices: dict[int, list[Chosen]]  # node → standing decisions about it that chose a survivor or values
    marks: dict[int, tuple[int | None, str]]  # record → into whom it is marked as merged, and who into it, as text

    def settled(self) -> dict[int, int]:
        """Give for each record the one that stands for it."""
        return {row_of(n): row_of(self.survivors[n]) for n in self.nodes if source_of(n) == 0}

    def ties(self, code: int) -> dict[int, int | None]:
        """Give for each row of a source who stands for it, None where its cluster has no record."""
        ties: dict[int, int | None] = {}
        for node in self.nodes:
            if source_of(node) == code:
                survivor = self.survivors[node]
                ties[row_of(node)] = row_of(survivor) if source_of(survivor) == 0 else None
        return ties

    def marked_otherwise(self) -> dict[int, tuple[int | None, str]]:
        """Give the records whose marks are not what they should be, with what they should be."""
        settled = self.settled()
        merged: dict[int, list[int]] = {}
        for record, survivor in settled.items():
            if record != survivor:
                merged.setdefault(survivor, []).append(record)
        into = {survivor: str(sorted(records)) for survivor, records in merged.items()}
        wanted = {r: (s if s != r else None, into.get(r, "[]")) for r, s in settled.items()}
        return {record: marks for record, marks in wanted.items() if self.marks[record] != marks}

    def of(self, nodes: Collection[int]) -> Standing:
        """Give the same of some nodes alone, with everyone who belongs to them."""
        clusters = [members for members in self.clusters if not members.isdisjoint(nodes)]
        kept = frozenset(nodes).union(*clusters) & self.nodes
        return Standing(kept, clusters, {node: self.survivors[node] for node in kept}, self.choices, self.marks)


def settle(org_id: int, entity_name: str, nodes: Iterable[int]) -> Effect:
    """Bring everything in line with the standing decisions around some nodes; writes only what differs.

    Call inside the change set of the decision, or of what takes it back.
    """
    entity = entity_named(entity_name)
    standing = stand(org_id, entity, nodes)
    effect = bring_in_line(org_id, entity, standing)
    refresh_candidates(org_id, entity.name, standing.nodes)
    return effect


def bring_in_line(org_id: int, entity: Entity, standing: Standing, shown: Standing | None = None) -> Effect:
    """Write whatever differs from what follows from decisions, but for candidates, which follow from nothing else.

    `shown` are those whose golden records are worked out anew, where that is not everyone.
    """
    effect, shown = Effect(), shown or standing
    settled = standing.settled()
    before = _aliases(org_id, entity.aliases, settled)
    _mark(org_id, entity, standing.marked_otherwise(), effect)
    for relation in entity.relations if settled else ():
        move_rows(org_id, relation, settled, effect)
    if entity.aliases is not None and settled:
        _respell(org_id, entity, entity.aliases, before, settled, effect)
    for source in entity.sources:
        if source.attach:
            tie_rows(org_id, source, standing.ties(source.code), effect)
    effect.golden = keep_golden(org_id, entity, shown.clusters, shown.survivors, shown.choices, shown.nodes)
    effect.touched = sorted(_touched(settled, effect))
    if effect.touched:
        entity.restate(org_id, effect.touched)
    return effect


def stand(org_id: int, entity: Entity, nodes: Iterable[int]) -> Standing:
    """Tell who belongs together, and who stands for whom, around some nodes; changes nothing."""
    return standing_among(org_id, entity, around(org_id, entity.name, set(nodes)))


def standing_among(org_id: int, entity: Entity, decided: Around) -> Standing:
    """Tell who belongs together and who stands for whom, by decisions that were read already."""
    return _standing(decided, *_there(org_id, entity, decided.nodes))


def standing_of(decided: Around, before: Standing) -> Standing:
    """Tell the same of those who were there a moment ago, by decisions to which some were added since."""
    return _standing(decided, before.marks, before.nodes)


def _standing(decided: Around, marks: dict[int, tuple[int | None, str]], there: Collection[int]) -> Standing:
    nodes = decided.nodes.intersection(there)
    groups = [members & nodes for members in decided.clusters.all()]
    groups = [members for members in groups if len(members) > 1]
    choices = by_node(decided.chosen)
    survivors = {node: node for node in nodes}
    for members in groups:
        survivors.update(dict.fromkeys(members, _survivor(members, choices)))
    return Standing(nodes, groups, survivors, choices, marks)


def survivor_among(org_id: int, entity: str, members: Collection[int]) -> int:
    """Give who stands for a cluster: whom a person chose last, else the oldest record, else the oldest row of any kind."""
    return _survivor(members, by_node(chosen(org_id, entity, members)))


def _survivor(members: Collection[int], choices: Mapping[int, list[Chosen]]) -> int:
    for decision in about_any(choices, members) if choices else ():
        chosen_one = decision.survivor
        if chosen_one is not None and chosen_one in members and source_of(chosen_one) == 0:
            return chosen_one
    return min(members, key=lambda node: (source_of(node) != 0, row_of(node)))


def _there(org_id: int, entity: Entity, nodes: Iterable[int]) -> tuple[dict[int, tuple[int | None, str]], set[int]]:
    """Give the marks of the records, and the nodes whose row is there: undo of a load takes rows away, and brings them again."""
    marks: dict[int, tuple[int | None, str]] = {}
    there: set[int] = set()
    by_source: dict[int, list[int]] = {}
    for node in nodes:
        by_source.setdefault(source_of(node), []).append(row_of(node))
    with connection.cursor() as cursor:
        for source in entity.sources:
            if ids := by_source.get(source.code):
                columns = "NULL, NULL" if source.code else "merged_into_id, merged_from_ids::text"
                read = f'SELECT id, {columns} FROM "{source.table}" WHERE org_id = %s AND id = ANY(%s::bigint[])'
                cursor.execute(read, [org_id, array_of(ids)])
                for row, into, merged in cursor.fetchall():
                    there.add(node_of(row, source.code))
                    if not source.code:
                        marks[row] = (into, merged)
    return marks, there


def _mark(org_id: int, entity: Entity, wanted: Mapping[int, tuple[int | None, str]], effect: Effect) -> None:
    if not wanted:
        return
    marks = "".join(
        f', "{column}" = CASE WHEN s.survivor IS NOT NULL THEN {on} WHEN o.merged_into_id IS NOT NULL THEN {off} '
        f'ELSE o."{column}" END'
        for column, (on, off) in entity.marks.items()
    )
    bound: dict[str, Any] = {
        "org": org_id,
        "records": array_of(wanted),
        "into": array_of(into for into, _ in wanted.values()),
        "merged": [merged for _, merged in wanted.values()],
    }
    with connection.cursor() as cursor:
        cursor.execute(_MERGE.format(table=entity.table, marks=marks), bound)
        effect.merged = {record: into for record, before, into in cursor.fetchall() if before != into}


def _aliases(org_id: int, aliases: Aliases | None, records: Collection[int]) -> dict[str, int]:
    """Read what the spellings of some records mean at this moment."""
    if aliases is None or not records:
        return {}
    found = aliases.model._default_manager.filter(org_id=org_id, **{f"{aliases.column}__in": list(records)})
    return dict(found.values_list("key", aliases.column))


def _respell(
    org_id: int, entity: Entity, aliases: Aliases, before: dict[str, int], settled: Mapping[int, int], effect: Effect
) -> None:
    """Move spellings, and rows to what their spelling means now; rows whose link never followed it move like any other."""
    move_rows(org_id, Relation(aliases.model, aliases.column, title="spellings"), settled, effect)
    now = _aliases(org_id, aliases, settled)
    texts = _texts(org_id, entity, list(settled))
    for place, spelled in enumerate(entity.spelled):
        keyed = [(text, aliases.make_key(text)) for text in texts.get(place, ())]
        follow = [(text, before[key], now[key]) for text, key in keyed if key in before and key in now]
        relation = Relation(spelled.model, spelled.column, title=spelled.title)
        move_rows(org_id, relation, settled, effect, follow=(spelled.text, follow))


def _texts(org_id: int, entity: Entity, records: list[int]) -> dict[int, list[str]]:
    """Read which texts the rows of some records hold, by the place of their link among those that go by a text."""
    parts = [
        f'SELECT DISTINCT {place}, "{spelled.text}"::text FROM "{spelled.table}" WHERE org_id = %(org)s '
        f'AND "{spelled.text}" IS NOT NULL AND "{spelled.column}" = ANY(%(records)s::bigint[])'
        for place, spelled in enumerate(entity.spelled)
    ]
    texts: dict[int, list[str]] = {}
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), {"org": org_id, "records": array_of(records)})
            for place, text in cursor.fetchall():
                texts.setdefault(place, []).append(text)
    return texts


def _touched(survivor_of: Mapping[int, int], effect: Effect) -> set[int]:
    touched = set(effect.merged) | {into for into in effect.merged.values() if into is not None}
    for row in effect.moved:
        touched |= {record for record in (row.before, row.after) if record is not None}
    return touched | {survivor_of[record] for record in touched if record in survivor_of}
