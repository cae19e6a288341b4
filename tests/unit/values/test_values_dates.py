"""Days, moments and the order in which a column writes them."""

import datetime as dt
from contextlib import suppress
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiop.values.dates import ColumnOrder, Order, date, date_order
from aiop.values.errors import BadValue
from aiop.values.moments import moment

QUICK = settings(max_examples=80, deadline=None)
TORONTO = ZoneInfo("America/Toronto")
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))
FIRST_MOMENT = dt.datetime.fromisoformat("2000-01-02")
LAST_MOMENT = dt.datetime.fromisoformat("2100-12-30")
FIFTH_OF_MARCH = dt.date(2024, 3, 5)


@pytest.mark.parametrize(
    "written",
    [
        "3/5/2024",
        "03/05/2024",
        "2024-03-05",
        "2024/3/5",
        "20240305",
        "3-5-2024",
        " 3/5/2024\u00a0",
        "2024-03-05 00:00:00",
        "2024-03-05T00:00:00",
        "2024-03-05 00:00:00.000",
        "3/5/2024 0:00",
        "3/5/2024 12:00 AM",
        "3/5/2024 12:00:00 AM",
    ],
)
def test_a_day_is_read_in_every_way_it_is_written(written: str) -> None:
    assert date(written) == FIFTH_OF_MARCH


@pytest.mark.parametrize("order", ["MDY", "DMY", "YMD"])
@pytest.mark.parametrize("nothing", ["0/0/0", "00/00/0000", "0000-00-00", "", "--", "NaT", "0/0/0 12:00 AM"])
def test_the_sentinel_and_blanks_are_no_day(nothing: str, order: Order) -> None:
    assert date(nothing, order) is None
    assert moment(nothing, TORONTO, order) is None


@pytest.mark.parametrize(
    ("written", "order", "reason"),
    [
        ("31/02/2024", "DMY", "is not a date: February 2024 has 29 days, not 31"),
        ("31/02/2024", "MDY", "is not a date: there is no month 31"),
        ("02/30/2023", "MDY", "is not a date: February 2023 has 28 days, not 30"),
        ("2024-02-31", "MDY", "is not a date: February 2024 has 29 days, not 31"),
        ("4/0/2024", "MDY", "is not a date: April 2024 has 30 days, not 0"),
        ("3/5/24", "MDY", "has a year of two digits, so its century is unknown"),
        ("3/5/1999", "MDY", "is not a date we accept: 1999 is outside 2000 to 2100"),
        ("3/5/2101", "MDY", "is not a date we accept: 2101 is outside 2000 to 2100"),
        ("0001-01-01", "MDY", "is not a date we accept: 1 is outside 2000 to 2100"),
        ("3/5/2024", "YMD", "is not a date with the year first"),
        ("3/5/2024 4:15 PM", "MDY", "has a time of day, so it is not a date"),
        ("2024-03-05T00:00:00Z", "MDY", "is not a date"),
        ("3/5-2024", "MDY", "is not a date"),
        ("45356", "MDY", "is not a date"),
        ("soon", "MDY", "is not a date"),
        ("\u0663/5/2024", "MDY", "is not a date"),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_the_true_reason(written: str, order: Order, reason: str) -> None:
    with pytest.raises(BadValue) as refused:
        date(written, order)
    assert refused.value.reason == reason


@QUICK
@given(DAYS)
def test_a_day_survives_every_order(day: dt.date) -> None:
    assert date(f"{day.month}/{day.day}/{day.year}", "MDY") == day
    assert date(f"{day.day:02}/{day.month:02}/{day.year}", "DMY") == day
    assert date(f"{day.day}.{day.month}.{day.year}", "DMY") == day
    for order in ("MDY", "DMY", "YMD"):
        assert date(day.isoformat(), order) == day
        assert date(day.strftime("%Y%m%d"), order) == day


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (["02/03/2024", "02/13/2024"], "MDY"),
        (["02/03/2024", "13/02/2024"], "DMY"),
        (["13/02/2024", "02/13/2024"], "mixed"),
        (["02/03/2024", "", "n/a"], "unsettled"),
        (["2024-02-03", "02/03/2024"], "unsettled"),
        (["2024-02-03", "20240203"], "YMD"),
        (["2024-02-03", "13/02/2024 4:15 PM"], "DMY"),
        (["3/3/2024"], "MDY"),
        (["31/02/2024", "02/13/2024"], "MDY"),
        (["0/0/0", ""], "YMD"),
    ],
)
def test_a_column_settles_its_order_or_says_that_it_does_not(column: list[str], order: ColumnOrder) -> None:
    assert date_order(column) == order
    assert date_order(reversed(column)) == order


@QUICK
@given(st.lists(DAYS, min_size=1))
def test_a_settled_order_reads_the_column_back(days: list[dt.date]) -> None:
    order = date_order(f"{day.day}/{day.month}/{day.year}" for day in days)
    assert order in ("DMY", "MDY", "unsettled")
    if any(day.day > 12 for day in days):
        assert order == "DMY"
    elif any(day.day != day.month for day in days):
        assert order == "unsettled"


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("3/5/2024 2:05 PM", "2024-03-05T14:05:00-05:00"),
        ("3/5/2024 12:05 AM", "2024-03-05T00:05:00-05:00"),
        ("3/5/2024 2:05:09 PM -07:00", "2024-03-05T14:05:09-07:00"),
        ("2024-03-05T10:00:00Z", "2024-03-05T10:00:00+00:00"),
        ("2024-03-05T10:00:00.1234567Z", "2024-03-05T10:00:00.123456+00:00"),
        ("2024-03-05 10:00:00+0530", "2024-03-05T10:00:00+05:30"),
        ("2024-03-05 14:05", "2024-03-05T14:05:00-05:00"),
        ("3/5/2024", "2024-03-05T00:00:00-05:00"),
        ("7/5/2024", "2024-07-05T00:00:00-04:00"),
        ("20240305", "2024-03-05T00:00:00-05:00"),
    ],
)
def test_a_moment_keeps_its_zone_and_a_bare_one_is_local(written: str, iso: str) -> None:
    parsed = moment(written, TORONTO)
    assert parsed is not None
    assert parsed.isoformat() == iso


def test_a_local_time_that_occurs_twice_is_the_first() -> None:
    parsed = moment("11/3/2024 1:30 AM", TORONTO)
    assert parsed is not None
    assert parsed.isoformat() == "2024-11-03T01:30:00-04:00"


def test_a_local_time_that_clocks_skip_moves_ahead_by_the_gap() -> None:
    parsed = moment("3/10/2024 2:30 AM", TORONTO)
    assert parsed is not None
    assert parsed.isoformat() == "2024-03-10T03:30:00-04:00"


@pytest.mark.parametrize(
    "written",
    [
        "3/5/2024 13:05 PM",
        "3/5/2024 0:05 AM",
        "3/5/2024 24:00",
        "3/5/2024 10:60",
        "3/5/2024 10",
        "3/5/2024 10:00 +15:00",
        "3/5/2024 10:00 tomorrow",
        "31/02/2024 10:00 AM",
        "10:00 AM",
    ],
)
def test_a_moment_that_cannot_be_is_refused(written: str) -> None:
    with pytest.raises(BadValue):
        moment(written, TORONTO)


@QUICK
@given(st.datetimes(FIRST_MOMENT, LAST_MOMENT, timezones=st.just(dt.UTC)))
def test_a_moment_survives_iso(at: dt.datetime) -> None:
    assert moment(at.isoformat(), TORONTO) == at
    local = at.replace(microsecond=0).astimezone(TORONTO)
    if not local.fold:
        assert moment(local.strftime("%m/%d/%Y %I:%M:%S %p"), TORONTO) == local


@QUICK
@given(st.text() | st.text(alphabet="0123456789/-:. TZAPM+"))
def test_date_parsers_refuse_in_one_way_only(written: str) -> None:
    assert date_order([written]) in ("MDY", "DMY", "YMD", "unsettled", "mixed")
    for order in ("MDY", "DMY", "YMD"):
        for parse in (date, lambda t, o: moment(t, TORONTO, o)):
            with suppress(BadValue):
                parse(written, order)
