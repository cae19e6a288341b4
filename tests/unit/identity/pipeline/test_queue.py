"""The queue: nobody is asked what somebody else has on the desk, and what is worth most comes first."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from aiop.identity.decide import unsure
from aiop.identity.models import Candidate
from aiop.identity.queue import Filters, counts, priority, release, take
from aiop.identity.scoring import explain, fields
from aiop.orgs.models import Org
from tests.unit.identity.pipeline.conftest import customer, node

pytestmark = pytest.mark.django_db


def pair(org: Org, number: int, **given: Any) -> Candidate:
    """Store an open candidate."""
    values = {"probability": 0.5, "zone": "review", "worth": Decimal(0), "priority": priority(0.5, 0), **given}
    made: Candidate = Candidate.objects.create(
        org=org, entity="customers", left=number * 16, right=number * 16 + 8, **values
    )
    return made


def taken(org: Org, by: str, **filters: Any) -> list[int]:
    return [c.left // 16 for c in take(org.pk, "customers", by=by, filters=Filters(**filters))]


def test_two_reviewers_never_get_the_same_pair(inside: Org) -> None:
    for number in range(1, 8):
        pair(inside, number, priority=float(number))

    assert taken(inside, "maya") == [7, 6, 5]
    assert taken(inside, "ana") == [4, 3, 2]
    assert taken(inside, "maya") == [7, 6, 5]


def test_a_lease_that_ran_out_or_was_given_back_is_free_again(inside: Org) -> None:
    pair(inside, 1)
    taken(inside, "maya")
    assert taken(inside, "ana") == []

    release(inside.pk, "customers", by="maya")
    assert taken(inside, "ana") == [1]

    Candidate.objects.update(assigned_until=timezone.now() - timedelta(seconds=1))
    assert taken(inside, "maya") == [1]


def test_filters_keep_what_they_say(inside: Org) -> None:
    pair(inside, 1, zone="bulk", probability=0.99)
    pair(inside, 2, worth=Decimal(5000))
    pair(inside, 3, zone="park", probability=0.05)
    pair(inside, 4, is_audit=True, probability=0.3)

    assert set(taken(inside, "maya")) == {1, 2, 4}
    assert taken(inside, "maya", zone="park") == [3]
    assert taken(inside, "maya", low=0.9) == [1]
    assert taken(inside, "maya", worth_from=Decimal(1000)) == [2]
    assert taken(inside, "maya", audit_only=True) == [4]
    assert taken(inside, "maya", order="likely") == [1, 2, 4]


def test_a_text_finds_pairs_by_name_and_is_no_pattern(inside: Org) -> None:
    ada, other = customer(inside, "Ada 100% Velmont"), customer(inside, "Bruno Orville")
    Candidate.objects.create(
        org=inside, entity="customers", left=node(ada), right=node(other), probability=0.5, zone="review"
    )

    assert len(take(inside.pk, "customers", by="maya", filters=Filters(text="0% velm"))) == 1
    assert take(inside.pk, "customers", by="ana", filters=Filters(text="a%t")) == []


def test_who_was_unsure_is_not_asked_again_but_a_second_person_is(inside: Org) -> None:
    ada, other = customer(inside, "Ada Velmont"), customer(inside, "Ada Velmonte")
    Candidate.objects.create(
        org=inside, entity="customers", left=node(ada), right=node(other), probability=0.5, zone="review"
    )
    unsure(inside.pk, "customers", node(ada), node(other), by="maya")

    assert take(inside.pk, "customers", by="maya", filters=Filters(state="unsure")) == []
    assert len(take(inside.pk, "customers", by="ana", filters=Filters(state="unsure"))) == 1


def test_counts_say_how_many_are_left_and_how_long_they_take(inside: Org) -> None:
    assert counts(inside.pk, "customers").words == "None left"
    for number in range(1, 42):
        pair(inside, number, zone="park" if number == 41 else "review")

    left = counts(inside.pk, "customers")

    assert left == {"review": 40, "park": 1}
    assert left.words == "40 left, about 2 minutes"


def test_many_are_counted_as_far_as_that_is_cheap(inside: Org, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aiop.identity.queue.COUNTED_UP_TO", 30)
    for number in range(1, 42):
        pair(inside, number, zone="bulk" if number > 35 else "review")

    left = counts(inside.pk, "customers")

    assert left == {"review": 30, "bulk": 6}
    assert left.words == "over 36 left, about 2 minutes"


def test_priority_grows_with_money_and_with_doubt() -> None:
    assert priority(0.5, 0) > priority(0.05, 0)
    assert priority(0.5, 10_000) > priority(0.5, 0)
    assert priority(0.99, 0) > priority(0.02, 0)


def test_an_explanation_adds_up_to_the_probability(inside: Org) -> None:
    made = pair(inside, 1, probability=0.8, vector=[1] * 10, weights=[3.0, -1.0, *[0.0] * 8], model_version="tables 1")

    found = explain(inside.pk, made)

    assert sum(bits for _, bits in found.waterfall) == pytest.approx(2.0)
    assert [label for label, _ in found.waterfall][1:] == fields("customers")[:2]
    assert found.for_
    assert found.against
