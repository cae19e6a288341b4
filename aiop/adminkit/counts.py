"""How many rows: exact while counting is cheap, the planner's estimate beyond."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import connections, models

EXACT_UP_TO = 10_000


@dataclass(frozen=True)
class Count:
    """A number of rows and whether it was counted or estimated."""

    number: int
    exact: bool = True

    def __str__(self) -> str:
        return f"{self.number:,}" if self.exact else f"about {self.number:,}"


def count_rows(rows: models.QuerySet[models.Model], *, exact_up_to: int = EXACT_UP_TO) -> Count:
    """Count `rows`, filters and all; beyond `exact_up_to` ask the planner and round to what it can know.

    `rows` must name the organisation itself: the planner then knows its share of the table from the statistics, and takes
    row security's same condition for the same; by row security alone it would take every organisation for equally large.
    """
    bare = rows.order_by().select_related(None)
    counted = bare.values("pk")[: exact_up_to + 1].count()
    if counted <= exact_up_to:
        return Count(counted)
    return Count(max(_rounded(_estimate(bare)), exact_up_to), exact=False)


def _estimate(rows: models.QuerySet[models.Model]) -> int:
    sql, params = rows.values("pk").query.sql_with_params()
    with connections[rows.db].cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        row = cursor.fetchone()
    plan = row[0] if row else "[]"
    parsed: Any = json.loads(plan) if isinstance(plan, str) else plan
    return int(parsed[0]["Plan"]["Plan Rows"])


def _rounded(number: int) -> int:
    """Round to four figures, or to whole hundreds below a million."""
    step = int(max(100, 10 ** (len(str(number)) - 4)))
    return round(number / step) * step
