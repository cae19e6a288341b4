"""Deciding a pair: by script and by plain form, taken back, refused when somebody was quicker."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from aiop.identity import decide
from aiop.identity.models import Decision, Golden
from aiop.orgs.context import org_context
from crm.models import Customer, Job
from tests.unit.identity.screens.conftest import Login, Pool

pytestmark = pytest.mark.django_db


def say(client: Client, pool: Pool, verdict: str, place: int = 0, **more: Any) -> Any:
    """Decide a pair as the page's script does; gives the answer."""
    address = reverse("review:decide", args=["customers", pool.pairs[place].pk])
    given = {"verdict": verdict, "state": "open", "seconds": "1.4", "query": "", **more}
    return client.post(address, given, headers={"Accept": "application/json"})


def take_back(client: Client) -> Any:
    """Press Z."""
    return client.post(reverse("review:undo", args=["customers"]), headers={"Accept": "application/json"})


def test_the_same_merges_at_once_and_brings_the_pair_after_those_that_are_there(curator: Client, pool: Pool) -> None:
    answer = say(curator, pool, "same", have=[pool.pairs[1].pk])
    assert answer.status_code == 200
    told = answer.json()
    assert told["sentence"].startswith("Merged #")
    # The lead is proposed with one of a merged cluster still; the pair that was implied is settled and not asked.
    assert pool.pairs[0].pk not in {one["id"] for one in told["next"]}
    assert pool.pairs[1].pk not in {one["id"] for one in told["next"]}
    assert f'data-pair="{pool.pairs[3].pk}"' in told["next"][-1]["html"]
    with org_context(pool.org, actor="test"):
        decision = Decision.objects.get()
        assert (decision.by, decision.method, str(decision.seconds)) == ("maya", "review", "1.40")
        assert Customer.objects.get(pk=pool.people[1].pk).merged_into_id == pool.people[0].pk
        assert Job.objects.filter(customer=pool.people[0]).count() == 2
    assert pool.state(0) == "settled"


@pytest.mark.parametrize(("verdict", "state"), [("different", "settled"), ("unsure", "unsure")])
def test_different_and_unsure_move_nothing(curator: Client, pool: Pool, verdict: str, state: str) -> None:
    assert say(curator, pool, verdict).status_code == 200
    assert pool.state(0) == state
    with org_context(pool.org, actor="test"):
        assert Customer.objects.exclude(merged_into=None).count() == 0


def test_chosen_and_written_fields_survive(curator: Client, pool: Pool) -> None:
    right = pool.pairs[0].right
    chosen = json.dumps({"name": right, "first_name": right, "last_name": right})
    say(
        curator,
        pool,
        "same",
        0,
        **{"choice-name": chosen, "value-phone": "416-555-0199", "choice-email": '{"email": 999}'},
    )
    with org_context(pool.org, actor="test"):
        golden = Golden.objects.get()
    assert golden.values["name"] == "Leonora Velmonte"
    assert golden.values["phone"] == "416-555-0199"
    assert golden.provenance["name"]["rule"] == "chosen"
    assert golden.provenance["email"]["rule"] == "latest"


def test_whoever_is_late_is_told_who_decided_and_changes_nothing(curator: Client, pool: Pool) -> None:
    first, second = pool.nodes(0, 1)
    with org_context(pool.org, actor="noah"):
        decide.different(pool.org.pk, "customers", first, second, by="noah")
    answer = say(curator, pool, "same")
    assert answer.status_code == 409
    assert "noah decided “different”" in answer.json()["sentence"]
    with org_context(pool.org, actor="test"):
        assert Decision.objects.count() == 1


def test_two_who_were_told_apart_through_others_are_merged_only_on_purpose(curator: Client, pool: Pool) -> None:
    first, second, third = pool.nodes(0, 1, 2)
    with org_context(pool.org, actor="noah"):
        decide.same(pool.org.pk, "customers", [first, second], by="noah")
        decide.different(pool.org.pk, "customers", second, third, by="noah")
    state = pool.state(1)
    answer = say(curator, pool, "same", place=1, state=state)
    assert answer.status_code == 409
    assert answer.json()["bars"]
    assert say(curator, pool, "same", place=1, state=state, override="1").status_code == 200


def test_the_last_decision_is_taken_back_and_its_pair_shown_again(curator: Client, pool: Pool) -> None:
    say(curator, pool, "same")
    say(curator, pool, "different", place=3)
    for place in (3, 0):
        told = take_back(curator).json()
        assert [one["id"] for one in told["again"]] == [pool.pairs[place].pk]
    with org_context(pool.org, actor="test"):
        assert Customer.objects.exclude(merged_into=None).count() == 0
    refused = take_back(curator)
    assert refused.status_code == 409
    assert "no decision that still stands" in refused.json()["sentence"]


def test_nobody_takes_back_what_another_person_decided(curator: Client, pool: Pool, login: Login) -> None:
    say(curator, pool, "same")
    assert take_back(login(pool.org, "curator", "noah")).status_code == 409
    assert pool.state(0) == "settled"


def test_it_works_as_a_plain_form_too(curator: Client, pool: Pool) -> None:
    address = reverse("review:decide", args=["customers", pool.pairs[0].pk])
    answer = curator.post(address, {"verdict": "same", "state": "open", "query": "order=likely"}, follow=True)
    assert answer.redirect_chain[-1][0].endswith("/admin/review/customers/next/?order=likely")
    assert "Merged #" in answer.content.decode()
    assert pool.state(0) == "settled"
    back = curator.post(reverse("review:undo", args=["customers"]), {"query": ""})
    assert back["Location"].endswith(f"/pair/{pool.pairs[0].pk}/")


@pytest.mark.parametrize(
    "given", [{"verdict": ""}, {"verdict": "maybe"}, {"verdict": "same", "seconds": "soon", "note": "x" * 9000}]
)
def test_nonsense_is_refused_in_words_or_left_out(curator: Client, pool: Pool, given: dict[str, str]) -> None:
    answer = say(curator, pool, given.pop("verdict"), 0, **given)
    assert answer.status_code in (200, 409)
    assert answer.json()["sentence"]


def test_passing_over_brings_others_and_not_those_that_were_passed(curator: Client, pool: Pool) -> None:
    address = reverse("review:upcoming", args=["customers"])
    given = {"passed": [pool.pairs[0].pk], "have": [pool.pairs[1].pk], "query": ""}
    told = curator.post(address, given, headers={"Accept": "application/json"}).json()
    assert [one["id"] for one in told["next"]] == [pool.pairs[2].pk, pool.pairs[3].pk]


def test_two_reviewers_never_get_the_same_pair(curator: Client, pool: Pool, login: Login) -> None:
    address = reverse("review:next", args=["customers"])
    mine, theirs = (
        curator.get(address).content.decode(),
        login(pool.org, "curator", "noah").get(address).content.decode(),
    )
    for pair in pool.pairs:
        assert (f'data-pair="{pair.pk}"' in mine) != (f'data-pair="{pair.pk}"' in theirs)
