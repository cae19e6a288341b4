"""What audits prove, against values from the tables of the exact method."""

import pytest

from aiop.identity.measure.bounds import audits_needed, lower_bound


@pytest.mark.parametrize(
    ("right", "audited", "bound"),
    [
        (10, 10, 0.741134),
        (9, 10, 0.605836),
        (5, 10, 0.222441),
        (1, 10, 0.005116),
        (0, 10, 0),
        (299, 300, 0.984285),
        (3000, 3000, 0.999002),
        (50_000, 100_000, 0.497394),
    ],
)
def test_the_bound_is_that_of_the_exact_tables(right: int, audited: int, bound: float) -> None:
    assert lower_bound(right, audited) == pytest.approx(bound, abs=2e-6)


def test_nothing_is_proven_before_the_first_audit() -> None:
    assert lower_bound(0, 0) == 0


def test_more_right_ones_than_audits_are_refused() -> None:
    with pytest.raises(ValueError, match="11 right of 10"):
        lower_bound(11, 10)


def test_three_thousand_clean_audits_prove_999_of_a_thousand_and_three_hundred_prove_99_of_a_hundred() -> None:
    assert (audits_needed(0.999), audits_needed(0.99)) == (2995, 299)


def test_each_error_among_the_audits_asks_for_more_of_them() -> None:
    needed = [audits_needed(0.99, errors=errors) for errors in range(4)]
    assert needed == [299, 473, 628, 773]
    assert lower_bound(473 - 1, 473) >= 0.99 > lower_bound(472 - 1, 472)


def test_certainty_cannot_be_audited() -> None:
    with pytest.raises(ValueError, match="No number of audits"):
        audits_needed(1.0)
