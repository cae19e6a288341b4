"""Use of the app by day: what `mart_app_analytics` holds, and what events come to without any SQL. Pure."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from marts.build.worked import Worked, quotient
from marts.sources.bigquery.records import EventDay, Screen, Used

TOP = 10
Event = tuple[Mapping[str, Any], Mapping[str, Mapping[str, Any]]]
_FIRST = {"first_open", "first_visit"}
# The export may write a day on for so long.
FINAL_AFTER = dt.timedelta(days=4)


def app_day(day: dt.date, used: Used, *, today: dt.date, month_days: int) -> Worked:
    """Give the row of a day whose table is there."""
    told = used.day
    worked = Worked({
        "metric_date": day,
        "daily_active_users": told.users,
        "weekly_active_users": used.week,
        "monthly_active_users": used.month,
        "new_users": told.new_users,
        "returning_users": max(0, told.users - told.new_users),
        "total_sessions": told.sessions,
        "avg_session_duration_secs": quotient(told.engagement_msec, told.sessions * 1000),
        "screens_per_session": quotient(told.screen_views, told.sessions),
        "top_screens": [{"screen": one.name, "views": one.views, "users": one.users} for one in told.screens],
        "ios_first_opens": told.ios_first_opens,
        "android_first_opens": told.android_first_opens,
        "event_count": told.events,
        "engagement_msec": told.engagement_msec,
        "screen_views": told.screen_views,
        "month_window_days": month_days,
        "is_provisional": day + FINAL_AFTER > today,
    })  # fmt: skip
    if not told.users <= used.week <= used.month:
        worked.wrong.append(f"{told.users} users of the day, {used.week} of the week, {used.month} of the month.")
    return worked


def tally(events: Iterable[Mapping[str, Any]], *, engaged: bool = False) -> EventDay:
    """Give what events of one day come to, rows as the export writes them; numbers may be texts.

    `engaged`: users count where GA4 marks them as active.
    """
    told = [(event, _parameters(event)) for event in events]
    users = _users(told, engaged=engaged)
    return EventDay(
        users=len(users["all"]),
        new_users=len(users["new"]),
        ios_first_opens=len(users["IOS"]),
        android_first_opens=len(users["ANDROID"]),
        sessions=len(users["sessions"]),
        screen_views=sum(event["event_name"] == "screen_view" for event, _ in told),
        engagement_msec=sum(_whole(parameters.get("engagement_time_msec")) or 0 for _, parameters in told),
        events=len(told),
        screens=_screens(told),
    )


def _users(told: Iterable[Event], *, engaged: bool) -> dict[str, set[Any]]:
    """Gather different users: all, new ones, those who opened it first by platform, and their sessions."""
    users: dict[str, set[Any]] = defaultdict(set)
    for event, parameters in told:
        user, name = event.get("user_pseudo_id"), event["event_name"]
        if user is None:
            continue
        if not engaged or event.get("is_active_user"):
            users["all"].add(user)
        if name in _FIRST:
            users["new"].add(user)
        if name == "first_open":
            users[str(event.get("platform"))].add(user)
        if (session := _whole(parameters.get("ga_session_id"))) is not None:
            users["sessions"].add((user, session))
    return users


def _screens(told: Iterable[Event]) -> tuple[Screen, ...]:
    """Give the screens that were seen most; an equal number goes by name."""
    views: dict[str, list[str | None]] = defaultdict(list)
    for event, parameters in told:
        screen = _text(parameters.get("firebase_screen")) or _text(parameters.get("firebase_screen_class"))
        if event["event_name"] == "screen_view" and screen is not None:
            views[screen].append(event.get("user_pseudo_id"))
    ranked = sorted(views.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:TOP]
    return tuple(Screen(name, len(seen), len({one for one in seen if one})) for name, seen in ranked)


def _parameters(event: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {one["key"]: one.get("value") or {} for one in event.get("event_params") or ()}


def _whole(value: Mapping[str, Any] | None) -> int | None:
    for name in ("int_value", "string_value"):
        found = (value or {}).get(name)
        if found is not None:
            try:
                return int(found)
            except ValueError:
                continue
    return None


def _text(value: Mapping[str, Any] | None) -> str | None:
    found = (value or {}).get("string_value")
    return None if found is None else str(found)
