"""Probabilities held against what came true."""

import pytest

from aiop.identity.measure.calibration import Bin, bins, calibration_error


def test_a_probability_that_comes_true_as_often_as_it_says_has_no_error() -> None:
    assert calibration_error([0.75] * 4, [True, True, True, False]) == pytest.approx(0)


def test_the_error_is_weighted_by_how_many_pairs_each_bin_holds() -> None:
    probabilities, same = [0.95] * 9 + [0.05], [True] * 9 + [True]
    assert calibration_error(probabilities, same) == pytest.approx(0.9 * 0.05 + 0.1 * 0.95)


def test_certainty_falls_into_the_last_bin_and_empty_bins_are_left_out() -> None:
    assert bins([1.0, 0.0], [True, False]) == [Bin(1, 0, 0), Bin(1, 1, 1)]


def test_no_pairs_have_no_error() -> None:
    assert calibration_error([], []) == 0


def test_what_is_no_probability_is_refused() -> None:
    with pytest.raises(ValueError, match=r"not at 1\.2"):
        calibration_error([1.2], [True])
