"""Values are written as people write them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from aiop.adminkit import format as fmt
from aiop.adminkit import hover

NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("value", "text"),
    [(181618, "181,618"), (Decimal("12.50"), "12.5"), (0, "0"), (Decimal(-1240), "-1,240"), (None, "–")],
)
def test_numbers_have_their_thousands_separated(value: Decimal | int | None, text: str) -> None:
    assert fmt.number(value) == text


def test_money_keeps_its_cents_and_unknown_is_a_dash() -> None:
    assert fmt.money(Decimal("48210.5")) == "48,210.50"
    assert fmt.money(None) == "–"


def test_a_day_is_written_by_the_name_of_its_month() -> None:
    assert fmt.day(dt.date(2026, 11, 1)) == "1 Nov 2026"


def test_a_moment_is_told_in_the_organisations_zone_with_how_long_ago_on_hover() -> None:
    written = hover.moment(NOW - dt.timedelta(hours=3), ZoneInfo("America/Phoenix"), NOW)
    assert ">21 Nov 2026, 02:00<" in written
    assert "3 hours ago · America/Phoenix" in written


@pytest.mark.parametrize(
    ("days", "text"),
    [(0, "today"), (1, "yesterday"), (-1, "tomorrow"), (3, "3 days ago"), (-400, "in 1 year"), (15, "2 weeks ago")],
)
def test_days_are_told_relative_to_today(days: int, text: str) -> None:
    assert fmt.days_ago(NOW.date() - dt.timedelta(days=days), NOW.date()) == text


def test_a_moment_ago_is_just_now() -> None:
    assert fmt.ago(NOW - dt.timedelta(seconds=20), NOW) == "just now"
