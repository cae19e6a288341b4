"""Ranges of days are offered without looking at a row."""

from __future__ import annotations

import datetime as dt

from aiop.adminkit.days import Range, month, read_range, suggested_ranges

TODAY = dt.date(2024, 1, 15)


def test_last_month_of_january_is_december_of_the_year_before() -> None:
    assert dict(suggested_ranges(TODAY, None, None))["Last month"] == Range(dt.date(2023, 12, 1), dt.date(2023, 12, 31))


def test_february_of_a_leap_year_has_29_days() -> None:
    assert month(2024, 2).end == dt.date(2024, 2, 29)


def test_years_go_back_to_where_the_data_starts() -> None:
    names = [name for name, _ in suggested_ranges(TODAY, None, dt.date(2022, 6, 1))]
    assert [name for name in names if name.isdigit()] == ["2024", "2023", "2022"]


def test_a_chosen_year_offers_its_months() -> None:
    chosen = Range(dt.date(2023, 1, 1), dt.date(2023, 12, 31))
    assert ("May 2023", month(2023, 5)) in suggested_ranges(TODAY, chosen, None)


def test_what_is_no_day_is_no_range() -> None:
    assert read_range("2024-02-31", "") is None
    assert read_range("", "") == Range(None, None)
