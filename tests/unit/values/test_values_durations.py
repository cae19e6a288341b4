"""Durations in both grammars, clock times, volumes and weights."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiop.values.durations import clock_seconds, duration_minutes, volume_weight
from aiop.values.errors import BadValue

QUICK = settings(max_examples=80, deadline=None)


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("9m", 9),
        ("8h", 480),
        ("1h 47m", 107),
        ("23h 5m", 1385),
        ("1d 8m", 1448),
        ("1d 13h 41m", 2261),
        ("-9m", -9),
        ("--", None),
        ("", None),
        ("12 min", 12),
        ("2 hours", 120),
        ("1 day", 1440),
        ("1 day 2 hours 5 minutes", 1565),
        ("1 hr, 5 mins", 65),
        ("2 Days and 1 Hour", 2940),
        ("15", 15),
        ("15.0", 15),
        ("-15", -15),
        ("0m", 0),
    ],
)
def test_a_duration_is_read_in_both_grammars(written: str, minutes: int | None) -> None:
    assert duration_minutes(written) == minutes


@pytest.mark.parametrize("written", ["5m 2h", "1h 5", "1d,", "soon", "1.5", "5 weeks", "5x", "m", "- ,", "9" * 70])
def test_what_is_no_duration_is_refused(written: str) -> None:
    with pytest.raises(BadValue, match="is not a duration"):
        duration_minutes(written)


@QUICK
@given(st.booleans(), st.integers(0, 400), st.integers(0, 23), st.integers(0, 59))
def test_a_duration_survives_both_grammars(negative: bool, days: int, hours: int, minutes: int) -> None:
    total = (days * 1440 + hours * 60 + minutes) * (-1 if negative else 1)
    sign = "-" if negative else ""
    assert duration_minutes(f"{sign}{days}d {hours}h {minutes}m") == total
    assert duration_minutes(f"{sign}{days} days {hours} hours {minutes} min") == total
    assert duration_minutes(str(total)) == total


@pytest.mark.parametrize(
    ("written", "seconds"), [("00:03:15", 195), ("1:02:03", 3723), ("27:00:00", 97200), ("3:15", 195), ("75:30", 4530)]
)
def test_a_clock_time_is_seconds(written: str, seconds: int) -> None:
    assert clock_seconds(written) == seconds


@pytest.mark.parametrize("written", ["3:61", "1:60:00", "195", "3:5", "a:bb"])
def test_what_is_no_clock_time_is_refused(written: str) -> None:
    with pytest.raises(BadValue):
        clock_seconds(written)


@pytest.mark.parametrize(
    ("written", "volume", "weight"),
    [
        ("525 cuft / 3698 lbs", 525, 3698),
        ("525 cuft", 525, None),
        ("3,698 lbs", None, 3698),
        ("-- / 3698 lbs", None, 3698),
        ("525 cuft / --", 525, None),
        ("-- / --", None, None),
        ("--", None, None),
        ("1,525.5 Cu Ft/12 lb", "1525.5", 12),
    ],
)
def test_volume_and_weight_are_split(written: str, volume: int | str | None, weight: int | None) -> None:
    expected = tuple(None if side is None else Decimal(side) for side in (volume, weight))
    assert volume_weight(written) == expected


@pytest.mark.parametrize("written", ["525", "525 lbs / 3698 cuft", "big / heavy", "-5 cuft", "5 cuft / 6 lbs / 7"])
def test_what_is_no_volume_is_refused(written: str) -> None:
    with pytest.raises(BadValue):
        volume_weight(written)


@QUICK
@given(st.text() | st.text(alphabet="0123456789dhm -,:/cuftlbs."))
def test_duration_parsers_refuse_in_one_way_only(written: str) -> None:
    for parse in (duration_minutes, clock_seconds, volume_weight):
        with suppress(BadValue):
            parse(written)
