"""Zones: a probability alone merges nobody, nor does a rule alone, nor both until audits have proven it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aiop.identity.zones import SHIPPED, Audit, Guard, is_audit, lines_from, trips, zone_of

AUTO, BULK, NONE = Guard("auto", "auto: a rule"), Guard("bulk", "bulk: a rule"), Guard("", "a rule")
ON = replace(SHIPPED, auto_on=True)


@pytest.mark.parametrize(
    ("probability", "guard", "zone"),
    [
        (0.97, AUTO, "auto"),
        (0.85, AUTO, "review"),
        (0.995, BULK, "bulk"),
        (0.95, BULK, "review"),
        (1.0, NONE, "review"),
        (0.05, AUTO, "park"),
        (1.0, Guard(veto="veto: birth dates differ"), "review"),
    ],
)
def test_a_zone_takes_a_probability_and_a_rule(probability: float, guard: Guard, zone: str) -> None:
    assert zone_of(probability, guard, ON) == zone


def test_what_would_be_automatic_waits_for_bulk_approval_while_that_is_off() -> None:
    assert zone_of(0.97, AUTO, SHIPPED) == "bulk"


def test_a_large_cluster_is_never_made_without_a_look() -> None:
    assert zone_of(1.0, AUTO, ON, cluster_size=6) == "review"


def test_the_audit_sample_is_a_twentieth_and_always_the_same() -> None:
    pairs = [(left << 3, right << 3) for left in range(1, 400) for right in range(left + 1, left + 26)]
    sample = [pair for pair in pairs if is_audit(*pair)]

    assert 0.04 < len(sample) / len(pairs) < 0.06
    assert all(is_audit(*pair) for pair in sample)


def audits(count: int, *, wrong: int = 0) -> list[Audit]:
    return [Audit(0.99, "auto", number >= wrong) for number in range(count)]


def test_automatic_merging_takes_the_switch_and_three_thousand_clean_audits() -> None:
    assert not lines_from(audits(2_000), switched_on=True).auto_on
    assert not lines_from(audits(3_100), switched_on=False).auto_on
    assert lines_from(audits(3_100), switched_on=True).auto_on


def test_lines_are_never_looser_than_shipped_without_proof() -> None:
    lines = lines_from([Audit(0.4, "bulk", True)] * 20, switched_on=False)

    assert (lines.auto, lines.bulk, lines.review) == (SHIPPED.auto, SHIPPED.bulk, SHIPPED.review)


def test_audit_errors_beyond_the_promise_trip_it_and_one_in_thousands_does_not() -> None:
    assert trips(audits(100, wrong=2))
    assert not trips(audits(3_000, wrong=1))
    assert not trips(audits(50))
