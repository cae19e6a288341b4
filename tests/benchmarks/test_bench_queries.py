"""What the lead pool's catalogue costs: each entry beside a scan of the largest table that it reads, in the same run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from aiop.catalogue.entries import Entry
from aiop.catalogue.plans import BUDGET, plan, wrapped
from aiop.catalogue.reader import reading
from aiop.catalogue.run import bound_values
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from crm.link.run import link
from crm.sandbox.generate import AS_OF
from tests.benchmarks.conftest import SCALE
from tests.factories.tiny_company import load_exports
from tests.integration.crm_queries.asking import of_crm

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.django_db(transaction=True, databases=["default", "owner", "side", "reader"]),
]
TRIES = 3
# An entry reads several tables, joins and groups them; how often it may cost the scan of one. Small tables are read in less
# time than a question takes to plan, so there the ratio says nothing.
MOST_SCANS = 20


def soonest(work: Callable[[], object]) -> float:
    """Give the least seconds that some work took."""
    spent = []
    for _ in range(TRIES):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return min(spent)


def measured(cursor: Any, entry: Entry, values: dict[str, Any], floors: dict[str, float]) -> tuple[float, float, float]:
    """Give an entry's seconds, those of the scan beside it, and its plan's cost."""
    planned = plan(cursor, entry.sql, values)
    for table in set(planned.tables) - set(floors):
        # Where a row lies is in no index: every page is read, as for the least of all questions.
        floors[table] = soonest(lambda: cursor.execute(f"SELECT count(ctid) FROM {table}"))  # noqa: B023
    bound = {**values, "aiop_from": 0}

    def ask() -> None:
        cursor.execute(wrapped(entry.sql), bound)
        cursor.fetchall()

    return soonest(ask), max(floors[table] for table in planned.tables), planned.cost


@pytest.mark.slow
def test_every_entry_costs_a_few_scans_and_keeps_the_budget(committed_org: Org, exports: Path) -> None:
    load_exports(committed_org, exports)
    link(committed_org, execute=True, by="benchmark")
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    found: dict[str, tuple[float, float, float]] = {}
    floors: dict[str, float] = {}
    for entry in of_crm():
        with org_context(committed_org, actor="vera"), reading(committed_org, seconds=60) as cursor:
            found[entry.name] = measured(cursor, entry, bound_values(entry, committed_org, {}, AS_OF), floors)
            seconds, floor, _ = found[entry.name]
            print(f"{entry.name:40} {seconds:7.3f} s {seconds / floor:6.1f} scans")  # noqa: T201

    ratios = {name: seconds / floor for name, (seconds, floor, _) in found.items()}
    print(f"median {statistics.median(ratios.values()):.1f} scans, most {max(ratios.values()):.1f}")  # noqa: T201
    assert {name: cost for name, (_, _, cost) in found.items() if cost > BUDGET} == {}
    if SCALE == "full":
        assert {name: ratio for name, ratio in ratios.items() if ratio > MOST_SCANS} == {}
