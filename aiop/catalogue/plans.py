"""What answering will cost, and which tables it reads, as the planner sees it before anything runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# In the planner's units, of which one is a page read in order; a join of everything with everything is far beyond.
BUDGET = 10_000_000
# What answers differently later although no row changed; such an answer is never kept.
_CLOCK = re.compile(
    r"\b(now\(\)|CURRENT_(DATE|TIME|TIMESTAMP)|LOCALTIME(STAMP)?|(statement|transaction)_timestamp\(\))"
)


class TooDear(Exception):  # noqa: N818  (an answer to who asked)
    """The plan costs more than an entry may, in a sentence."""


@dataclass(frozen=True)
class Plan:
    """The planner's cost, the tables that are read, and whether the clock is."""

    cost: float
    tables: tuple[str, ...]
    reads_clock: bool

    def check(self) -> None:
        """Raise TooDear for a plan beyond the budget."""
        if self.cost > BUDGET:
            raise TooDear(
                f"It would cost {self.cost:,.0f} of the planner's units, and an entry may cost {BUDGET:,}. "
                "Ask for a shorter period, or group each table before joining it."
            )


def wrapped(sql: str, more: str = "") -> str:
    """Set an entry's SELECT within ours, so that it can be nothing but one; a value is always bound, so one statement is sent."""
    return f"SELECT * FROM (\n{sql}\n) AS entry{more} OFFSET %(aiop_from)s"


def plan(cursor: Any, sql: str, bound: Mapping[str, Any]) -> Plan:
    """Ask the planner about an entry's SELECT."""
    cursor.execute(f"EXPLAIN (FORMAT JSON, VERBOSE) {wrapped(sql)}", {**bound, "aiop_from": 0})
    (found,) = cursor.fetchone()
    root = found[0]["Plan"]
    tables = {node["Relation Name"] for node in _nodes(root) if "Relation Name" in node}
    return Plan(float(root["Total Cost"]), tuple(sorted(tables)), bool(_CLOCK.search(str(found))))


def _nodes(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield node
    for child in node.get("Plans", ()):
        yield from _nodes(child)
