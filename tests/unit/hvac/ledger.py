"""Building in tests: one builder at a time, and what its table holds afterwards."""

from __future__ import annotations

import datetime as dt
from typing import Any

from aiop.builders.build import Outcome, build
from aiop.builders.declared import find_builders
from aiop.builders.windows import Window
from aiop.orgs.context import org_context
from aiop.orgs.models import Org

TODAY = dt.date(2026, 3, 31)
NOON = dt.datetime(2026, 3, 31, 18, tzinfo=dt.UTC)


def run(org: Org, *names: str, window: Window | None = None) -> dict[str, Outcome]:
    """Build, and hold every builder to having worked and to writing nothing the second time."""
    wanted = [builder.name for builder in find_builders(names or None) if builder.name.startswith("hvac_")]
    first = {outcome.builder.name: outcome for outcome in build(org, wanted, window=window, by="test")}
    broken = {name: outcome.error for name, outcome in first.items() if outcome.error}
    assert broken == {}, broken
    again = build(org, wanted, window=window, by="test")
    rewritten = {outcome.builder.name: outcome.built for outcome in again if outcome.built.written}
    assert rewritten == {}, rewritten
    return first


def held(org: Org, model: Any, *columns: str, order: str = "id") -> list[tuple[Any, ...]]:
    """Give columns of what a table of results holds."""
    with org_context(org, actor="test"):
        return list(model.objects.for_org(org).order_by(order).values_list(*columns))


def failing(outcome: Outcome) -> dict[str, int]:
    """Give the audits that found rows."""
    return {audited.name: audited.failing for audited in outcome.audits if audited.failing}
