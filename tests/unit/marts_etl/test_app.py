"""The app: the worked example by SQL and without, the twin's events met day by day, late ones restated, none counted twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from django.utils import timezone

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.sandbox.clock import SimulatedClock
from aiop.sandbox.hostile import Hostile
from marts.build.app_analytics import app_day, tally
from marts.etl.jobs import app_analytics
from marts.models import AppAnalytics
from marts.sources.bigquery import queries
from marts.sources.bigquery.records import EventDay, Screen, Used
from marts.sources.bigquery.sandbox.engine import Engine
from marts.sources.bigquery.sandbox.service import told, twin_of
from marts.sources.bigquery.sandbox.world import AppWorld
from tests.unit.marts_etl.dealership import connect, run_etl, standing

DAY = dt.date(2025, 11, 5)
DATASET = "acme-analytics.analytics_250001"


def event(
    user: str, name: str, session: int | None = None, screen: str = "", msec: int | str | None = None, **more: Any
) -> dict[str, Any]:
    params = [{"key": "ga_session_id", "value": {"int_value": session}}] if session else []
    params += [{"key": "firebase_screen", "value": {"string_value": screen}}] if screen else []
    kind = "string_value" if isinstance(msec, str) else "int_value"
    params += [{"key": "engagement_time_msec", "value": {kind: msec}}] if msec else []
    return {
        "event_date": "20251105",
        "user_pseudo_id": user,
        "event_name": name,
        "platform": "IOS",
        "event_params": params,
        **more,
    }


EVENTS = [
    event("u1", "session_start", 1),
    event("u1", "screen_view", 1, "Home", 5000),
    event("u1", "screen_view", 1, "Plan", "7000"),
    event("u2", "first_open", 10),
    event("u2", "session_start", 10),
    event("u2", "screen_view", 10, "Home", 3000),
    event("u1", "screen_view", 2, "Home"),
    event("u3", "app_remove"),
]
FIGURES = EventDay(3, 1, 1, 0, 3, 4, 15000, 8, (Screen("Home", 3, 2), Screen("Plan", 1, 1)))


def by_sql(events: Sequence[Mapping[str, Any]], *, engaged: bool = False) -> EventDay:
    """Ask the twin's engine what production asks BigQuery."""
    world = AppWorld(1, DAY, DAY, users=0)
    world.events[DAY] = [(dt.datetime(2025, 11, 5, tzinfo=dt.UTC), one) for one in events]
    engine, at = Engine(world, DATASET), dt.datetime(2025, 11, 9, tzinfo=dt.UTC)
    table = queries.table_of(DATASET, DAY)
    (row,) = engine.answer(queries.figures(table, engaged=engaged), at)[1]
    screens = engine.answer(queries.screens(table), at)[1]
    users, new, ios, android, sessions, views, engagement, number = row
    return EventDay(
        users, new, ios, android, sessions, views, engagement, number, tuple(Screen(*one) for one in screens)
    )


def test_the_example_comes_out_alike_by_sql_and_without() -> None:
    assert tally(EVENTS) == FIGURES
    assert by_sql(EVENTS) == FIGURES
    row = app_day(DAY, Used(FIGURES, 3, 3), today=dt.date(2025, 11, 20), month_days=30).row
    wanted = {"daily_active_users": 3, "new_users": 1, "returning_users": 2, "total_sessions": 3}
    assert {name: row[name] for name in wanted} == wanted
    assert (str(row["avg_session_duration_secs"]), str(row["screens_per_session"])) == ("5.00", "1.33")
    assert row["top_screens"] == [
        {"screen": "Home", "views": 3, "users": 2},
        {"screen": "Plan", "views": 1, "users": 1},
    ]
    assert "ios_downloads" not in row


def test_one_session_number_of_two_users_is_two_sessions_and_screens_of_equal_views_go_by_name() -> None:
    events = [event(f"u{n}", "screen_view", 7, f"S{n:02}", 10) for n in range(12)]
    told = tally(events)
    assert told == by_sql(events)
    assert told.sessions == 12
    assert [one.name for one in told.screens] == [f"S{n:02}" for n in range(10)]


def test_only_tables_of_whole_days_are_days() -> None:
    names = ["events_20251105", "events_intraday_20251106", "events_2025", "users_20251105", "events_fresh_20251104"]
    assert queries.days_among(names) == {DAY}


@pytest.fixture
def vital(db: None) -> Org:
    """Give an organisation with an app."""
    return Org.objects.create(slug="vital", name="VITAL", time_zone="UTC")


@pytest.mark.parametrize("hostile", [None, Hostile(7, share=0.1)], ids=["calm", "hostile"])
def test_each_day_is_what_its_events_come_to_also_after_late_ones(vital: Org, hostile: Hostile | None) -> None:
    start = timezone.now().replace(hour=10, minute=0, second=0, microsecond=0)
    world = AppWorld(3, start.date() - dt.timedelta(days=7), start.date() + dt.timedelta(days=5), users=15)
    clock = SimulatedClock(start)
    with twin_of(world, clock, hostile=hostile) as twin:
        given = told(twin)
        connected = connect(vital, "bigquery", given, base_url=given.pop("base_url"))
        for number in (0, 2):
            clock.advance(now := start + dt.timedelta(days=number))
            run_etl(connected, app_analytics.JOB, now)
    with org_context(vital, actor="test"):
        rows = list(AppAnalytics.objects.for_org(vital).order_by("metric_date").values())
    assert rows[-1]["metric_date"] == now.date() - dt.timedelta(days=1)
    for row in rows[-4:]:
        day = row["metric_date"]
        told_of = tally(world.known(day, now))
        shown = (
            row["daily_active_users"],
            row["new_users"],
            row["total_sessions"],
            row["event_count"],
            row["engagement_msec"],
        )
        assert shown == (told_of.users, told_of.new_users, told_of.sessions, told_of.events, told_of.engagement_msec)
        week = {one["user_pseudo_id"] for n in range(7) for one in world.known(day - dt.timedelta(days=n), now)}
        assert row["weekly_active_users"] == len(week)


def test_a_day_whose_table_is_not_there_yet_is_awaited_and_the_others_are_shown(vital: Org) -> None:
    start = timezone.now().replace(hour=6, minute=0, second=0, microsecond=0)
    world = AppWorld(3, start.date() - dt.timedelta(days=8), start.date(), users=10)
    with twin_of(world, SimulatedClock(start)) as twin:
        given = told(twin)
        connected = connect(vital, "bigquery", given, base_url=given.pop("base_url"))
        run_etl(connected, app_analytics.JOB, start)
    stands = standing(vital, app_analytics.JOB)
    yesterday = start.date() - dt.timedelta(days=1)
    assert stands.waiting == f"The export has no table of {yesterday} yet."
    assert stands.complete_through == yesterday - dt.timedelta(days=1)


def test_users_may_be_those_alone_whom_ga4_marks_as_active() -> None:
    marked = [{**one, "is_active_user": one["user_pseudo_id"] == "u1"} for one in EVENTS]
    assert tally(marked, engaged=True) == by_sql(marked, engaged=True)
    assert (tally(marked, engaged=True).users, tally(marked).users) == (1, 3)


def test_days_from_before_the_mark_count_any_event_where_active_users_are_asked_for(vital: Org) -> None:
    start = timezone.now().replace(hour=10, minute=0, second=0, microsecond=0)
    world = AppWorld(3, start.date() - dt.timedelta(days=7), start.date() + dt.timedelta(days=5), users=25)
    world.marked_from = start.date() - dt.timedelta(days=3)
    with twin_of(world, SimulatedClock(start)) as twin:
        given = {**told(twin), "active_users_engaged_only": "yes"}
        connected = connect(vital, "bigquery", given, base_url=given.pop("base_url"))
        run_etl(connected, app_analytics.JOB, start)
    with org_context(vital, actor="test"):
        rows = list(AppAnalytics.objects.for_org(vital).order_by("metric_date").values())
    shown = {row["metric_date"]: (row["daily_active_users"], row["total_sessions"]) for row in rows[-6:]}
    for day, figures in shown.items():
        told_of = tally(world.known(day, start), engaged=day >= world.marked_from)
        assert figures == (told_of.users, told_of.sessions)
    assert len(shown) == 6
