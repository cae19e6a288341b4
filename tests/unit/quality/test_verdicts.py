"""From what was measured to a verdict in words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from aiop.quality.checks import Definition, Kind
from aiop.quality.trend import trend_warning
from aiop.quality.verdict import Measured, Status, judge
from aiop.quality.wording import threshold_text, value_text
from tests.unit.quality.conftest import ACTIVE, NAMELESS

AGE = replace(NAMELESS, kind=Kind.AGE, threshold=Decimal(7))


def test_no_wrong_row_passes() -> None:
    verdict = judge(NAMELESS, Measured(0, None, Decimal(0)))
    assert (verdict.status, verdict.value, verdict.message) == (Status.PASSED, Decimal(0), "No such rows.")


def test_one_wrong_row_fails_where_none_is_allowed() -> None:
    verdict = judge(NAMELESS, Measured(1, None, Decimal(1)))
    assert (verdict.status, verdict.message) == (Status.FAILED, "1 row; none is allowed.")


@pytest.mark.parametrize(("failing", "status"), [(1200, Status.PASSED), (1201, Status.FAILED)])
def test_as_many_wrong_rows_pass_as_are_allowed(failing: int, status: Status) -> None:
    verdict = judge(replace(NAMELESS, threshold=Decimal(1200)), Measured(failing, None, Decimal(failing)))
    assert verdict.status is status
    assert verdict.message == f"{failing:,} rows; up to 1,200 may be."


def test_a_rate_states_value_counts_and_threshold() -> None:
    verdict = judge(ACTIVE, Measured(1, 3, Decimal("66.6666666")))
    assert verdict.status is Status.FAILED
    assert verdict.value == Decimal("66.67")
    assert verdict.message == "66.67 % (2 of 3); at least 75.00 % is wanted."


def test_a_rate_at_its_threshold_passes() -> None:
    assert judge(ACTIVE, Measured(1, 4, Decimal(75))).status is Status.PASSED


def test_a_rate_with_a_failing_row_never_reads_one_hundred() -> None:
    verdict = judge(replace(ACTIVE, threshold=Decimal(100)), Measured(1, 100_000, Decimal("99.999")))
    assert (verdict.status, verdict.value) == (Status.FAILED, Decimal("99.99"))


def test_a_corrected_rate_of_nothing_is_unknown_and_passes() -> None:
    verdict = judge(ACTIVE, Measured(0, 0, None))
    assert (verdict.status, verdict.value, verdict.message) == (Status.PASSED, None, "No rows to check.")


def test_the_original_rate_of_nothing_is_zero_and_fails() -> None:
    verdict = judge(replace(ACTIVE, definition=Definition.ORIGINAL), Measured(0, 0, None))
    assert (verdict.status, verdict.value) == (Status.FAILED, Decimal("0.00"))


@pytest.mark.parametrize(("days", "status"), [("7.00", Status.PASSED), ("7.01", Status.FAILED)])
def test_an_age_passes_up_to_its_threshold(days: str, status: Status) -> None:
    assert judge(AGE, Measured(0, 1, Decimal(days))).status is status


def test_what_has_not_happened_yet_has_no_age() -> None:
    verdict = judge(AGE, Measured(0, 0, None))
    assert (verdict.status, verdict.message) == (Status.PASSED, "It has not happened yet.")


def test_a_drop_of_more_than_two_points_under_the_median_warns() -> None:
    recent = [Decimal(96), Decimal(90), Decimal(97)]
    assert trend_warning(Decimal("93.99"), recent) == "Fell 2.01 points under its seven-day median of 96.00 %."
    assert trend_warning(Decimal("94.00"), recent) is None


def test_a_first_value_has_no_trend_and_an_unknown_value_neither() -> None:
    assert trend_warning(Decimal(1), []) is None
    assert trend_warning(None, [Decimal(90)]) is None


def test_values_and_thresholds_carry_their_unit() -> None:
    assert [
        value_text(ACTIVE, Decimal("96.4")),
        value_text(AGE, Decimal("2.34")),
        value_text(NAMELESS, Decimal(1200)),
    ] == [
        "96.40 %",
        "2.3 days",
        "1,200",
    ]
    assert value_text(ACTIVE, None) == "–"
    assert [threshold_text(ACTIVE), threshold_text(AGE), threshold_text(NAMELESS)] == [
        "at least 75 %",
        "at most 7 days",
        "none",
    ]
