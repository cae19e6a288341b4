"""Candidates out of scored pairs: new ones written, changed ones altered, those gone removed, all set-wise; the rest is left alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2
from typing import Any, NamedTuple

from aiop.audit.turns import PATIENT_SECONDS, take_turn
from aiop.identity.candidates import refresh_candidates
from aiop.identity.copying import array_of, escaped, execute, fetch, fill, make_temp
from aiop.identity.entity import SOURCE_BITS, Entity
from aiop.identity.zones import FLOOR, IS_AUDIT_SQL, Guard, Lines, zone_of


class Scored(NamedTuple):
    """What is said of every pair of one pattern."""

    probability: float
    household: float | None
    guard: Guard
    vector: Sequence[int]
    weights: Sequence[float]


@dataclass(slots=True)
class Proposed:
    """Candidates written, altered, removed, and how many there are now."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    candidates: int = 0


_STAGED = '"left" bigint, "right" bigint, pattern int'
_PATTERNS = "pattern int, probability float8, household float8, zone text, rule text, vector smallint[], weights float8[], gain float8"
_WORTH = """
    CREATE TEMPORARY TABLE match_worth ON COMMIT DROP AS
    SELECT id << {bits} AS node, money FROM ({worth}) AS w (id, money) WHERE money > 0 {only}
"""
_ROWS = f'SELECT "left" >> {SOURCE_BITS} FROM match_scored UNION SELECT "right" >> {SOURCE_BITS} FROM match_scored'
# What a decision on a pair is worth: see `queue.priority`.
_WANTED = """
    CREATE TEMPORARY TABLE match_wanted ON COMMIT DROP AS
    SELECT s."left", s."right", p.probability, p.household, p.zone, p.rule, p.vector, p.weights, w.worth, {audit} AS is_audit,
           round(((1 + log(1 + w.worth::float8)) * p.gain + CASE WHEN {audit} THEN 1 ELSE 0 END)::numeric, 4)::float8 AS priority
    FROM match_scored s JOIN match_pattern p USING (pattern)
    LEFT JOIN match_worth l ON l.node = s."left" LEFT JOIN match_worth r ON r.node = s."right"
    CROSS JOIN LATERAL (SELECT coalesce(l.money, 0)::numeric(14, 2) + coalesce(r.money, 0)::numeric(14, 2) AS worth) w
"""
_SAME_PAIR = 'c.org_id = %(org)s AND c.entity = %(entity)s AND c."left" = w."left" AND c."right" = w."right"'
_COLUMNS = ("probability", "household", "zone", "rule", "vector", "weights", "worth", "is_audit", "priority")
_CHANGE = f"""
    UPDATE identity_candidate c SET {", ".join(f"{name} = w.{name}" for name in _COLUMNS)}, model_version = %(version)s, scored_at = now(),
        state = CASE WHEN c.state = 'unsure' AND c.vector <> w.vector THEN 'open' ELSE c.state END,
        because = CASE WHEN c.state = 'unsure' AND c.vector <> w.vector
            THEN 'A record has changed since: ' || round(c.probability::numeric * 100) || ' %% likely before.' ELSE c.because END
    FROM match_wanted w
    WHERE {_SAME_PAIR}
      AND ({", ".join(f"c.{name}" for name in _COLUMNS)}, c.model_version)
          IS DISTINCT FROM ({", ".join(f"w.{name}" for name in _COLUMNS)}, %(version)s)
"""
_ADD = f"""
    INSERT INTO identity_candidate (org_id, entity, "left", "right", {", ".join(_COLUMNS)}, model_version,
        state, because, assigned_to, found_at, scored_at)
    SELECT %(org)s, %(entity)s, w."left", w."right", {", ".join(f"w.{name}" for name in _COLUMNS)}, %(version)s,
        'open', '', '', now(), now()
    FROM match_wanted w WHERE NOT EXISTS (SELECT FROM identity_candidate c WHERE {_SAME_PAIR}) ORDER BY w."left", w."right"
"""
# What people decided keeps its row: it is the history of the pair.
_REMOVE = f"""
    DELETE FROM identity_candidate c WHERE c.org_id = %(org)s AND c.entity = %(entity)s AND c.state <> 'settled'
      AND NOT EXISTS (SELECT FROM match_wanted w WHERE {_SAME_PAIR}) {{only}}
"""
# An array is worked out once, before anything else: as a subquery it may be asked again for each candidate.
_OF_THESE = """ AND c.id = ANY (ARRAY(
    SELECT a.id FROM match_node n CROSS JOIN LATERAL (
        SELECT id FROM identity_candidate WHERE org_id = %(org)s AND entity = %(entity)s AND "left" = n.node
        UNION ALL
        SELECT id FROM identity_candidate WHERE org_id = %(org)s AND entity = %(entity)s AND "right" = n.node
        OFFSET 0  -- node by node, not all candidates against some thousands of nodes
    ) AS a
))"""
# Only what was decided about, directly or through others, can be settled.
_DECIDED = """
    SELECT DISTINCT node FROM identity_link l CROSS JOIN LATERAL (VALUES (l."left"), (l."right")) AS n (node)
    WHERE l.org_id = %(org)s AND l.entity = %(entity)s AND EXISTS (
        SELECT FROM match_wanted w WHERE w."left" = node UNION ALL SELECT FROM match_wanted w WHERE w."right" = node)
"""
_MANY = 1_000  # candidates after which the planner is told: it would look for one record's by the other side's index
_FIGURES = "SELECT aiop_refresh_statistics(ARRAY['identity_candidate']::regclass[])"


def propose(
    org_id: int,
    entity: Entity,
    patterns: Iterable[Scored],
    pairs: Iterable[tuple[int, int, int]],
    lines: Lines,
    *,
    version: str,
    only: bool = False,
) -> Proposed:
    """Bring the candidates of an entity in line with scored pairs (left, right, number of the pattern), in this transaction.

    Pairs below the floor must not be among them. With `only`, the pairs are all of those whose nodes are in the temporary table
    `match_node`, and other candidates are left alone.
    """
    bound: dict[str, Any] = {"org": org_id, "entity": entity.name, "version": version}
    _stage(patterns, pairs, lines)
    _want(entity, bound, only=only)
    # Decisions write candidates too, in another order. Only now, so that nobody waits while pairs are compared.
    take_turn(org_id, seconds=PATIENT_SECONDS)
    result = Proposed(gone=execute(_REMOVE.format(only=_OF_THESE if only else ""), bound))
    result.changed = execute(_CHANGE, bound)
    result.new = execute(_ADD, bound)
    if result.new + result.gone > _MANY:
        execute(_FIGURES, {})
    decided = [node for (node,) in fetch(_DECIDED, bound)]
    if decided:
        refresh_candidates(org_id, entity.name, decided)
    result.candidates = fetch("SELECT count(*) FROM match_wanted", {})[0][0]
    return result


def _want(entity: Entity, bound: dict[str, Any], *, only: bool) -> None:
    """Fill the temporary table of what the candidates are to be."""
    for table in ("match_worth", "match_wanted"):
        execute(f"DROP TABLE IF EXISTS pg_temp.{table}", {})
    # Named one by one, so that a few records do not have the money of all added up.
    rows = fetch(_ROWS, {}) if only else []
    execute(_worth_sql(entity, only=only), {**bound, "rows": array_of(row for (row,) in rows)})
    execute(_WANTED.format(audit=IS_AUDIT_SQL), bound)
    execute('CREATE INDEX ON match_wanted ("left", "right")', {})
    execute('CREATE INDEX ON match_wanted ("right")', {})
    execute("ANALYZE match_wanted", {})


def _stage(patterns: Iterable[Scored], pairs: Iterable[tuple[int, int, int]], lines: Lines) -> None:
    make_temp("match_pattern", _PATTERNS)
    make_temp("match_scored", _STAGED)
    fill("match_pattern", (_pattern_line(n, pattern, lines) for n, pattern in enumerate(patterns)))
    fill("match_scored", (f"{left}\t{right}\t{number}" for left, right, number in pairs))


def _pattern_line(number: int, scored: Scored, lines: Lines) -> str:
    household = "\\N" if scored.household is None else repr(scored.household)
    rule = escaped(scored.guard.veto or scored.guard.rule)
    vector, weights = (",".join(map(str, values)) for values in (scored.vector, scored.weights))
    zone = zone_of(scored.probability, scored.guard, lines)
    gain = information(scored.probability)
    return f"{number}\t{scored.probability!r}\t{household}\t{zone}\t{rule}\t{{{vector}}}\t{{{weights}}}\t{gain:.6f}"


def information(probability: float) -> float:
    """Give what a decision on a pair tells: the chance that it mends a double, plus the doubt that it ends, in bits."""
    doubt = sum(-p * log2(p) for p in (probability, 1 - probability) if p > 0)
    return probability + doubt


def _worth_sql(entity: Entity, *, only: bool) -> str:
    worth = entity.worth or "SELECT 0::bigint, 0::numeric WHERE %(org)s IS NULL"
    return _WORTH.format(bits=SOURCE_BITS, worth=worth, only="AND id = ANY(%(rows)s::bigint[])" if only else "")


def above_floor(probability: float) -> bool:
    """Tell whether a pair is worth a question."""
    return probability >= FLOOR
