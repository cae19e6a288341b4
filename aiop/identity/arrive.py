"""Arrival: records that are new or have changed are cleaned once, and written down under the keys by which they may meet others.

Imports NumPy: for workers and commands alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np

from aiop.identity.copying import array_of, escaped, execute, fetch, fill, make_temp
from aiop.identity.entity import SOURCE_BITS, Entity, Source, row_of, source_of
from aiop.identity.people.clean import Profile, profile
from aiop.identity.people.keys import CAP, RULES, key_arrays
from aiop.identity.people.record import Person
from aiop.identity.sources import PART, record_sql, touched_sql
from aiop.identity.turns import take_turn
from aiop.identity.working import Work

Told = Callable[[int, int], None]

BATCH = 25_000  # records cleaned in one transaction: what a kill can cost
_NAMES = ("first", "last", "name", "email", "phone", "address", "city", "state", "zip", "birth", "suffix", "middle")
_MANY = 5_000  # records after which the planner is told
# Keys hold their rule in the last five bits and the entity in the next five.
_RULE_BITS, _MARK_BITS = 5, 5
_MARKS = (1 << _MARK_BITS) - 1
# Node by node: the planner takes an entity's mark for rare, and would read all keys to find them.
_KEYS_OF = f"""
    SELECT k.key, n.node FROM {{nodes}} n CROSS JOIN LATERAL (
        SELECT b.key FROM identity_blockkey b WHERE b.org_id = %(org)s AND b.node = n.node OFFSET 0
    ) AS k WHERE (k.key >> {_RULE_BITS}) & {_MARKS} = %(mark)s
"""

_ARRIVING = """
    SELECT coalesce(s.node, p.node), s.digest, {names}
    FROM ({records}) s
    FULL JOIN (SELECT node, digest FROM identity_profile WHERE org_id = %(org)s AND entity = %(entity)s AND {profiles}) p
      ON p.node = s.node
    WHERE s.node IS NULL OR p.digest IS DISTINCT FROM s.digest
"""
_BOUNDS = """
    SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM "{table}" WHERE org_id = %(org)s) AS numbered
    WHERE place %% {batch} = 1 ORDER BY id
"""
_OLD_KEYS = "CREATE TEMPORARY TABLE key_old ON COMMIT DROP AS {kept}"
_KEYS = """
    WITH gone AS (
        DELETE FROM identity_blockkey b USING (SELECT key, node FROM key_old EXCEPT SELECT key, node FROM key_new) AS g
        WHERE b.org_id = %(org)s AND b.key = g.key AND b.node = g.node RETURNING b.key
    ), come AS (
        INSERT INTO identity_blockkey (org_id, key, node)
        SELECT %(org)s, key, node FROM (SELECT key, node FROM key_new EXCEPT SELECT key, node FROM key_old) AS f ORDER BY key, node
        RETURNING key
    ) SELECT key, sum(change)::int FROM (SELECT key, -1 AS change FROM gone UNION ALL SELECT key, 1 FROM come) AS c
      GROUP BY key HAVING sum(change) <> 0
"""
_FIRST_KEYS = (
    "INSERT INTO identity_blockkey (org_id, key, node) SELECT %(org)s, key, node FROM key_new ORDER BY key, node"
)
_MATCHED = "SELECT 1 FROM identity_basis WHERE org_id = %(org)s AND entity = %(entity)s AND matched_at IS NOT NULL"
_PROFILES = """
    INSERT INTO identity_profile (org_id, entity, node, values, digest)
    SELECT %(org)s, %(entity)s, node, string_to_array(texts, chr(31)), digest FROM key_node WHERE texts IS NOT NULL ORDER BY node
    ON CONFLICT (org_id, entity, node) DO UPDATE SET values = EXCLUDED.values, digest = EXCLUDED.digest
"""
# Named one by one: joined, the planner would compare all with all while the table has no figures yet.
_GONE = "DELETE FROM identity_profile WHERE org_id = %(org)s AND entity = %(entity)s AND node = ANY(%(gone)s)"
_FIGURES = "SELECT aiop_refresh_statistics(ARRAY['identity_profile', 'identity_blockkey']::regclass[])"
_UNMATCHED = """
    INSERT INTO identity_unmatched (org_id, entity, node)
    SELECT %(org)s, %(entity)s, node FROM key_node
    UNION
    SELECT %(org)s, %(entity)s, m.node
    FROM unnest(%(keys)s::bigint[], %(changes)s::int[], %(caps)s::int[]) AS c (key, change, cap)
    CROSS JOIN LATERAL (
        SELECT array_agg(node) AS nodes FROM (
            SELECT b.node FROM identity_blockkey b WHERE b.org_id = %(org)s AND b.key = c.key LIMIT c.cap + abs(c.change) + 1
        ) AS few
    ) AS now
    CROSS JOIN unnest(now.nodes) AS m (node)
    WHERE (cardinality(now.nodes) <= c.cap) <> (cardinality(now.nodes) - c.change <= c.cap)
    ON CONFLICT DO NOTHING
"""


@dataclass(slots=True)
class Arrived:
    """How many records were cleaned because they are new or differ, and how many are gone."""

    cleaned: int = 0
    gone: int = 0


def mark_of(entity: str) -> int:
    """Give the five bits by which an entity's keys are known."""
    return crc32(entity.encode()) & _MARKS


def stored_keys(profiles: Sequence[Profile], entity: str) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Give the keys of profiles as they are stored, each with the position of its profile."""
    keys, rows = key_arrays(profiles)
    return keys & ~np.int64(_MARKS << _RULE_BITS) | np.int64(mark_of(entity) << _RULE_BITS), rows


def keys_of(nodes: str) -> str:
    """Give the SELECT of (key, node) of an entity's keys of the nodes in a table; bound with `org` and the entity's `mark`."""
    return _KEYS_OF.format(nodes=nodes)


def person_of(node: int, texts: Sequence[str]) -> Person:
    """Make a person of a record's texts, in the order in which arrival reads them."""
    said = dict(zip(_NAMES, texts, strict=True))
    emails, phones = (tuple(filter(None, said.pop(name).split(PART))) for name in ("email", "phone"))
    return Person(node, emails=emails, phones=phones, **said)


def person_at(org_id: int, entity: Entity, node: int) -> Person | None:
    """Read one record as it is stored now; None where it is nobody to be matched (any more)."""
    sql = record_sql(entity, entity.source(source_of(node)), _NAMES, "r.id = %(row)s")
    rows = fetch(sql, {"org": org_id, "row": row_of(node)})
    return person_of(node, rows[0][2:]) if rows else None


def arrive(org_id: int, entity: Entity, *, work: Work = nullcontext, tell: Told | None = None) -> Arrived:
    """Hold every record of an entity against its profile; each batch is a transaction of `work`, done again at no cost."""
    result = Arrived()
    for source in entity.sources:
        with work():
            bounds = [low for (low,) in fetch(_BOUNDS.format(table=source.table, batch=BATCH), {"org": org_id})]
        edges = [0, *bounds[1:], 1 << (62 - SOURCE_BITS)]
        for place, (low, high) in enumerate(itertools.pairwise(edges)):
            with work():
                before = result.cleaned
                _arrive_range(org_id, entity, source, low, high, result)
                if result.cleaned - before > _MANY:
                    execute(_FIGURES, {})
            if tell is not None:
                tell(place + 1, len(edges) - 1)
    return result


def arrive_from(org_id: int, entity: Entity, change_sets: Sequence[int], *, work: Work = nullcontext) -> Arrived:
    """Hold the records that some change sets touched against their profiles."""
    result = Arrived()
    for source in entity.sources:
        with work():
            ids = [row for (row,) in fetch(touched_sql(source), {"org": org_id, "sets": list(change_sets)})]
        for batch in _portions(ids):
            with work():
                _arrive_rows(org_id, entity, source, batch, result)
    return result


def _portions(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def _arrive_range(org_id: int, entity: Entity, source: Source, low: int, high: int, result: Arrived) -> None:
    bound = {"low": low, "high": high, "low_node": low << SOURCE_BITS, "high_node": high << SOURCE_BITS}
    profiles = f"node >= %(low_node)s AND node < %(high_node)s AND node & 7 = {source.code}"
    _hold(org_id, entity, source, ("r.id >= %(low)s AND r.id < %(high)s", profiles), bound, result)


def _arrive_rows(org_id: int, entity: Entity, source: Source, ids: Sequence[int], result: Arrived) -> None:
    bound = {"ids": array_of(ids), "nodes": array_of(row << SOURCE_BITS | source.code for row in ids)}
    _hold(org_id, entity, source, ("r.id = ANY(%(ids)s::bigint[])", "node = ANY(%(nodes)s::bigint[])"), bound, result)


def _hold(
    org_id: int, entity: Entity, source: Source, which: tuple[str, str], bound: dict[str, Any], result: Arrived
) -> None:
    """Compare some records with their profiles and write what differs, keys and those to be matched anew included."""
    known = {"org": org_id, "entity": entity.name, "mark": mark_of(entity.name)}
    take_turn(org_id, entity.name)
    sql = _ARRIVING.format(
        names=", ".join(f's."{name}"' for name in _NAMES),
        records=record_sql(entity, source, _NAMES, which[0]),
        profiles=which[1],
    )
    rows = fetch(sql, {**known, **bound})
    if not rows:
        return
    come = [row for row in rows if row[1] is not None]
    gone = [row[0] for row in rows if row[1] is None]
    _stage(gone, come, entity.name)
    result.cleaned += len(come)
    result.gone += len(gone)
    execute(_PROFILES, known)
    if gone:
        execute(_GONE, {**known, "gone": gone})
    _write_keys(known)


def _stage(gone: list[int], come: list[tuple[Any, ...]], entity: str) -> None:
    profiles = [profile(person_of(row[0], row[2:])) for row in come]
    make_temp("key_node", "node bigint, digest bigint, texts text")
    make_temp("key_new", "key bigint, node bigint")
    texts = (f"{row[0]}\t{row[1]}\t{escaped(PART.join(cleaned))}" for row, cleaned in zip(come, profiles, strict=True))
    fill("key_node", (*texts, *(f"{node}\t\\N\t\\N" for node in gone)))
    if profiles:
        keys, places = stored_keys(profiles, entity)
        nodes = np.array([row[0] for row in come], np.int64)[places]
        pairs = set(zip(keys.tolist(), nodes.tolist(), strict=True))
        fill("key_new", (f"{key}\t{node}" for key, node in pairs))


def _write_keys(known: dict[str, Any]) -> None:
    execute("DROP TABLE IF EXISTS pg_temp.key_old", {})
    old = execute(_OLD_KEYS.format(kept=keys_of("key_node")), known)
    matched = fetch(_MATCHED, known)
    if not old and not matched:
        # Before the first full run everybody is unmatched, and nothing has to be compared.
        execute(_FIRST_KEYS, known)
        return
    changed = fetch(_KEYS, known)
    if matched:
        keys = [key for key, _ in changed]
        columns = {"keys": keys, "changes": [by for _, by in changed], "caps": caps_of(keys)}
        execute(_UNMATCHED, {**known, **{name: array_of(numbers) for name, numbers in columns.items()}})


def caps_of(keys: Sequence[int]) -> list[int]:
    """Give how many records may share each key before it says too little."""
    caps = [min(CAP, rule.cap) for rule in RULES]
    return [caps[key & (1 << _RULE_BITS) - 1] for key in keys]
