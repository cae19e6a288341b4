"""Matching all and matching those who arrive give the same candidates, and decisions are never asked again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from aiop.audit.undo import undo
from aiop.identity.decide import different, same, unsure
from aiop.identity.match import Matched
from aiop.identity.models import Candidate, Profile, SharedValue
from aiop.identity.people.keys import RULES
from aiop.orgs.models import Org
from crm.models import Branch, Customer, SalesPerson
from tests.factories.crm import job
from tests.unit.identity.pipeline.conftest import Candidates, candidates, crowd, customer, node

pytestmark = pytest.mark.django_db
Run = Callable[..., Matched]


def twins(org: Org) -> tuple[Customer, Customer]:
    """Store one person twice."""
    one = customer(org, "Nadia Velmont", "nadia.velmont@example.com", "416-555-0101")
    other = customer(org, "Nadia Velmont", "nadia.velmont@example.com", "(416) 555-0101")
    return one, other


def after_full_run(org: Org, run: Run) -> Candidates:
    """Give the candidates that a full run makes of what is stored."""
    run(full=True)
    return candidates(org)


def test_a_double_is_proposed_with_all_that_a_reviewer_needs(inside: Org, run: Run) -> None:
    crowd(inside)
    one, other = twins(inside)

    found = run()

    candidate = Candidate.objects.for_org(inside).get(left=node(one), right=node(other))
    assert found.full
    assert candidate.probability > 0.9
    assert candidate.zone == "bulk"
    assert len(candidate.vector) == len(candidate.weights) == 10
    assert candidate.model_version.startswith("tables")


def test_a_second_run_writes_nothing(inside: Org, run: Run) -> None:
    crowd(inside)
    twins(inside)
    run()
    before = set(Candidate.objects.for_org(inside).values_list("pk", "scored_at"))

    again = run(full=True).proposed

    assert (again.new, again.changed, again.gone) == (0, 0, 0)
    assert set(Candidate.objects.for_org(inside).values_list("pk", "scored_at")) == before


def test_who_arrives_is_matched_as_a_full_run_matches_all(inside: Org, run: Run) -> None:
    old = crowd(inside)
    run()

    customer(inside, old[3].name, old[3].email or "", "9055550199")
    twins(inside)
    old[5].email = old[6].email
    old[5].phone = old[6].phone
    old[5].save()
    old[7].delete()
    found = run()

    assert not found.full
    assert found.proposed.new > 0
    assert candidates(inside) == after_full_run(inside, run)


def test_a_key_that_grows_beyond_its_cap_takes_its_pairs_with_it(
    inside: Org, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Every pair that meets is a candidate, however unlikely.
    monkeypatch.setattr("aiop.identity.propose.FLOOR", 0.0)
    crowd(inside)
    cap = next(rule.cap for rule in RULES if rule.title == "phone")
    office = [customer(inside, f"{name} Orville", "", "4165550177") for name in NAMES[:cap]]
    run()
    before = candidates(inside)

    customer(inside, f"{NAMES[cap]} Quandt", "", "4165550177")
    run()
    crowded = candidates(inside)

    assert len(crowded) < len(before)
    assert crowded == after_full_run(inside, run)
    office[0].delete()
    run()
    assert len(candidates(inside)) > len(crowded)
    assert candidates(inside) == after_full_run(inside, run)


NAMES = (
    "Ada",
    "Bruno",
    "Celeste",
    "Dmitri",
    "Esme",
    "Felix",
    "Greta",
    "Hugo",
    "Ines",
    "Jonas",
    "Kira",
    "Lorenz",
    "Mira",
)


def test_what_was_rejected_is_never_asked_again_nor_what_follows(inside: Org, run: Run) -> None:
    crowd(inside)
    one, other = twins(inside)
    third = customer(inside, "Nadia Velmont", "nadia.velmont@example.com", "4165550101")
    run()
    different(inside.pk, "customers", node(one), node(other), by="maya")
    same(inside.pk, "customers", [node(other), node(third)], by="maya")

    for _ in range(10):
        run(full=True)
        Profile.objects.for_org(inside).update(digest=0)
        run()

    asked = {pair for pair, (_, state, _) in candidates(inside).items() if state == "open"}
    assert not asked & {(node(one), node(other)), (node(one), node(third)), (node(other), node(third))}


def test_a_doubt_is_asked_again_once_a_record_says_something_new(inside: Org, run: Run) -> None:
    crowd(inside)
    one, other = twins(inside)
    run()
    pair = Candidate.objects.for_org(inside).get(left=node(one), right=node(other))
    unsure(inside.pk, "customers", pair.left, pair.right, by="maya")
    run(full=True)
    pair.refresh_from_db()
    assert (pair.state, pair.because) == ("unsure", "")

    Customer.objects.filter(pk=other.pk).update(phone="416-555-0177", phone_key="+14165550177")
    run()

    pair.refresh_from_db()
    assert pair.state == "open"
    assert pair.because.startswith("A record has changed since: ")
    run(full=True)
    pair.refresh_from_db()
    assert pair.state == "open"

    unsure(inside.pk, "customers", pair.left, pair.right, by="maya")
    pair.refresh_from_db()
    assert (pair.state, pair.because) == ("unsure", "")


def test_a_pair_decided_before_it_was_ever_proposed_is_not_asked(inside: Org, run: Run) -> None:
    crowd(inside)
    one, other = twins(inside)
    different(inside.pk, "customers", node(one), node(other), by="maya")

    run()

    assert candidates(inside)[node(one), node(other)][1] == "settled"


def test_what_a_merge_moved_does_not_change_what_records_are_compared_by(inside: Org, run: Run) -> None:
    crowd(inside)
    one, other = twins(inside)
    run()
    before = {pair: score for pair, (score, _, _) in candidates(inside).items()}

    decided = same(inside.pk, "customers", [node(one), node(other)], by="maya")
    run(full=True)
    assert {pair: score for pair, (score, _, _) in candidates(inside).items()} == before

    assert decided.change_set_id
    undo(inside, decided.change_set_id, by="maya")
    assert run(full=True).arrived.cleaned == 0


def test_a_shared_phone_no_longer_brings_people_together(inside: Org, run: Run) -> None:
    crowd(inside)
    one = customer(inside, "Ada Velmont", "", "4165550177")
    other = customer(inside, "Bruno Orville", "", "4165550177")
    run()
    assert Profile.objects.for_org(inside).get(node=node(one)).values.count("4165550177") == 1

    SharedValue.objects.create(org=inside, entity="customers", kind="phone", value="4165550177", reason="an office")
    pairs = run(full=True).pairs

    SharedValue.objects.all().delete()
    assert run(full=True).pairs == pairs + 1
    assert other.pk


def test_short_names_are_proposed_with_their_rule(inside: Org, run: Run) -> None:
    for name in ("Rosa K", "Rosa Klein", "Tomas", "Petra S"):
        SalesPerson.objects.create(org=inside, name=name)
    for name in ("Montreal", "MTL", "North Bay", "South Bay"):
        Branch.objects.create(org=inside, name=name)

    run("sales_people")
    run("branches")

    rules = {c.rule for c in Candidate.objects.for_org(inside).filter(entity="sales_people")}
    assert "auto: last name and its initial" in rules
    assert len(candidates(inside, "branches")) == 1


def test_a_job_exported_twice_is_found_but_never_two_jobs_of_one_quote(inside: Org, run: Run) -> None:
    shared: dict[str, Any] = {
        "name": "Ada Velmont", "email": "ada@example.com", "job_date": "2025-03-05",
        "job_type": "Local", "origin_address": "1 Elm St", "destination_address": "2 Oak St", "total_actual_cost": 1000,
    }  # fmt: skip
    first = job(inside, "10200-1", job_id="a", **shared)
    job(inside, "10200-2", job_id="b", **shared)
    twice = job(inside, "10200-1", job_id="c", **shared)

    run("jobs")

    assert set(candidates(inside, "jobs")) == {(node(first), node(twice))}
    assert Candidate.objects.for_org(inside).get(entity="jobs").zone == "bulk"
