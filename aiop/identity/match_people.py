"""Matching people: pairs that meet under a key, graded and judged; all of them, or those of a few against all.

Imports NumPy: for workers and commands alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, NamedTuple

import numpy as np
from django.utils import timezone

from aiop.identity.arrive import caps_of, keys_of, mark_of, stored_keys
from aiop.identity.copying import array_of, copied_lines, execute, fetch
from aiop.identity.entity import Entity
from aiop.identity.judge import Numbers, Rows, graded, judge, unpacked
from aiop.identity.models import Basis, ModelVersion, SharedValue
from aiop.identity.people import mixture, snapshot
from aiop.identity.people.clean import Profile
from aiop.identity.people.keys import key_arrays, pairs_by_rule
from aiop.identity.people.layer import Layer
from aiop.identity.people.model import Matcher
from aiop.identity.people.snapshot import Snapshot
from aiop.identity.people.table import Table, TableBuilder
from aiop.identity.propose import Proposed, above_floor, propose
from aiop.identity.turns import take_turn
from aiop.identity.zones import Lines

Tell = Callable[[int, int], None]

# The basis is taken anew when it is so old, or when so large a share of the records came or went since.
BASIS_DAYS = 30
BASIS_DRIFT = 0.2
# Above this share of unmatched records a full run is cheaper.
_FEW = 0.1
_FEW_ALWAYS = 2_000
_SHARED_CONTACT = 1
_PROFILES = """
    SELECT node || chr(31) || array_to_string(values, chr(31)) FROM identity_profile
    WHERE org_id = %(org)s AND entity = %(entity)s {only} ORDER BY node
"""
_MEETING = """
    SELECT c.key, m.nodes FROM unnest(%(keys)s::bigint[], %(caps)s::int[]) AS c (key, cap)
    CROSS JOIN LATERAL (
        SELECT array_agg(node) AS nodes FROM (
            SELECT b.node FROM identity_blockkey b WHERE b.org_id = %(org)s AND b.key = c.key LIMIT c.cap + 1
        ) AS few
    ) AS m
    WHERE cardinality(m.nodes) BETWEEN 2 AND c.cap
"""
_TAKE = """
    CREATE TEMPORARY TABLE match_node ON COMMIT DROP AS
    SELECT node FROM identity_unmatched WHERE org_id = %(org)s AND entity = %(entity)s
"""
_DONE = "DELETE FROM identity_unmatched WHERE org_id = %(org)s AND entity = %(entity)s"


class People(NamedTuple):
    """Cleaned people as a table, and the node of each row, ascending."""

    table: Table
    nodes: Numbers


def is_full_needed(org_id: int, entity: Entity) -> bool:
    """Tell whether so much is unmatched, or nothing was ever matched, that all have to be."""
    matched = Basis.objects.filter(org_id=org_id, entity=entity.name).exclude(matched_at=None)
    records = matched.values_list("records", flat=True).first()
    if records is None:
        return True
    [(waiting,)] = fetch(
        "SELECT count(*) FROM identity_unmatched WHERE org_id = %(org)s AND entity = %(entity)s", _bound(org_id, entity)
    )
    return bool(waiting > max(_FEW_ALWAYS, records * _FEW))


def match_all(org_id: int, entity: Entity, lines: Lines, *, tell: Tell) -> tuple[int, Proposed]:
    """Match everybody with everybody in this transaction; gives the number of pairs compared."""
    take_turn(org_id, entity.name)
    people = read_people(org_id, entity)
    left, right = _all_pairs(people.table, shared_keys(org_id, entity))
    basis, vectors = _basis(org_id, entity, people, left, right, tell)
    proposed = _propose(org_id, entity, people, (left, right), (basis, vectors), lines, only=False)
    execute(_DONE, _bound(org_id, entity))
    basis.matched_at = timezone.now()
    basis.save()
    return len(left), proposed


def match_few(org_id: int, entity: Entity, lines: Lines, *, tell: Tell) -> tuple[int, Proposed]:
    """Match those who are unmatched with everybody in this transaction, as a full run on the same basis would."""
    take_turn(org_id, entity.name)
    basis = Basis.objects.get(org_id=org_id, entity=entity.name)
    execute("DROP TABLE IF EXISTS pg_temp.match_node", {})
    if not execute(_TAKE, _bound(org_id, entity)):
        return 0, Proposed()
    execute("ANALYZE match_node", {})
    nodes = {node for (node,) in fetch("SELECT node FROM match_node", {})}
    pairs = meeting_pairs(org_id, entity, nodes)
    people = read_people(org_id, entity, {node for pair in pairs for node in pair})
    rows = [
        np.searchsorted(people.nodes, np.array([pair[side] for pair in pairs], np.int64)).astype(np.int32)
        for side in (0, 1)
    ]
    vectors = graded(people.table, rows[0], rows[1], Snapshot(basis.snapshot), tell)
    proposed = _propose(org_id, entity, people, (rows[0], rows[1]), (basis, vectors), lines, only=True)
    execute(_DONE, _bound(org_id, entity))
    return len(pairs), proposed


def meeting_pairs(org_id: int, entity: Entity, nodes: set[int]) -> list[tuple[int, int]]:
    """Give every pair (smaller first) of the nodes in the temporary table `match_node` with whomever they share a key."""
    bound = _bound(org_id, entity)
    shared = set(shared_keys(org_id, entity, marked=True))
    kept = f"SELECT DISTINCT key FROM ({keys_of('match_node')}) AS kept"
    keys = [key for (key,) in fetch(kept, bound) if key not in shared]
    found: set[tuple[int, int]] = set()
    for _, members in fetch(_MEETING, {**bound, "keys": array_of(keys), "caps": array_of(caps_of(keys))}):
        for node in nodes.intersection(members):
            found.update((min(node, other), max(node, other)) for other in members if other != node)
    return sorted(found)


def read_people(org_id: int, entity: Entity, nodes: Iterable[int] | None = None) -> People:
    """Read profiles into a table, those of some nodes or all."""
    builder = TableBuilder()
    read: list[Numbers] = []
    only = "" if nodes is None else "AND node = ANY(%(nodes)s::bigint[])"
    bound = {**_bound(org_id, entity), "nodes": array_of(nodes or ())}
    for lines in copied_lines(_PROFILES.format(only=only), bound):
        columns = list(zip(*(line.split("\x1f") for line in lines), strict=True))
        read.append(np.array(columns[0], np.int64))
        builder.add(dict(zip(Profile.COLUMNS, columns[1:], strict=True)))
    return People(builder.table(), np.concatenate(read) if read else np.zeros(0, np.int64))


def shared_keys(org_id: int, entity: Entity, *, marked: bool = False) -> list[int]:
    """Give the keys that say nothing, because their phone, e-mail or address is known to be shared by many."""
    values = SharedValue.objects.filter(org_id=org_id, entity=entity.name).values_list("kind", "value")
    profiles = [_alone(kind, value) for kind, value in values]
    if not profiles:
        return []
    if marked:
        return sorted(set(stored_keys(profiles, entity.name)[0].tolist()))
    return sorted(set(key_arrays(profiles)[0].tolist()))


def matcher_of(org_id: int, entity: Entity, basis: Basis) -> tuple[Matcher, str]:
    """Give what people are judged by, the kept basis and the champion if one was learnt, and its name."""
    tables = mixture.shipped()
    champion = ModelVersion.objects.filter(org_id=org_id, entity=entity.name, state="champion").first()
    layer = Layer.from_mapping(champion.parameters) if champion else None
    matcher = Matcher(tables, np.array(basis.shares, float), Snapshot(basis.snapshot), layer)
    return matcher, champion.name if champion else f"tables {tables.version}"


def _alone(kind: str, value: str) -> Profile:
    if kind == "address":
        number, street, code = value.split("|")
        return Profile(number=number, street=street, zip=code)
    return Profile(**{kind: value})


def _all_pairs(table: Table, without: list[int]) -> tuple[Rows, Rows]:
    found = np.zeros(0, np.int64)
    for _, numbers in pairs_by_rule(table, without=np.array(without, np.int64)):
        found = np.union1d(found, numbers)
    left, right = np.divmod(found, max(table.size, 1))
    return left.astype(np.int32), right.astype(np.int32)


def _basis(org_id: int, entity: Entity, people: People, left: Rows, right: Rows, tell: Tell) -> tuple[Basis, Numbers]:
    """Give the kept basis or, where it is stale, a fresh one; with all vectors."""
    basis, _ = Basis.objects.get_or_create(org_id=org_id, entity=entity.name)
    fresh = _is_stale(basis, people.table.size)
    if fresh:
        basis.snapshot = dict(snapshot.take(people.table, _shared_bands(org_id, entity)).bands)
        basis.records, basis.taken_at = people.table.size, timezone.now()
    vectors = graded(people.table, left, right, Snapshot(basis.snapshot), tell)
    if fresh:
        basis.shares = mixture.shares(unpacked(vectors), mixture.shipped()).tolist()
    return basis, vectors


def _is_stale(basis: Basis, records: int) -> bool:
    if basis.taken_at is None or timezone.now() - basis.taken_at > timedelta(days=BASIS_DAYS):
        return True
    return abs(records - basis.records) > BASIS_DRIFT * max(basis.records, 1)


def _shared_bands(org_id: int, entity: Entity) -> dict[str, dict[str, int]]:
    bands: dict[str, dict[str, int]] = {}
    for kind, value in SharedValue.objects.filter(org_id=org_id, entity=entity.name).values_list("kind", "value"):
        bands.setdefault(kind, {})[value] = _SHARED_CONTACT
    return bands


def _propose(
    org_id: int,
    entity: Entity,
    people: People,
    rows: tuple[Rows, Rows],
    graded_by: tuple[Basis, Numbers],
    lines: Lines,
    *,
    only: bool,
) -> Proposed:
    matcher, version = matcher_of(org_id, entity, graded_by[0])
    patterns, numbers = judge(matcher, graded_by[1])
    kept = np.array([above_floor(pattern.probability) for pattern in patterns], bool)
    above = np.flatnonzero(kept[numbers]) if len(numbers) else np.zeros(0, np.int64)
    left, right = (people.nodes[side[above]].tolist() for side in rows)
    pairs = zip(left, right, numbers[above].tolist(), strict=True)
    return propose(org_id, entity, patterns, pairs, lines, version=version, only=only)


def _bound(org_id: int, entity: Entity) -> dict[str, Any]:
    return {"org": org_id, "entity": entity.name, "mark": mark_of(entity.name)}
