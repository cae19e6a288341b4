"""Links that follow from a text: every spelling is normalised once, and its alias says what it means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crm.link.plan import Plan

Unseen = Sequence[tuple[str, str]]  # (key, spelling)


@dataclass(frozen=True, slots=True)
class Carrier:
    """A table whose column `text` names the thing that its column `link` points to; `noun` is what people call its rows."""

    table: str
    text: str
    link: str
    noun: str
    label: str


@dataclass(frozen=True, slots=True)
class Lookup:
    """A lookup table with its aliases; `make_key` normalises a spelling and `grow` makes things for new keys."""

    table: str
    plural: str
    make_key: Callable[[str], str | None]
    grow: Callable[[int, Unseen], None]
    # Spellings that name a new thing rather than the most frequent one: a query of (key, spelling).
    reference: str = ""

    @property
    def aliases(self) -> str:
        """The table of spellings."""
        return f"{self.table}alias"


_PAIRS = """
    SELECT '{c.table}' AS carrier, {c.text} AS text, {c.link} AS current, count(*) AS rows
    FROM {c.table} WHERE org_id = %(org)s AND {c.text} IS NOT NULL GROUP BY 2, 3
"""
# An alias decides; where someone removed it, the thing's own key still does.
_TARGETS = """
    SELECT key, target_id FROM {lookup.aliases} WHERE org_id = %(org)s
    UNION ALL
    SELECT t.key, min(coalesce(t.merged_into_id, t.id)) FROM {lookup.table} t
    WHERE t.org_id = %(org)s AND NOT EXISTS (SELECT FROM {lookup.aliases} a WHERE a.org_id = %(org)s AND a.key = t.key)
    GROUP BY t.key
"""
_UNSEEN = """
    SELECT s.key, s.text FROM link_spelling s LEFT JOIN link_target t USING (key)
    WHERE t.key IS NULL ORDER BY s.rows DESC, s.text
"""
_WANTED = """
    SELECT p.carrier, p.text, p.current, t.target_id
    FROM link_pair p JOIN link_spelling s USING (text) JOIN link_target t USING (key)
    WHERE p.current IS DISTINCT FROM t.target_id
"""
_ROWS = """
    SELECT r.id, CASE WHEN w.current IS NULL THEN '{c.noun} linked' ELSE '{c.noun} moved to what the spelling means' END AS rule,
           {c.label} || ': ' || w.text AS label, w.target_id AS {c.link}
    FROM {c.table} r
    JOIN link_wanted w ON w.carrier = '{c.table}' AND w.text = r.{c.text} AND w.current IS NOT DISTINCT FROM r.{c.link}
    WHERE r.org_id = %(org)s
"""


def resolve(plan: Plan, lookup: Lookup, carriers: Sequence[Carrier]) -> None:
    """Normalise the distinct spellings of the carriers, and make things for those that nobody has seen before.

    Leaves the temporary tables link_pair, link_spelling (text, key, rows) and link_target (key, target_id).
    """
    plan.temp("link_pair", " UNION ALL ".join(_PAIRS.format(c=carrier) for carrier in carriers))
    texts = plan.fetch("SELECT text, sum(rows)::bigint FROM link_pair GROUP BY text")
    keyed = [(text, key, rows) for text, rows in texts if (key := lookup.make_key(text)) is not None]
    plan.temp(
        "link_spelling",
        "SELECT * FROM unnest(%(texts)s::text[], %(keys)s::text[], %(rows)s::bigint[]) AS spelling (text, key, rows)",
        texts=[row[0] for row in keyed],
        keys=[row[1] for row in keyed],
        rows=[row[2] for row in keyed],
    )
    plan.temp("link_target", _TARGETS.format(lookup=lookup))
    _grow(plan, lookup)


def plan_links(plan: Plan, lookup: Lookup, carriers: Sequence[Carrier]) -> None:
    """Plan to point every row of the carriers to what the alias of its spelling says."""
    resolve(plan, lookup, carriers)
    if plan.temp("link_wanted", _WANTED):
        changed = {row[0] for row in plan.fetch("SELECT DISTINCT carrier FROM link_wanted")}
        for carrier in carriers:
            if carrier.table in changed:
                plan.update(carrier.table, _ROWS.format(c=carrier))


def _grow(plan: Plan, lookup: Lookup) -> None:
    """Make a thing for each new key, named by its reference spelling or else its most frequent one."""
    unseen: dict[str, str] = {}
    for key, text in plan.fetch(_UNSEEN):
        unseen.setdefault(key, text)
    if not unseen:
        return
    if lookup.reference:
        unseen |= {key: text for key, text in plan.fetch(lookup.reference) if key in unseen}
    if plan.executing:
        lookup.grow(plan.org.pk, list(unseen.items()))
        plan.temp("link_target", _TARGETS.format(lookup=lookup))
    else:
        plan.execute(
            "INSERT INTO link_target SELECT key, -place FROM unnest(%(keys)s::text[]) WITH ORDINALITY AS new (key, place)",
            keys=list(unseen),
        )
    plan.make(f"new {lookup.plural}", len(unseen))
