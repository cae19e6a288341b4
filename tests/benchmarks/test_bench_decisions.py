"""What decisions cost: beside the bare UPDATE of the same rows, through the same triggers, in the same run; and by the bars."""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection, transaction

from aiop.audit.undo import undo
from aiop.identity.decide import same, same_many
from aiop.identity.entity import entity_named, node_of
from aiop.identity.settle_all import settle_all
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from crm.models import Customer, Job
from tests.benchmarks.matching.settings import REPORT_ONLY
from tests.factories.crm import job

pytestmark = [pytest.mark.benchmark, pytest.mark.slow, pytest.mark.django_db]
MERGED = 10_000
GROUPS = 500
# Seconds that taking back a merge of five with 1,000 rows, and approving 500 pairs, may take.
MOST_BACK, MOST_BULK = 0.2, 3.0
_HOME = """
    UPDATE crm_job t SET customer_id = p.original_id FROM identity_placement p
    WHERE p.table_name = 'crm_job' AND p.row_id = t.id AND t.customer_id = p.resolved_id
"""
_BACK = """
    UPDATE crm_job t SET customer_id = p.resolved_id FROM identity_placement p WHERE p.table_name = 'crm_job' AND p.row_id = t.id
"""


def people(org: Org, count: int, rows: int) -> list[int]:
    """Store customers with so many jobs among them; gives their nodes."""
    made = Customer.objects.bulk_create(
        [Customer(org=org, name=f"Rosa {n}", email=f"r{n}@example.com") for n in range(count)], batch_size=5_000
    )
    first = job(org, customer=made[0])
    fields = [
        f
        for f in Job._meta.concrete_fields
        if not (f.primary_key or f.generated or f.name in {"added_in", "created_at", "updated_at"})
    ]
    kept = {field.attname: getattr(first, field.attname) for field in fields}
    Job.objects.bulk_create(
        [
            Job(**{**kept, "job_id": f"{first.job_id}-{n}", "job_number": f"{first.job_number}-{n}", "customer_id": made[n % count].pk})
            for n in range(rows)
        ],
        batch_size=2_000,
    )  # fmt: skip
    return [node_of(customer.pk) for customer in made]


def seconds(act: Callable[[], object]) -> float:
    """Time something that is rolled back."""
    with transaction.atomic():
        began = time.monotonic()
        act()
        taken = time.monotonic() - began
        transaction.set_rollback(True)
    return taken


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_settling_everyone_is_near_a_bare_update(org: Org, capsys: pytest.CaptureFixture[str]) -> None:
    entity = entity_named("customers")
    with org_context(org, actor="bench"):
        nodes = people(org, 2 * MERGED, 2 * MERGED)
        pairs = [nodes[n : n + 2] for n in range(0, len(nodes), 2)]
        for start in range(0, len(pairs), GROUPS):
            same_many(org.pk, "customers", pairs[start : start + GROUPS], by="maya")
        idle = seconds(lambda: settle_all(org.pk, entity))
        run(_HOME)
        bare = min(seconds(lambda: run(_BACK)) for _ in range(3))
        settled = min(seconds(lambda: settle_all(org.pk, entity)) for _ in range(3))
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{MERGED:,} merged: nothing to do {idle:.2f} s; all rows to move {settled:.2f} s, bare UPDATE {bare:.2f} s, "
            f"ratio {settled / bare:.1f}"
        )
    assert settled < 8 * bare


def test_taking_back_a_merge_of_five_with_a_thousand_rows(org: Org, capsys: pytest.CaptureFixture[str]) -> None:
    with org_context(org, actor="bench"):
        nodes = people(org, 5, 1_000)
        number = same(org.pk, "customers", nodes, by="maya", seconds=Decimal(1)).change_set_id
        assert number
        taken = min(seconds(lambda: undo(org, number, by="maya")) for _ in range(3))
        groups = people(org, 2 * GROUPS, 2 * GROUPS)
        pairs = [groups[n : n + 2] for n in range(0, len(groups), 2)]
        bulk = min(seconds(lambda: same_many(org.pk, "customers", pairs, by="maya")) for _ in range(3))
    with capsys.disabled():
        print(  # noqa: T201
            f"\nUnmerge of 5 with 1,000 rows {taken * 1000:.0f} ms; {GROUPS} approved in bulk {bulk:.2f} s, "
            f"ratio of a group to a merge taken back {bulk / GROUPS / taken:.3f}"
        )
    assert bulk / GROUPS < taken
    assert REPORT_ONLY or (taken <= MOST_BACK and bulk <= MOST_BULK)
