"""Which units are one customer: those with a contact in common and compatible names, found by joins over the whole pool.

Works on three temporary tables: group_point (unit, kind, key), group_name (unit, who, is_main) and group_node (unit, node, closed).
A unit is a booking, a job, or (negative) an existing customer; units of one node are one customer. E-mail is tried before phone,
equal names before compatible ones. A node that would fit several which exclude each other joins none of them and is closed for what follows;
a chain that would join contradicting names or two existing customers is not made. So the result does not depend on the order of the rows.
"""

from __future__ import annotations

from crm.link.plan import Plan

# Labels travel at least one edge a round, and by the jumps twice as far each time: this many rounds reach across a million.
_MOST_ROUNDS = 40

_HERE = """
    SELECT DISTINCT n.node, p.key FROM group_point p JOIN group_node n USING (unit)
    WHERE p.kind = %(kind)s AND NOT n.closed
"""
_CALLED = """
    SELECT n.node, m.who, bool_and(m.is_main) AS is_main, split_part(split_part(m.who, ', ', 1), ' ', 1) AS first,
           substring(split_part(m.who, ', ', 1) FROM '[^ ]+$') AS last
    FROM group_name m JOIN group_node n USING (unit) WHERE n.node IN (SELECT node FROM group_here)
    GROUP BY n.node, m.who
"""
_SAME_NAME = """
    SELECT DISTINCT node AS a, earliest AS b
    FROM (SELECT h.node, min(h.node) OVER (PARTITION BY h.key, c.who) AS earliest FROM group_here h JOIN group_called c USING (node)) e
    WHERE node <> earliest
"""
# Compatible names have the first or the last word in common, which two hash joins find without comparing all with all.
_NEAR = """
    SELECT DISTINCT least(x.node, y.node) AS a, greatest(x.node, y.node) AS b
    FROM (SELECT h.key, c.* FROM group_here h JOIN group_called c USING (node) WHERE c.is_main) x
    JOIN (SELECT h.key, c.* FROM group_here h JOIN group_called c USING (node) WHERE c.is_main) y
      ON y.key = x.key AND y.{word} = x.{word}
    WHERE x.node < y.node AND (x.node > 0 OR y.node > 0)
"""
_COMPATIBLE = """
    SELECT near.a, near.b
    FROM (SELECT * FROM group_near_first UNION SELECT * FROM group_near_last) near
    JOIN group_called x ON x.node = near.a AND x.is_main
    JOIN group_called y ON y.node = near.b AND y.is_main
    GROUP BY near.a, near.b HAVING bool_or(crm_names_compatible(x.who, y.who)) AND NOT bool_or(crm_names_contradict(x.who, y.who))
"""
# In doubt: two of those that it fits exclude each other.
_DOUBT = """
    WITH ways AS (SELECT a, b FROM group_edge UNION ALL SELECT b, a FROM group_edge),
         met AS (SELECT DISTINCT w.a, w.b, x.key FROM ways w JOIN group_here x ON x.node = w.a
                 JOIN group_here y ON y.node = w.b AND y.key = x.key)
    SELECT DISTINCT m.a AS node
    FROM met m JOIN met o ON o.a = m.a AND o.key = m.key AND o.b > m.b
    LEFT JOIN group_called x ON x.node = m.b AND x.is_main
    LEFT JOIN group_called y ON y.node = o.b AND y.is_main
    WHERE (m.b < 0 AND o.b < 0) OR crm_names_contradict(x.who, y.who)
"""
_LABELS = """
    SELECT node, node AS label FROM (SELECT a AS node FROM group_edge UNION SELECT b FROM group_edge) touched
"""
_HOOK = """
    UPDATE group_label l SET label = m.label
    FROM (SELECT e.node, min(o.label) AS label
          FROM (SELECT a AS node, b AS other FROM group_edge UNION ALL SELECT b, a FROM group_edge) e
          JOIN group_label o ON o.node = e.other GROUP BY e.node) m
    WHERE m.node = l.node AND m.label < l.label
"""
_JUMP = "UPDATE group_label l SET label = o.label FROM group_label o WHERE o.node = l.label AND o.label < l.label"
# A name that a person's merge gave to an existing customer counts as theirs, whoever else carries it.
_CONFLICTS = """
    WITH called AS (
        SELECT l.label, c.who FROM group_label l JOIN group_called c USING (node)
        GROUP BY l.label, c.who HAVING bool_and(c.is_main)
    )
    SELECT label FROM group_label WHERE node < 0 GROUP BY label HAVING count(*) > 1
    UNION
    SELECT x.label FROM called x JOIN called y ON y.label = x.label AND y.who > x.who
    WHERE crm_names_contradict(x.who, y.who)
"""
_JOIN = """
    UPDATE group_node n SET node = l.label FROM group_label l
    WHERE l.node = n.node AND l.label <> l.node AND l.label NOT IN (SELECT label FROM group_conflict)
"""


def group(plan: Plan) -> None:
    """Settle the column `node` of group_node."""
    for kind in ("email", "phone"):
        for by_equal_name in (True, False):
            if _find_edges(plan, kind, by_equal_name=by_equal_name):
                _join(plan)


def _find_edges(plan: Plan, kind: str, *, by_equal_name: bool) -> int:
    """Fill group_edge with the pairs of nodes that have a contact of this kind in common and whose names fit."""
    plan.temp("group_here", _HERE, kind=kind)
    plan.execute("DELETE FROM group_here WHERE key IN (SELECT key FROM group_here GROUP BY key HAVING count(*) = 1)")
    plan.temp("group_called", _CALLED)
    if by_equal_name:
        return plan.temp("group_edge", _SAME_NAME)
    plan.temp("group_near_first", _NEAR.format(word="first"))
    plan.temp("group_near_last", _NEAR.format(word="last"))
    plan.temp("group_edge", _COMPATIBLE)
    if plan.temp("group_doubt", _DOUBT):
        plan.execute("UPDATE group_node SET closed = true WHERE node > 0 AND node IN (SELECT node FROM group_doubt)")
        plan.execute("DELETE FROM group_edge WHERE a IN (TABLE group_doubt) OR b IN (TABLE group_doubt)")
    return plan.fetch("SELECT count(*) FROM group_edge")[0][0]  # type: ignore[no-any-return]


def _join(plan: Plan) -> None:
    """Give every node of a connected group the smallest label in it, unless the group holds what must stay apart."""
    plan.temp("group_label", _LABELS)
    for _ in range(_MOST_ROUNDS):
        if not plan.execute(_HOOK):
            break
        plan.execute(_JUMP)
    plan.temp("group_conflict", _CONFLICTS)
    plan.execute(_JOIN)
