"""Random stories of merges, splits, edits, loads and undos: what was taken back might never have been."""

from __future__ import annotations

import os
import random
from typing import Any

import pytest
from django.db import transaction

from aiop.audit.undo import undo
from aiop.identity.decide import CannotDecide
from aiop.identity.models import Link
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from crm.link.run import link
from tests.factories.pool_state import State, pool_state
from tests.unit.identity.decisions.story_steps import WAYS, found

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])

Step = tuple[str, int, int]
TAKE_BACK = "take back"


class Told:
    """A story as it went: what each step came to, and which change sets it made."""

    def __init__(self, org: Org, story: list[Step], left_out: set[int]) -> None:
        """Do the steps, all but some."""
        self.org = org
        self.went: list[Any] = []
        self.made: dict[int, int] = {}
        self.taken: set[int] = set()
        for place, step in enumerate(story):
            self.went.append(None if place in left_out else self._do(place, *step))

    def _do(self, place: int, name: str, one: int, other: int) -> Any:
        """Do a step; gives what was done by it: a decision by what it says of whom, so that another one is told from it."""
        if name == TAKE_BACK:
            return self._take_back(one)
        with org_context(self.org, actor="maya"):
            try:
                with transaction.atomic():
                    outcome = WAYS[name](self.org, one, other)
            except CannotDecide as refusal:
                return type(refusal).__name__
            if isinstance(outcome, int):
                self.made[place] = outcome
                links = Link.objects.filter(decision__change_set_id=outcome)
                return sorted(links.values_list("left", "right", "verdict"))
        return outcome == "nothing"

    def _take_back(self, which: int) -> Any:
        """Take back, do again and take back again, or take back one of those that stand."""
        standing = sorted(set(self.made) - self.taken)
        if standing:
            self.undo(standing[which % len(standing)], again=which % 3 == 0)

    def undo(self, place: int, *, again: bool = False) -> None:
        """Take a step back; `again` brings it back in between."""
        undoing = undo(self.org, self.made[place], by="maya").change_set
        if again and undoing is not None:
            undo(self.org, undoing, by="maya")
            undo(self.org, self.made[place], by="maya")
        self.taken.add(place)

    def state(self) -> State:
        """Link once more, as every night does, and read every business table."""
        link(self.org, execute=True, by="link")
        return pool_state(self.org)


def invented(rng: random.Random) -> list[Step]:
    names = [*WAYS, TAKE_BACK, TAKE_BACK]
    return [(rng.choice(names), rng.randrange(12), rng.randrange(12)) for _ in range(rng.randint(3, 10))]


def compare(org: Org, seed: int) -> bool:
    """Tell a story, take some of it back in any order, and compare with the story that never had it."""
    rng = random.Random(seed)
    story = invented(rng)
    with transaction.atomic():
        told = Told(org, story, set())
        left = sorted(set(told.made) - told.taken)
        for place in rng.sample(left, rng.randint(0, len(left))):
            told.undo(place, again=rng.random() < 0.2)
        state = told.state()
        transaction.set_rollback(True)
    # Taking back is left out as well: there is nothing to take back.
    left_out = told.taken | {place for place, (name, _, _) in enumerate(story) if name == TAKE_BACK}
    with transaction.atomic():
        without = Told(org, story, left_out)
        wanted = without.state()
        transaction.set_rollback(True)
    rest = [place for place in range(len(story)) if place not in left_out]
    # Where a later step was another deed because of what was taken back, there is no such story without it.
    if [told.went[p] for p in rest] != [without.went[p] for p in rest]:
        return False
    assert state == wanted, f"seed {seed}: {story}, taken back {sorted(told.taken)}"
    return bool(told.taken)


def compare_many(org: Org, first: int, count: int) -> int:
    found(org)
    return sum(compare(org, seed) for seed in range(first, first + count))


def test_what_was_taken_back_might_never_have_been(org: Org) -> None:
    assert compare_many(org, 0, 4) > 0


@pytest.mark.slow
@pytest.mark.nightly
def test_what_was_taken_back_of_many_stories_might_never_have_been(org: Org) -> None:
    count = int(os.environ.get("STORIES", "20"))
    assert compare_many(org, 1000, count) > count // 4
