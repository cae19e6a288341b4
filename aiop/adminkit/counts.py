"""How many rows: exact while counting is cheap, the planner's estimate beyond."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import connections, models
from django.db.models.lookups import Exact

EXACT_UP_TO = 10_000


@dataclass(frozen=True)
class Count:
    """A number of rows and whether it was counted or estimated."""

    number: int
    exact: bool = True

    def __str__(self) -> str:
        return f"{self.number:,}" if self.exact else f"about {self.number:,}"


def count_rows(rows: models.QuerySet[models.Model], *, exact_up_to: int = EXACT_UP_TO) -> Count:
    """Count `rows`, filters and all; beyond `exact_up_to` ask the planner and round to what it can know."""
    bare = rows.order_by().select_related(None)
    counted = bare.values("pk")[: exact_up_to + 1].count()
    if counted <= exact_up_to:
        return Count(counted)
    return Count(max(_rounded(_estimate(_left_to_row_security(bare))), exact_up_to), exact=False)


def _left_to_row_security(rows: models.QuerySet[models.Model]) -> models.QuerySet[models.Model]:
    """Give `rows` without their own condition on the organisation, for the planner alone.

    Row security names the organisation too, and the planner, taking the two for independent, would count it twice.
    """
    freed = rows.all()
    freed.query.where.children = [c for c in freed.query.where.children if not _names_org(c)]
    return freed


def _names_org(condition: Any) -> bool:
    return isinstance(condition, Exact) and getattr(getattr(condition.lhs, "target", None), "name", "") == "org"


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
