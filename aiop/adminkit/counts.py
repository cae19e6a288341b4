"""How many rows: exact while counting is cheap, the planner's estimate beyond."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any

from django.db import connections, models
from django.db.models.lookups import Exact

EXACT_UP_TO = 10_000
# Seconds; an organisation's share of a table moves slowly.
SHARE_KNOWN_FOR = 300.0
_shares: dict[tuple[type[models.Model], Any], tuple[float, float]] = {}


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
    return Count(max(_rounded(int(_estimate(bare) / _org_share(bare))), exact_up_to), exact=False)


def _org_share(rows: models.QuerySet[models.Model]) -> float:
    """Give the share of a table that the planner takes an organisation for, by which it has counted once too often.

    Row security and the query both name the organisation; the planner takes the two for independent and multiplies.
    """
    org = next((c.rhs for c in rows.query.where.children if _names_org(c)), None)
    if org is None:
        return 1.0
    key = (rows.model, org)
    share, known_at = _shares.get(key, (1.0, 0.0))
    if not known_at or time.monotonic() - known_at > SHARE_KNOWN_FOR:
        every = rows.model._default_manager.using(rows.db).order_by()
        share = min(1.0, _estimate(every.filter(org_id=org)) / max(1, _estimate(every)))
        _shares[key] = (share, time.monotonic())
    return max(share, 1e-6)


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
