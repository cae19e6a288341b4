"""Decisions from a spreadsheet, and zones merged at once: every line is decided, was decided before, or is refused by name."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from django.db import transaction

from aiop.files.reading.source import Refused
from aiop.identity.bulk import NotProven, components, merge_zone
from aiop.identity.candidates import answers_around
from aiop.identity.decisions_file import Outcome, decide_file
from aiop.identity.entity import entity_named
from aiop.identity.models import Candidate, Decision
from aiop.orgs.models import Org
from crm.models import Customer
from tests.unit.identity.pipeline.conftest import customer, node

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(inside: Org) -> list[Customer]:
    """Give customers 1 to 8 as their own system numbers them."""
    return [customer(inside, f"Ada Velmont{n}", listed_as=str(n)) for n in range(1, 9)]


def decide(org: Org, tmp_path: Path, text: str) -> Outcome:
    path = tmp_path / "decisions.csv"
    path.write_text(text, encoding="utf-8")
    return decide_file(org.pk, entity_named("customers"), path, by="maya")


def test_each_line_is_decided_by_whom_it_names(inside: Org, people: list[Customer], tmp_path: Path) -> None:
    text = "Left Id;Right;Decision;Reviewer;Notes\n1;2;same;ana;one phone\n3;4;Different;;\n5;6;unsure;;\n7;8;;;\n"

    found = decide(inside, tmp_path, text)

    assert (found.read, found.decided, found.blank) == (4, {"same": 1, "different": 1, "unsure": 1}, 1)
    first = Decision.objects.get(kind="same")
    assert (first.by, first.note, first.method) == ("ana", "one phone", "file")
    people[1].refresh_from_db()
    assert people[1].merged_into_id == people[0].pk


def test_a_file_that_comes_twice_decides_nothing_twice(inside: Org, people: list[Customer], tmp_path: Path) -> None:
    text = "left,right,verdict\n1,2,same\n3,4,different\n5,6,unsure\n"
    decide(inside, tmp_path, text)

    again = decide(inside, tmp_path, text)

    assert (again.before, sum(again.decided.values()), again.refused) == (3, 0, [])
    assert Decision.objects.count() == 3


def test_bad_lines_are_refused_by_line_column_value_and_reason(
    inside: Org, people: list[Customer], tmp_path: Path
) -> None:
    text = "left,right,verdict\n1,99,same\n1,1,same\n1,2,maybe not\n,2,same\n3,4\n5,6,same\n"

    found = decide(inside, tmp_path, text)

    assert found.decided["same"] == 1
    assert [(p.line, p.column, p.value) for p in found.refused] == [
        (2, "right", "99"), (3, "right", "1"), (4, "verdict", "maybe not"), (5, "left", ""), (6, "", "3,4"),
    ]  # fmt: skip
    assert found.read == 6


def test_what_was_told_apart_is_not_merged_by_a_file(inside: Org, people: list[Customer], tmp_path: Path) -> None:
    decide(inside, tmp_path, "left,right,verdict\n1,2,different\n")

    found = decide(inside, tmp_path, "left,right,verdict\n2,1,same\n")

    assert [(p.line, p.reason) for p in found.refused] == [(2, "they were told apart before")]


def test_a_file_without_verdicts_is_refused(inside: Org, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="verdict"):
        decide(inside, tmp_path, "left,right\n1,2\n")


def propose(org: Org, left: Customer, right: Customer, zone: str = "bulk", *, audit: bool = False) -> None:
    Candidate.objects.create(
        org=org, entity="customers", left=node(left), right=node(right), probability=0.995, zone=zone, is_audit=audit
    )


def test_a_zone_is_merged_but_for_the_audit_sample_and_large_groups(inside: Org, people: list[Customer]) -> None:
    propose(inside, people[0], people[1])
    propose(inside, people[2], people[3], audit=True)
    many = [customer(inside, "Bruno Orville") for _ in range(6)]
    for one, other in pairwise(many):
        propose(inside, one, other)

    found = merge_zone(inside.pk, entity_named("customers"), "bulk", by="maya", work=transaction.atomic)

    assert (found.merged, len(found.too_large)) == (1, 1)
    assert found.expected_wrong == pytest.approx(0.03)
    clusters = answers_around(inside.pk, "customers", [node(people[0]), node(people[2])]).clusters
    assert node(people[1]) in clusters.members(node(people[0]))
    assert node(people[3]) not in clusters.members(node(people[2]))
    again = merge_zone(inside.pk, entity_named("customers"), "bulk", by="maya", work=transaction.atomic)
    assert again.merged == 0


def test_the_automatic_zone_says_what_is_missing(inside: Org, people: list[Customer]) -> None:
    customers = entity_named("customers")
    with pytest.raises(NotProven, match="switched off"):
        merge_zone(inside.pk, customers, "auto", by="maya", work=transaction.atomic)

    inside.settings = {"identity": {"auto": ["customers"]}}
    inside.save()
    with pytest.raises(NotProven, match="2,995"):
        merge_zone(inside.pk, customers, "auto", by="maya", work=transaction.atomic)


def test_pairs_tie_groups_together() -> None:
    assert components([(1, 2), (3, 4), (2, 5), (6, 7), (7, 3)]) == [(1, 2, 5), (3, 4, 6, 7)]
