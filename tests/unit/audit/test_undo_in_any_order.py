"""Random change sets of inserts, updates, deletes and undos: backwards they lead to the first byte, singly to a world without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from aiop.audit.models import Change, ChangeSet
from aiop.audit.undo import CannotUndo, undo
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from crm.models import BookedOpportunity, Branch, BranchAlias, ContactPoint, Customer, LeadStatus
from tests.factories.pool_state import exact_state, pool_state

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])
Doing = tuple[str, int, int]
CALM: dict[str, Any] = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def add_lead(org: Org, one: int, other: int, mark: str) -> None:
    if not LeadStatus.objects.filter(quote_number=one).exists():
        LeadStatus.objects.create(org=org, quote_number=str(one), branch=Branch.objects.filter(name=other).first())


def add_branch(org: Org, one: int, other: int, mark: str) -> None:
    if not Branch.objects.filter(name=one).exists():
        BranchAlias.objects.create(org=org, key=mark, target=Branch.objects.create(org=org, name=str(one), key=mark))


def add_booking(org: Org, one: int, other: int, mark: str) -> None:
    if not BookedOpportunity.objects.filter(quote_number=one).exists():
        BookedOpportunity.objects.create(
            org=org, quote_number=str(one), customer=Customer.objects.filter(listed_as=other).first()
        )


def add_customer(org: Org, one: int, other: int, mark: str) -> None:
    if not Customer.objects.filter(listed_as=one).exists():
        Customer.objects.create(org=org, name=mark, listed_as=str(one))


def add_contact(org: Org, one: int, other: int, mark: str) -> None:
    customer = Customer.objects.filter(listed_as=one).first()
    if customer is not None:
        ContactPoint.objects.create(org=org, customer=customer, kind="email", value=mark, key=mark)


def change_cell(org: Org, one: int, other: int, mark: str) -> None:
    column = ("status", "estimator", "service_type")[other % 3]
    LeadStatus.objects.filter(quote_number=one).update(**{column: mark})


def save_row(org: Org, one: int, other: int, mark: str) -> None:
    for row in Customer.objects.filter(listed_as=one):
        row.origin_city = mark
        row.save()


def link_lead(org: Org, one: int, other: int, mark: str) -> None:
    booking = BookedOpportunity.objects.filter(quote_number=other).first()
    LeadStatus.objects.filter(quote_number=one).update(booked_opportunity=booking)


def move_lead(org: Org, one: int, other: int, mark: str) -> None:
    LeadStatus.objects.filter(quote_number=one).update(branch=Branch.objects.filter(name=other).first())


def link_booking(org: Org, one: int, other: int, mark: str) -> None:
    customer = Customer.objects.filter(listed_as=other).first()
    BookedOpportunity.objects.filter(quote_number=one).update(customer=customer)


def delete_lead(org: Org, one: int, other: int, mark: str) -> None:
    LeadStatus.objects.filter(quote_number=one).delete()


def delete_branch(org: Org, one: int, other: int, mark: str) -> None:
    Branch.objects.filter(name=one).delete()


def delete_booking(org: Org, one: int, other: int, mark: str) -> None:
    BookedOpportunity.objects.filter(quote_number=one).delete()


def delete_customer(org: Org, one: int, other: int, mark: str) -> None:
    Customer.objects.filter(listed_as=one).delete()


WAYS: list[Callable[[Org, int, int, str], None]] = [
    add_lead, add_branch, add_booking, add_customer, add_contact, change_cell, save_row, link_lead, move_lead, link_booking,
    delete_lead, delete_branch, delete_booking, delete_customer,
]  # fmt: skip
BY_NAME = {way.__name__: way for way in WAYS}
NUMBERS = st.integers(1, 3)
DOINGS = st.lists(st.tuples(st.sampled_from(sorted(BY_NAME)), NUMBERS, NUMBERS), min_size=1, max_size=3)


def do(org: Org, doings: list[Doing], mark: str) -> list[int]:
    """Do some things as one change set; gives its number, nothing where nothing was written."""
    with org_context(org, actor="ana"):
        latest = ChangeSet.objects.order_by("-id").values_list("id", flat=True).first() or 0
        for position, (name, one, other) in enumerate(doings):
            BY_NAME[name](org, one, other, f"{mark}.{position}")
        return list(ChangeSet.objects.filter(id__gt=latest).values_list("id", flat=True))


class Story(RuleBasedStateMachine):
    """Change sets, and undos of any of them, one after the other; at the end each goes back, the latest first."""

    org: Org

    def __init__(self) -> None:
        super().__init__()
        self._world = transaction.atomic()
        self._world.__enter__()
        self.states = [exact_state(self.org)]
        self.done: list[int] = []

    @rule(doings=DOINGS)
    def write(self, doings: list[Doing]) -> None:
        """Do some things."""
        self.note(do(self.org, doings, f"m{len(self.done)}"))

    @rule(place=st.integers(0, 20))
    def undo_one(self, place: int) -> None:
        """Take one of them back, even an undo, whatever came after it."""
        if not self.done:
            return
        try:
            undo(self.org, self.done[place % len(self.done)], by="maya")
        except CannotUndo:
            return
        with org_context(self.org, actor="test"):
            self.note([ChangeSet.objects.latest("id").pk])

    def note(self, numbers: list[int]) -> None:
        """Remember change sets with the state that they led to."""
        for number in numbers:
            self.done.append(number)
            self.states.append(exact_state(self.org))

    @invariant()
    def no_link_leads_nowhere(self) -> None:
        """Every link points to a row that is there."""
        assert "dangling" not in str(pool_state(self.org))

    def teardown(self) -> None:
        """Go back, state by state."""
        try:
            while self.done:
                assert exact_state(self.org) == self.states.pop()
                report = undo(self.org, self.done.pop(), by="maya")
                assert (report.kept_count, report.impossible_count) == (0, 0)
            assert exact_state(self.org) == self.states.pop()
        finally:
            transaction.set_rollback(True)
            self._world.__exit__(None, None, None)


def tell(org: Org, examples: int, steps: int) -> None:
    """Tell so many stories."""
    told: Any = type("ToldStory", (Story,), {"org": org})
    run_state_machine_as_test(told, settings=settings(max_examples=examples, stateful_step_count=steps, **CALM))


def test_backwards_each_story_leads_to_its_first_byte(org: Org) -> None:
    tell(org, examples=4, steps=6)


@pytest.mark.slow
@pytest.mark.nightly
def test_backwards_long_stories_lead_to_their_first_byte(org: Org) -> None:
    tell(org, examples=25, steps=10)


def replayed(org: Org, sets: list[list[Doing]], without: int | None = None) -> tuple[list[Any], list[list[int]]]:
    """Do the change sets, all but one; gives what each wrote and their numbers."""
    wrote, numbers = [], []
    for place, doings in enumerate(sets):
        numbers.append([] if place == without else do(org, doings, f"m{place}"))
        wrote.append(written(org, numbers[-1]))
    return wrote, numbers


def written(org: Org, numbers: list[int]) -> list[Any]:
    """Tell which tables change sets wrote to, how and how often."""
    with org_context(org, actor="test"):
        changes = Change.objects.filter(change_set_id__in=numbers).values_list("table_name", "op")
        models = (LeadStatus, Branch, BookedOpportunity, Customer, ContactPoint)
        return [*sorted(changes), *(model.objects.filter(added_in__in=numbers).count() for model in models)]


def compare_with_a_world_without(org: Org, sets: list[list[Doing]], place: int) -> None:
    """Tell a story and take one of its change sets back; then tell it without that one, and compare."""
    place %= len(sets)
    with transaction.atomic():
        wrote_without, _ = replayed(org, sets, without=place)
        without = pool_state(org)
        transaction.set_rollback(True)
    with transaction.atomic():
        wrote, numbers = replayed(org, sets)
        reports = [undo(org, number, by="maya") for number in numbers[place]]
        state = pool_state(org)
        transaction.set_rollback(True)
    # Where something later was another deed because of it, or went back only in part, there is no such story without it.
    same_deeds = wrote[place + 1 :] == wrote_without[place + 1 :]
    if same_deeds and not any(r.kept_count or r.impossible_count or r.unlinked for r in reports):
        assert state == without


SETS = st.lists(DOINGS, min_size=2, max_size=7)


def test_taken_back_in_the_middle_it_might_never_have_been(org: Org) -> None:
    @settings(max_examples=6, **CALM)
    @given(sets=SETS, place=NUMBERS)
    def any_story(sets: list[list[Doing]], place: int) -> None:
        compare_with_a_world_without(org, sets, place)

    any_story()


@pytest.mark.slow
@pytest.mark.nightly
def test_taken_back_in_the_middle_of_many_stories_it_might_never_have_been(org: Org) -> None:
    @settings(max_examples=80, **CALM)
    @given(sets=SETS, place=st.integers(0, 6))
    def any_story(sets: list[list[Doing]], place: int) -> None:
        compare_with_a_world_without(org, sets, place)

    any_story()
