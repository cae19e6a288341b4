"""Duplicate jobs: one job exported twice is found by rules over all jobs. Two numbers of one quote are two jobs, whatever they share."""

from __future__ import annotations

from collections.abc import Callable

from aiop.identity.copying import execute, fetch
from aiop.identity.entity import Entity
from aiop.identity.guards import EXPORTED_TWICE, SAME_CITIES, SAME_MOVE, guard_of
from aiop.identity.propose import Proposed, Scored, propose
from aiop.identity.sources import record_sql
from aiop.identity.turns import take_turn
from aiop.identity.zones import Lines

VERSION = "jobs 1"
FIELDS = ("number", "customer", "contact", "date", "type", "made", "from", "to", "cities", "charge")
LEVELS = ("not known", "same", "different")
_READ = (
    "number",
    "quote",
    "customer",
    "contact",
    "date",
    "start",
    "type",
    "made",
    "from",
    "to",
    "from_city",
    "to_city",
    "charge",
)
_MOST_ON_ONE_DAY = (
    20  # jobs of one customer on one day; more are a firm's, and no two of them are held against each other
)
_PAIRS = """
    WITH met AS (
        SELECT l.node AS "left", r.node AS "right" FROM match_job l JOIN match_job r USING (date, contact)
        WHERE l.contact <> '' AND l.crowd <= {most} AND r.crowd <= {most} AND l.node < r.node
        UNION
        SELECT l.node, r.node FROM match_job l JOIN match_job r USING (number) WHERE number <> '' AND l.node < r.node
    )
    SELECT m."left", m."right", {levels}, {near_in_time}
    FROM met m JOIN match_job l ON l.node = m."left" JOIN match_job r ON r.node = m."right"
    WHERE l.number = r.number OR l.quote = '' OR r.quote = '' OR l.quote <> r.quote
"""
_LEVEL = "CASE WHEN {l} = '' OR {r} = '' THEN 0 WHEN {l} = {r} THEN 1 ELSE 2 END"
# Charges within a twentieth of each other are about the same.
_CHARGE = """CASE WHEN l.charge = '' OR r.charge = '' THEN 0
    WHEN abs(l.charge::numeric - r.charge::numeric) <= greatest(abs(l.charge::numeric), abs(r.charge::numeric)) / 20 THEN 1 ELSE 2 END"""
_NEAR = "(l.start = '' OR r.start = '' OR abs(extract(epoch FROM l.start::timestamptz - r.start::timestamptz)) <= 7200)"
_SAME, _DIFFERENT = 1, 2
# Bits of a field that is the same, and of one that differs; shown beside the rule, which alone decides.
_BITS = {
    "number": (10.0, -2.0), "customer": (6.0, -4.0), "contact": (7.0, -5.0), "date": (5.0, -8.0), "type": (1.0, -2.0),
    "made": (4.0, -3.0), "from": (5.0, -4.0), "to": (5.0, -4.0), "cities": (2.0, -6.0), "charge": (2.0, -4.0),
}  # fmt: skip


def match_jobs(org_id: int, entity: Entity, lines: Lines, *, tell: Callable[[int, int], None]) -> tuple[int, Proposed]:
    """Find duplicate jobs in this transaction; gives the number of pairs that were compared."""
    take_turn(org_id, entity.name)
    execute("DROP TABLE IF EXISTS pg_temp.match_job", {})
    read = " UNION ALL ".join(record_sql(entity, source, _READ) for source in entity.sources)
    crowd = "SELECT *, count(*) OVER (PARTITION BY date, contact) AS crowd FROM"
    count = execute(
        f"CREATE TEMPORARY TABLE match_job ON COMMIT DROP AS {crowd} ({read}) AS jobs WHERE date <> ''", {"org": org_id}
    )
    execute("ANALYZE match_job", {})
    tell(0, count)
    rows = fetch(_PAIRS.format(most=_MOST_ON_ONE_DAY, levels=_levels(), near_in_time=_NEAR), {})
    numbers: dict[Scored, int] = {}
    pairs = [
        (left, right, numbers.setdefault(scored, len(numbers)))
        for left, right, *levels, is_near in rows
        if (scored := judged(dict(zip(FIELDS, levels, strict=True)), is_near=is_near)) is not None
    ]
    tell(count, count)
    return len(rows), propose(org_id, entity, numbers, pairs, lines, version=VERSION)


def judged(levels: dict[str, int], *, is_near: bool) -> Scored | None:
    """Judge two jobs by the levels of what was compared (0 not known, 1 same, 2 different); None when no rule meets."""
    found = _rule(levels, is_near=is_near)
    if found is None:
        return None
    rule, probability = found
    weights = tuple(0.0 if level == 0 else _BITS[name][level - 1] for name, level in levels.items())
    return Scored(probability, None, guard_of(rule), tuple(levels.values()), weights)


def _rule(levels: dict[str, int], *, is_near: bool) -> tuple[str, float] | None:
    same = {name for name, level in levels.items() if level == _SAME}
    different = {name for name, level in levels.items() if level == _DIFFERENT}
    if "date" not in same or not same & {"contact", "customer"} or ("customer" in different and "contact" not in same):
        return None
    details = {"type", "made", "from", "to", "charge"}
    if ("number" in same or same >= {"customer", "type", "from", "to"}) and not different & details:
        return EXPORTED_TWICE, 0.99
    if same >= {"from", "to"} and is_near and "type" not in different:
        return SAME_MOVE, 0.85
    return (SAME_CITIES, 0.7) if same >= {"cities", "charge"} else None


def _levels() -> str:
    same = [_CHARGE if name == "charge" else _LEVEL.format(l=_value("l", name), r=_value("r", name)) for name in FIELDS]
    return ", ".join(same)


def _value(side: str, name: str) -> str:
    if name == "cities":
        return f"""CASE WHEN {side}.from_city = '' OR {side}.to_city = '' THEN '' ELSE {side}.from_city || '|' || {side}.to_city END"""
    return f'{side}."{name}"' if name == "number" else f'lower({side}."{name}")'
