"""Precision, recall and F1 of pairs, at a line and along all lines."""

import pytest

from aiop.identity.measure.pairs import PairCounts, at_line, best_line, compared, lines, lowest_line, pair

SCORES = [0.9, 0.9, 0.8, 0.7, 0.4, 0.2]
SAME = [True, True, False, True, False, True]


def test_a_pair_is_kept_once_with_the_smaller_row_left() -> None:
    assert pair(7, 3) == pair(3, 7) == (3, 7)


def test_a_row_makes_no_pair_with_itself() -> None:
    with pytest.raises(ValueError, match="both are 3"):
        pair(3, 3)


def test_found_pairs_are_held_against_true_ones() -> None:
    counts = compared({(1, 2), (1, 3), (4, 5)}, {(1, 2), (4, 5), (6, 7), (8, 9)})
    assert counts == PairCounts(right=2, wrong=1, missed=2)
    assert (counts.precision, counts.recall, counts.f1) == pytest.approx((2 / 3, 0.5, 4 / 7))


def test_nothing_found_and_nothing_to_find_are_zero_not_an_error() -> None:
    counts = compared(set(), set())
    assert (counts.precision, counts.recall, counts.f1) == (0, 0, 0)


def test_a_line_counts_what_stands_on_it_and_what_was_never_scored() -> None:
    assert at_line(SCORES, SAME, 0.8, true=6) == PairCounts(right=2, wrong=1, missed=4)


def test_pairs_of_one_score_stand_or_fall_together() -> None:
    drawn = list(lines(SCORES, SAME, true=4))
    assert [line.score for line in drawn] == [0.9, 0.8, 0.7, 0.4, 0.2]
    assert all(line.counts == at_line(SCORES, SAME, line.score, true=4) for line in drawn)


def test_the_best_line_has_the_highest_f1() -> None:
    line = best_line(SCORES, SAME, true=4)
    assert line is not None
    assert line.score == 0.2
    assert line.counts.f1 == pytest.approx(0.8)


def test_the_lowest_line_of_a_precision_may_lie_below_one_that_fails_it() -> None:
    line = lowest_line(SCORES, SAME, true=4, precision=0.75)
    assert line is not None
    assert line.score == 0.7


def test_no_line_is_drawn_where_nothing_was_scored_or_nothing_is_good_enough() -> None:
    assert best_line([], [], true=3) is None
    assert lowest_line([0.5], [False], true=3, precision=0.5) is None
