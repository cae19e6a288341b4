"""When a job is due: once per local day, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiop import schedule
from aiop.schedule import Daily, Entry, EveryMinutes, Hourly, due, moment_of, next_due

# Whole hours, half hours, a gap at midnight, a skipped day, summer in the south, no change at all.
ZONES = [
    "America/Toronto",
    "America/Phoenix",
    "Europe/Lisbon",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Asia/Beirut",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "Pacific/Auckland",
]
TORONTO = ZoneInfo("America/Toronto")
moments = st.datetimes(datetime(2010, 1, 1), datetime(2030, 1, 1)).map(lambda naive: naive.replace(tzinfo=UTC))  # noqa: DTZ001
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
zones = st.sampled_from(ZONES).map(ZoneInfo)


def daily(at: str, **options: str) -> Entry:
    """Give an entry that runs every day at `at`."""
    return Entry("nightly", Daily(time.fromisoformat(at)), "Nightly", **options)  # type: ignore[arg-type]


def utc(text: str) -> datetime:
    """Give a moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_time_that_the_clock_skips_is_reached_when_it_goes_on() -> None:
    assert moment_of(date(2026, 3, 8), time(2, 30), TORONTO) == utc("2026-03-08T07:00")
    assert due(daily("02:30"), TORONTO, utc("2026-03-08T06:59"), "2026-03-07") == []
    assert due(daily("02:30"), TORONTO, utc("2026-03-08T07:00"), "2026-03-07") == ["2026-03-08"]
    assert due(daily("02:30"), TORONTO, utc("2026-03-08T23:00"), "2026-03-08") == []


def test_a_time_that_comes_twice_is_due_at_its_first_coming_only() -> None:
    assert moment_of(date(2026, 11, 1), time(1, 30), TORONTO) == utc("2026-11-01T05:30")
    assert due(daily("01:30"), TORONTO, utc("2026-11-01T05:30"), "2026-10-31") == ["2026-11-01"]
    assert due(daily("01:30"), TORONTO, utc("2026-11-01T06:30"), "2026-11-01") == []


def test_a_day_that_a_zone_leaves_out_has_no_run() -> None:
    apia = ZoneInfo("Pacific/Apia")
    assert moment_of(date(2011, 12, 30), time(2, 30), apia) is None
    entry = daily("02:30", catch_up="all")
    assert due(entry, apia, utc("2012-01-01T00:00"), "2011-12-29") == ["2011-12-31", "2012-01-01"]


def test_after_a_stop_only_the_latest_missed_day_is_due_unless_the_entry_says_all() -> None:
    now = utc("2026-11-20T12:00")
    assert due(daily("02:30"), TORONTO, now, "2026-11-16") == ["2026-11-20"]
    assert due(daily("02:30", catch_up="all"), TORONTO, now, "2026-11-17") == [
        "2026-11-18",
        "2026-11-19",
        "2026-11-20",
    ]


def test_a_new_entry_makes_up_for_no_history() -> None:
    assert due(daily("02:30", catch_up="all"), TORONTO, utc("2026-11-20T12:00"), None) == ["2026-11-20"]


def test_a_clock_set_back_asks_for_nothing() -> None:
    assert due(daily("02:30"), TORONTO, utc("2026-11-20T12:00"), "2026-11-21") == []


def test_a_very_long_stop_is_made_up_for_in_portions() -> None:
    entry = Entry("poll", EveryMinutes(5), "Poll", catch_up="all")
    missed = due(entry, UTC, utc("2026-11-20T12:00"), "2026-11-01T00:00Z")
    assert (len(missed), missed[0]) == (schedule.CATCH_UP_LIMIT, "2026-11-01T00:05Z")


def test_hours_and_minutes_are_counted_in_utc() -> None:
    now = utc("2026-11-20T13:07")
    assert due(Entry("h", Hourly(5), "H"), TORONTO, now, None) == ["2026-11-20T13Z"]
    assert due(Entry("h", Hourly(10), "H"), TORONTO, now, None) == ["2026-11-20T12Z"]
    assert due(Entry("m", EveryMinutes(15), "M"), TORONTO, now, "2026-11-20T12:45Z") == ["2026-11-20T13:00Z"]
    assert next_due(Entry("h", Hourly(5), "H"), TORONTO, now) == utc("2026-11-20T14:05")


@pytest.mark.parametrize("make", [lambda: EveryMinutes(7), lambda: EveryMinutes(0), lambda: Hourly(60)])
def test_a_cadence_that_no_clock_can_keep_is_refused(make: type[Hourly]) -> None:
    with pytest.raises(ValueError, match="hour"):
        make()


def test_a_job_stands_in_the_timetable_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "_entries", {})
    schedule.add(daily("02:30"))
    schedule.add(daily("02:30"))
    with pytest.raises(ValueError, match="another entry for nightly"):
        schedule.add(daily("03:30"))
    assert schedule.entries() == [daily("02:30")]


@given(zone=zones, at=times, start=moments, days=st.integers(1, 12), step=st.integers(7, 400))
def test_ticking_through_any_change_of_clock_runs_each_local_day_once(
    zone: ZoneInfo, at: time, start: datetime, days: int, step: int
) -> None:
    entry = Entry("nightly", Daily(at), "Nightly", catch_up="all")
    latest, ran, now = None, [], start
    while now < start + timedelta(days=days):
        for interval in due(entry, zone, now, latest):
            ran.append(interval)
            latest = interval
        now += timedelta(minutes=step)
    assert ran == sorted(set(ran))
    local = {(start + timedelta(hours=hour)).astimezone(zone).date() for hour in range(days * 24 + 1)}
    inner = sorted(day.isoformat() for day in local)[2:-2]
    assert set(inner) <= set(ran)
    assert set(ran) <= {day.isoformat() for day in local | {min(local) - timedelta(days=1)}}


@given(zone=zones, at=times, now=moments)
def test_what_is_next_is_later_and_falls_due_just_then(zone: ZoneInfo, at: time, now: datetime) -> None:
    entry = Entry("nightly", Daily(at), "Nightly")
    moment = next_due(entry, zone, now)
    second = timedelta(seconds=1)
    assert now < moment <= now + timedelta(hours=50)
    assert due(entry, zone, moment, None) != due(entry, zone, moment - second, None)


@given(zone=zones, at=times, now=moments)
def test_a_day_is_reached_within_itself_or_where_a_gap_ends(zone: ZoneInfo, at: time, now: datetime) -> None:
    day = now.astimezone(zone).date()
    moment = moment_of(day, at, zone)
    assert moment is not None
    local = moment.astimezone(zone).replace(tzinfo=None)
    wanted = datetime.combine(day, at)
    assert timedelta(0) <= local - wanted <= timedelta(hours=1)
