"""Random stories of merges, splits, edits, arrivals and undos: what was taken back might never have been."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from aiop.audit.undo import undo
from aiop.identity.decide import CannotDecide, choose, different, same, split
from aiop.identity.entity import node_of
from aiop.identity.history import cluster_of
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from crm.link.run import link
from crm.models import BadLead, ContactPoint, Customer, Job
from tests.factories.crm import booking, job
from tests.factories.pool_state import State, pool_state

pytestmark = pytest.mark.django_db

PEOPLE = 6
Step = tuple[str, int, int]


def found(org: Org) -> None:
    """Store people who share an e-mail by twos, with bookings and jobs, and a bad lead who may be any of them."""
    with org_context(org, actor="a load"):
        for place in range(PEOPLE):
            email = f"person{place // 2}@example.com"
            made = Customer.objects.create(
                org=org, name=f"Rosa {'abcdef'[place]}", email=email, email_key=email, made_from=f"booking {place}"
            )
            ContactPoint.objects.create(org=org, customer=made, kind="email", key=email, value=email)
            booking(
                org, str(place), f"Rosa {'abcdef'[place]}", email, customer=made, booked_date=f"2025-0{place + 1}-01"
            )
            job(org, f"{place}-1", f"Rosa {'abcdef'[place]}", email, customer=made, customer_method="quote",
                job_date=f"2025-0{place + 1}-05", origin_city=f"Town {place}")  # fmt: skip
            BadLead.objects.create(org=org, natural_key=f"bad {place}", customer_name=f"Rosa {place}")
    link(org, execute=True, by="link")


def person(org: Org, place: int) -> Customer:
    return Customer.objects.get(made_from=f"booking {place % PEOPLE}")


def node(org: Org, place: int) -> int:
    return node_of(person(org, place).pk)


def merge(org: Org, one: int, other: int) -> Any:
    if one % PEOPLE == other % PEOPLE:
        return None
    decided = same(
        org.pk, "customers", [node(org, one), node(org, other)], by="maya", override=True,
        survivor=node(org, other) if other >= PEOPLE else None,
    )  # fmt: skip
    return decided.change_set_id


def tell_apart(org: Org, one: int, other: int) -> Any:
    return different(org.pk, "customers", node(org, one), node(org, other), by="maya").change_set_id


def split_off(org: Org, one: int, other: int) -> Any:
    return split(org.pk, "customers", [node(org, one)], by="maya").change_set_id


def choose_value(org: Org, one: int, other: int) -> Any:
    typed = {"origin_city": {"value": f"Chosen {other}"}}
    return choose(org.pk, "customers", node(org, one), by="maya", choices=typed).change_set_id


def edit(org: Org, one: int, other: int) -> Any:
    Customer.objects.filter(pk=person(org, one).pk).update(destination_city=f"Edited {other}")


def move_by_hand(org: Org, one: int, other: int) -> Any:
    target, row = person(org, other), Job.objects.get(job_number=f"{one % PEOPLE}-1")
    if target.merged_into_id is not None or row.customer_id == target.pk:
        return "nothing"
    Job.objects.filter(pk=row.pk).update(customer=target)
    return None


def arrive(org: Org, one: int, other: int) -> Any:
    """A new booking by somebody's e-mail, linked at once."""
    quote = f"9{one}{other}"
    if Job.objects.filter(job_number=f"{quote}-1").exists():
        return "nothing"
    name, email = f"Rosa {'abcdef'[one % PEOPLE]}", f"person{one % PEOPLE // 2}@example.com"
    booking(org, quote, name, email, booked_date="2024-02-01")
    job(org, f"{quote}-1", name, email, job_date="2025-11-01", origin_city=f"Arrived {other}")
    link(org, execute=True, by="link")
    return None


def tie(org: Org, one: int, other: int) -> Any:

    row = BadLead.objects.get(natural_key=f"bad {other % PEOPLE}")
    return same(org.pk, "customers", [node(org, one), node_of(row.pk, 1)], by="maya", override=True).change_set_id


WAYS: dict[str, Callable[[Org, int, int], Any]] = {
    "merge": merge, "merge again": merge, "tell apart": tell_apart, "split": split_off, "choose": choose_value,
    "edit": edit, "move by hand": move_by_hand, "arrive": arrive, "tie": tie,
}  # fmt: skip


def tell(org: Org, story: list[Step], left_out: set[int]) -> tuple[list[Any], dict[int, int]]:
    """Do the steps but some; gives how each went, who was one after it, and the change sets of decisions."""
    went: list[Any] = []
    made: dict[int, int] = {}
    for place, (name, one, other) in enumerate(story):
        if place in left_out:
            went.append(None)
            continue
        with org_context(org, actor="maya"):
            whole = cluster_of(org.pk, "customers", node(org, one)).nodes if name == "split" else ()
            try:
                with transaction.atomic():
                    outcome = WAYS[name](org, one, other)
            except CannotDecide as refusal:
                went.append(type(refusal).__name__)
                continue
        if isinstance(outcome, int):
            made[place] = outcome
        went.append((outcome == "nothing", whole))
    return went, made


def state_of(org: Org) -> State:
    """Link once more, as every night does, and read every business table."""
    link(org, execute=True, by="link")
    return pool_state(org)


def compare(org: Org, seed: int) -> bool:
    """Tell a story, take some of its decisions back in any order, and compare with the story that never had them."""
    rng = random.Random(seed)
    story = [(rng.choice(list(WAYS)), rng.randrange(12), rng.randrange(12)) for _ in range(rng.randint(3, 9))]
    with transaction.atomic():
        went, made = tell(org, story, set())
        taken = rng.sample(sorted(made), rng.randint(1, len(made))) if made else []
        for place in taken:
            undo(org, made[place], by="maya")
        state = state_of(org)
        transaction.set_rollback(True)
    with transaction.atomic():
        went_without, _ = tell(org, story, set(taken))
        without = state_of(org)
        transaction.set_rollback(True)
    rest = [place for place in range(len(story)) if place not in taken]
    # Where a later step was another deed because of what was taken back, there is no such story without it.
    if [went[p] for p in rest] != [went_without[p] for p in rest]:
        return False
    assert state == without, f"seed {seed}: {story}, taken back {taken}"
    return bool(taken)


def compare_many(org: Org, first: int, count: int) -> int:
    found(org)
    return sum(compare(org, seed) for seed in range(first, first + count))


def test_what_was_taken_back_might_never_have_been(org: Org) -> None:
    assert compare_many(org, 0, 4) > 0


@pytest.mark.slow
def test_what_was_taken_back_of_many_stories_might_never_have_been(org: Org) -> None:
    count = int(os.environ.get("STORIES", "60"))
    assert compare_many(org, 1000, count) > count // 3
