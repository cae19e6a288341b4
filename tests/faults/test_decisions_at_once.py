"""Decisions, matching, a link step and loads at once on the same few records: all end, nothing is orphaned, every old id resolves."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from aiop.audit.models import ChangeSet
from aiop.audit.undo import CannotUndo, undo
from aiop.identity.decide import CannotDecide, different, same, same_many, split
from aiop.identity.entity import all_entities, entity_named, node_of
from aiop.identity.history import cluster_of, survivor_of
from aiop.identity.match import match
from aiop.identity.models import Profile
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from crm.link.run import link
from crm.models import Customer, Job, SalesPerson
from tests.factories.tiny_company import load_exports, write_exports

pytestmark = [
    pytest.mark.faults,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "owner", "side"]),
]
CLIENTS, DEEDS, PATIENCE_SECONDS = 10, 6, 240  # seven who decide, one each who links, loads and matches
Deed = Callable[[Org, random.Random], Any]


@pytest.fixture
def filled(org: Org, tmp_path: Path) -> Org:
    """Give the organisation with a company of a few rows, linked."""
    load_exports(org, write_exports(tmp_path / "exports"))
    link(org, execute=True, by="link")
    return org


def some(model: Any, rng: random.Random, count: int) -> list[int]:
    ids = sorted(model.objects.values_list("pk", flat=True))[:6]
    return [node_of(number) for number in rng.sample(ids, count)]


def merge(org: Org, rng: random.Random) -> None:
    same(org.pk, "customers", some(Customer, rng, 2), by="maya", override=True)


def merge_sellers(org: Org, rng: random.Random) -> None:
    same(org.pk, "sales_people", some(SalesPerson, rng, 2), by="maya", override=True)


def approve(org: Org, rng: random.Random) -> None:
    same_many(org.pk, "customers", [some(Customer, rng, 2), some(Customer, rng, 3)], by="maya")


def tell_apart(org: Org, rng: random.Random) -> None:
    different(org.pk, "customers", *some(Customer, rng, 2), by="maya")


def split_off(org: Org, rng: random.Random) -> None:
    split(org.pk, "customers", some(Customer, rng, 1), by="maya")


def take_back(org: Org, rng: random.Random) -> None:
    numbers = list(ChangeSet.objects.filter(kind__in=["merge", "undo"]).values_list("pk", flat=True))
    if numbers:
        undo(org, rng.choice(numbers), by="maya")


INSIDE: tuple[Deed, ...] = (merge, merge_sellers, approve, tell_apart, split_off, take_back, merge, take_back)


def match_people(org: Org, rng: random.Random) -> None:
    """Match everybody, or who arrived; afterwards nobody knows them, so that the next time they are matched again."""

    @contextmanager
    def work() -> Iterator[None]:
        with org_context(org, actor="matching"):
            yield

    match(org.pk, entity_named("customers"), full=rng.random() < 0.5, work=work)
    with work():
        Profile.objects.all().delete()


def client(org: Org, number: int, folder: Path, went: list[str]) -> None:
    """Do things one after the other; an answer in words is an outcome, anything else a fault."""
    rng = random.Random(number)
    try:
        for _ in range(DEEDS):
            if number == 0:
                link(org, execute=True, by="link")
            elif number == 1:
                load_exports(
                    org, write_exports(folder / f"{rng.random()}", mark=rng.choice(["", f"New {rng.random()} "]))
                )
            elif number == 2:
                match_people(org, rng)
            else:
                went.append(_decide(org, rng))
    except Exception as fault:  # noqa: BLE001  (told to the test, which fails with it)
        went.append(f"{type(fault).__name__}: {fault}")
    finally:
        connections.close_all()


def _decide(org: Org, rng: random.Random) -> str:
    deed = rng.choice(INSIDE)
    try:
        with org_context(org, actor="maya"):
            deed(org, rng)
    except (CannotDecide, CannotUndo):
        return "refused"
    return "done"


def test_eight_at_once_all_end_and_nothing_is_orphaned(filled: Org, tmp_path: Path) -> None:
    went: list[str] = []
    threads = [threading.Thread(target=client, args=(filled, n, tmp_path, went), daemon=True) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    assert [thread for thread in threads if thread.is_alive()] == []
    assert set(went) <= {"done", "refused"}, Counter(went)
    assert went.count("done") > len(went) // 4
    link(filled, execute=True, by="link")
    with org_context(filled, actor="test"):
        check_that_all_is_in_line(filled)


def check_that_all_is_in_line(org: Org) -> None:
    """Every id resolves in one hop to whom the decisions say, no row points to a merged record but one that had to stay."""
    for entity in all_entities():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT id, merged_into_id FROM "{entity.table}"')
            records = cursor.fetchall()
        for record, into in records:
            survivor = node_of(into or record)
            assert survivor_of(org.pk, entity.name, node_of(record)) == survivor
            assert cluster_of(org.pk, entity.name, node_of(record)).survivor == survivor
    assert Job.objects.filter(customer__merged_into__isnull=False).count() == 0
    assert Job.objects.filter(customer=None, opportunity_status="Booked").count() == 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM identity_placement p JOIN crm_job j ON j.id = p.row_id AND p.table_name = 'crm_job' "
            "AND p.column_name = 'customer_id' WHERE j.customer_id <> p.resolved_id"
        )
        assert cursor.fetchone() == (0,)
