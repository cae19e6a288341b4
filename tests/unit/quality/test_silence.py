"""Stretches of days without rows: told where chance does not explain them, by how many rows came before."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.quality.expectation import passes
from aiop.quality.silence import longest
from crm.models import BadLead

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 20)


def said(org: Org, rows: dict[int, int], *, until: str = "date '2026-11-19'") -> tuple[Decimal | None, bool, str]:
    """Make rows so many days ago, as many as said, and ask."""
    with org_context(org, actor="maya"), connection.cursor() as cursor:
        BadLead.objects.bulk_create(
            BadLead(org=org, natural_key=f"{ago}-{n}", date_lead_received=TODAY - dt.timedelta(days=ago))
            for ago, number in rows.items() for n in range(number)
        )  # fmt: skip
        cursor.execute(longest("crm_badlead", "date_lead_received", until=until), {"today": TODAY})
        found: Any = cursor.fetchone()
    return (None, True, "") if found is None else found[1:]


def every(days: int, first: int, last: int = 200) -> dict[int, int]:
    """One row every so many days."""
    return dict.fromkeys(range(first, last, days), 1)


@pytest.mark.parametrize(
    ("rows", "is_good"),
    [
        (every(1, 10), True),  # 56 rows in eight weeks: ten days may pass
        (every(1, 14), False),
        (every(4, 36), True),  # 14 in eight weeks: eight weeks may pass
        (every(4, 61), False),
        (every(7, 80), True),  # 8 in eight weeks: hardly anything tells
        ({**every(1, 30), **every(1, 1, 12)}, False),  # gone in between
        ({**every(1, 60), **every(1, 1, 42)}, True),  # and long ago
        (every(1, 20, 40), True),  # too young to tell
        ({}, True),
    ],
)
def test_how_long_without_rows_depends_on_how_many_came_before(
    org: Org, rows: dict[int, int], *, is_good: bool
) -> None:
    assert said(org, rows)[1] is is_good


def test_it_says_which_days_are_missing(org: Org) -> None:
    assert said(org, every(1, 14)) == (
        Decimal("119.86"), False,
        "None from 2026-11-07 to 2026-11-19, 13 days; after the 56 rows of the 56 days before, up to 10 would pass.",
    )  # fmt: skip


def test_days_that_no_export_can_hold_yet_are_not_missing(org: Org) -> None:
    assert said(org, every(1, 14), until="date '2026-11-09'")[1]


def test_a_weekday_that_never_brings_rows_is_no_silence(org: Org) -> None:
    mondays = [ago for ago in range(1, 200) if (TODAY - dt.timedelta(days=ago)).isoweekday() == 1]
    value, is_good, _ = said(org, dict.fromkeys(mondays, 10))
    assert (is_good, value is not None and value < 5) == (True, True)


def test_mondays_that_are_missing_where_only_mondays_bring_rows_are(org: Org) -> None:
    mondays = [ago for ago in range(1, 200) if (TODAY - dt.timedelta(days=ago)).isoweekday() == 1]
    assert not said(org, dict.fromkeys(mondays[2:], 10))[1]


def test_a_season_that_was_quiet_a_year_ago_may_be_quiet_again(org: Org) -> None:
    """Half a year of rows each day, quiet weeks in November: told in the first year, and as usual in the second."""
    first_year = every(1, 20, 200)
    before = {**every(1, 364 + 20, 364 + 200), **every(5, 364 - 30, 364 + 20)}
    assert not said(org, first_year)[1]
    with org_context(org, actor="maya"):
        BadLead.objects.all().delete()
    assert said(org, {**first_year, **before})[1]


def test_the_lines_of_a_stretch_are_the_same_wherever_they_are_drawn() -> None:
    """Where eight rows are expected none is too few, however much days scatter; where five are, it is not."""
    assert passes(9.0, 3.0) == (1.0, 27.0)
    assert passes(5.0, 2.0) == (0.0, 17.0)
    assert passes(100.0, 10.0) == (60.0, 160.0)
