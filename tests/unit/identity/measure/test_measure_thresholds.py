"""Lines of the zones from audited pairs, and how far reviewers agree."""

import pytest

from aiop.identity.measure.agreement import agreement
from aiop.identity.measure.thresholds import expected_wrong, proof_at, proven_line


def test_three_hundred_clean_audits_prove_the_line_at_their_lowest_score() -> None:
    scores = [1 - n / 1000 for n in range(300)]
    proof = proven_line(scores, [True] * 300, precision=0.99)
    assert proof is not None
    assert proof.score == pytest.approx(0.701)
    assert (proof.right, proof.audited) == (300, 300)


def test_an_error_low_down_leaves_the_line_above_it() -> None:
    scores = [1 - n / 1000 for n in range(310)]
    proof = proven_line(scores, [True] * 305 + [False] * 5, precision=0.99)
    assert proof is not None
    assert proof.score == pytest.approx(1 - 304 / 1000)


def test_a_line_below_an_error_is_found_once_enough_clean_audits_follow() -> None:
    scores = [1 - n / 1000 for n in range(600)]
    proof = proven_line(scores, [n != 100 for n in range(600)], precision=0.99)
    assert proof is not None
    assert (proof.right, proof.audited) == (599, 600)


def test_pairs_of_one_score_are_proven_together() -> None:
    proof = proven_line([0.9] * 299 + [0.8, 0.8], [True] * 300 + [False], precision=0.99)
    assert proof is not None
    assert proof.score == 0.9


def test_too_few_audits_prove_no_line_and_say_what_they_prove() -> None:
    assert proven_line([0.9, 0.8], [True, True], precision=0.99) is None
    assert proof_at(0.8, 2, 2).bound == pytest.approx(0.05**0.5)


def test_approving_pairs_costs_the_doubt_in_each() -> None:
    assert expected_wrong([0.99, 0.95, 1.0]) == pytest.approx(0.06)


def test_two_reviewers_who_agree_have_kappa_one_and_by_chance_zero() -> None:
    assert agreement("ssdd", "ssdd") == 1
    assert agreement("ssdd", "sdsd") == 0
    assert agreement("ssss", "ssss") == 1
    assert agreement("", "") is None


def test_kappa_counts_three_verdicts() -> None:
    first = ["same"] * 25 + ["different"] * 20 + ["unsure"] * 5
    second = ["same"] * 20 + ["different"] * 5 + ["different"] * 15 + ["same"] * 5 + ["unsure"] * 5
    assert agreement(first, second) == pytest.approx((0.8 - 0.42) / (1 - 0.42))
