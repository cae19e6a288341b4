"""Which days the address of a dashboard means."""

from __future__ import annotations

import datetime as dt

import pytest

from aiop.dashboards.periods import Days, Step, bucket_name, bucket_start, buckets, preset_period, read_period

UNTIL = dt.date(2025, 11, 18)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("preset", "start", "before"),
    [
        ("30d", "2025-10-20", Days(day("2025-09-20"), day("2025-10-19"))),
        ("90d", "2025-08-21", Days(day("2025-05-23"), day("2025-08-20"))),
        ("12m", "2024-12-01", Days(day("2023-12-01"), day("2024-11-18"))),
        ("ytd", "2025-01-01", Days(day("2024-01-01"), day("2024-11-18"))),
    ],
)
def test_presets_end_on_the_last_day_of_data_and_are_compared_with_days_as_many(
    preset: str, start: str, before: Days
) -> None:
    period = preset_period(preset, UNTIL)
    assert period.days == Days(day(start), UNTIL)
    assert period.before == before


def test_all_days_are_compared_with_none() -> None:
    assert preset_period("all", UNTIL).days == Days(None, None)
    assert preset_period("all", UNTIL).before is None


def test_an_empty_address_shows_the_last_twelve_months() -> None:
    assert read_period({}, until=UNTIL) == preset_period("12m", UNTIL)


def test_given_days_win_over_a_preset_and_are_compared_with_as_many_before() -> None:
    period = read_period({"from": "2025-03-01", "to": "2025-03-10", "period": "all"}, until=UNTIL)
    assert period.days == Days(day("2025-03-01"), day("2025-03-10"))
    assert period.before == Days(day("2025-02-19"), day("2025-02-28"))
    assert period.name == "1 Mar 2025 – 10 Mar 2025"


@pytest.mark.parametrize(
    "given",
    [
        {"from": "31/02/2025"},
        {"from": "2025-02-31"},
        {"to": "tomorrow"},
        {"from": "2025-03-02", "to": "2025-03-01"},
        {"from": "0001-01-01"},
        {"to": "9999-12-31"},
        {"period": "<script>"},
    ],
)
def test_an_address_that_makes_no_sense_shows_the_usual_days_and_says_so(given: dict[str, str]) -> None:
    period = read_period(given, until=UNTIL)
    assert period.days == preset_period("12m", UNTIL).days
    assert period.problem.endswith("the last 12 months are shown instead.")


def test_the_29th_of_february_is_compared_with_the_28th() -> None:
    assert preset_period("ytd", day("2024-02-29")).before == Days(day("2023-01-01"), day("2023-02-28"))


@pytest.mark.parametrize(
    ("preset", "step"), [("30d", Step.DAY), ("90d", Step.WEEK), ("12m", Step.MONTH), ("all", Step.MONTH)]
)
def test_longer_periods_are_cut_more_coarsely(preset: str, step: Step) -> None:
    assert preset_period(preset, UNTIL).step is step


def test_a_period_is_cut_into_whole_months_and_weeks_from_monday_without_gaps() -> None:
    days = Days(day("2024-12-15"), day("2025-02-03"))
    assert [bucket_name(bucket, Step.MONTH) for bucket in buckets(days, Step.MONTH)] == [
        "Dec 2024",
        "Jan 2025",
        "Feb 2025",
    ]
    weeks = list(buckets(days, Step.WEEK))
    assert weeks[0] == Days(day("2024-12-09"), day("2024-12-15"))
    assert weeks[-1] == Days(day("2025-02-03"), day("2025-02-09"))
    assert bucket_start(day("2025-02-09"), Step.WEEK) == weeks[-1].start
    assert list(buckets(Days(None, UNTIL), Step.DAY)) == []


def test_days_within_days_are_those_of_both() -> None:
    inside = Days(day("2025-01-10"), None).clip(Days(day("2025-01-01"), day("2025-01-31")))
    assert inside == Days(day("2025-01-10"), day("2025-01-31"))
    assert str(inside) == "10 Jan 2025 – 31 Jan 2025"
