"""Learning: enough labels make a challenger, and one that does worse is refused."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from aiop.identity.audits import labels
from aiop.identity.entity import entity_named
from aiop.identity.learn import learn, new_labels
from aiop.identity.lessons import propose_words, share_values
from aiop.identity.match import Matched
from aiop.identity.measures import auto_state, expected_wrong, precision_by_zone, reviewers
from aiop.identity.models import Candidate, Decision, Link, ModelVersion, SharedValue, TaughtWord
from aiop.orgs.models import Org
from crm.models import LeadSource
from tests.unit.identity.pipeline.conftest import crowd, customer, node

pytestmark = pytest.mark.django_db
Run = Callable[..., Matched]
CUSTOMERS = "customers"


def say(org: Org, entity: str, verdicts: dict[tuple[int, int], str], by: str = "maya") -> None:
    """Store what a reviewer said of pairs, without its effects."""
    number = Decision.objects.count()
    made = Decision.objects.bulk_create(
        Decision(
            org=org,
            entity=entity,
            kind=verdict,
            method="review",
            nodes=list(pair),
            by=by,
            change_set_id=10**9 + number + n,
        )
        for n, (pair, verdict) in enumerate(verdicts.items())
    )
    Link.objects.bulk_create(
        Link(org=org, decision=decision, entity=entity, left=pair[0], right=pair[1], verdict=verdict)
        for decision, (pair, verdict) in zip(made, verdicts.items(), strict=True)
    )


def labelled(org: Org, run: Run, count: int) -> dict[tuple[int, int], str]:
    """Store people of whom every other is there twice, match them, and give the truth of every candidate."""
    rng = random.Random(5)
    true: set[tuple[int, int]] = set()
    for at, one in enumerate(crowd(org, count)):
        if at % 2:
            phone = one.phone if rng.random() < 0.7 else f"905555{at:04d}"
            other = customer(org, one.name, one.email or "", phone or "")
        else:
            other = customer(org, f"Zoe {one.last_name}", "", one.phone or "")
        if at % 2:
            true.add((node(one), node(other)))
    run()
    pairs = Candidate.objects.for_org(org).values_list("left", "right")
    return {pair: "same" if pair in true else "different" for pair in pairs}


def test_a_layer_takes_two_hundred_labels(inside: Org, run: Run) -> None:
    truth = labelled(inside, run, 40)
    say(inside, CUSTOMERS, truth)

    found = learn(inside.pk, entity_named(CUSTOMERS), by="maya")

    assert not found.promoted
    assert "200 labels" in found.reason
    assert not ModelVersion.objects.exists()


def test_a_challenger_that_does_no_worse_is_taken_and_scores_from_then_on(inside: Org, run: Run) -> None:
    truth = labelled(inside, run, 320)
    assert len(truth) >= 200
    say(inside, CUSTOMERS, truth)
    assert new_labels(inside.pk, entity_named(CUSTOMERS)) == len(truth)

    found = learn(inside.pk, entity_named(CUSTOMERS), by="maya")
    run(full=True)

    assert found.promoted, found.metrics
    assert ModelVersion.objects.get(state="champion").name == found.version
    assert {c.model_version for c in Candidate.objects.all()} == {found.version}
    assert new_labels(inside.pk, entity_named(CUSTOMERS)) == 0


def test_a_challenger_that_does_worse_is_refused_and_nothing_changes(
    inside: Org, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    truth = labelled(inside, run, 320)
    say(inside, CUSTOMERS, truth)
    fit: Any = learn.__globals__["layer"].fit

    def taught_wrong(vec: Any, prior: Any, same: Any, **how: Any) -> Any:
        return fit(vec, prior, ~same, **how)

    monkeypatch.setattr("aiop.identity.learn.layer.fit", taught_wrong)
    found = learn(inside.pk, entity_named(CUSTOMERS), by="maya")

    assert not found.promoted
    assert ModelVersion.objects.get().state == "refused"
    assert run(full=True).proposed.changed == 0


def test_values_that_several_people_have_are_listed_as_shared(inside: Org, run: Run) -> None:
    for name in ("Ada Velmont", "Bruno Orville", "Celeste Quandt"):
        customer(inside, name, "", "4165550177")
    run()

    assert share_values(inside.pk, entity_named(CUSTOMERS)) == 1
    assert share_values(inside.pk, entity_named(CUSTOMERS)) == 0
    assert SharedValue.objects.get().reason == "3 different names"


def test_words_that_merges_ignore_are_proposed_once(inside: Org, run: Run) -> None:
    names = ("Kijiji", "Angi", "Porch", "Thumbtack")
    pairs = {}
    for name in names:
        one, other = (LeadSource.objects.create(org=inside, name=text) for text in (name, f"{name} Zorp"))
        pairs[node(one), node(other)] = "same"
    run("lead_sources")
    say(inside, "lead_sources", pairs)

    assert len(labels(inside.pk, "lead_sources")) == 4
    assert propose_words(inside.pk, entity_named("lead_sources")) == 1
    assert TaughtWord.objects.get().word == "zorp"
    assert propose_words(inside.pk, entity_named("lead_sources")) == 0


def test_figures_of_quality_come_from_audited_labels(inside: Org, run: Run) -> None:
    truth = labelled(inside, run, 40)
    Candidate.objects.update(is_audit=True)
    say(inside, CUSTOMERS, truth)
    some = dict(list(truth.items())[:10])
    say(inside, CUSTOMERS, some, by="ana")

    zones = {zone.name: zone for zone in precision_by_zone(inside.pk, CUSTOMERS)}
    people = {person.by: person for person in reviewers(inside.pk, CUSTOMERS)}

    assert sum(zone.audited for zone in zones.values()) == len(truth)
    assert zones["bulk"].certain < (zones["bulk"].measured or 0)
    assert people["ana"].shared == 10
    assert people["ana"].agreement == 1
    assert not auto_state(inside.pk, CUSTOMERS).works
    pairs, wrong = expected_wrong(inside.pk, CUSTOMERS, "bulk")
    assert 0 <= wrong < pairs
