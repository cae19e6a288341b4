"""Events of an invented app: users who come back, sessions, screens, late arrivals. Pure."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from typing import Any

from aiop.sandbox.world import World

SCREENS = ("Home", "Plan", "Library", "Profile", "Chat", "Settings")
# A day's table is there from this hour of the next day on, and written on for three days.
READY = dt.timedelta(days=1, hours=9)
Known = tuple[dt.datetime, Mapping[str, Any]]


class AppWorld:
    """Events by day, each with the moment from which the export has it."""

    def __init__(self, seed: int, start: dt.date, end: dt.date, *, users: int = 30) -> None:
        """Invent them; from the middle on, events say whether their user was active."""
        self._rng = World(seed, "app").rng("events")
        self.marked_from: dt.date | None = start + (end - start) / 2
        self.events: dict[dt.date, list[Known]] = {}
        self._met: set[str] = set()
        for number in range((end - start).days + 1):
            day = start + dt.timedelta(days=number)
            self.events[day] = list(self._day(day, [f"u{user}" for user in range(users)]))

    def known(self, day: dt.date, at: dt.datetime) -> list[Mapping[str, Any]]:
        """Give the events of a day that the export has at a moment."""
        return [event for since, event in self.events.get(day, []) if since <= at]

    def marks(self, day: dt.date) -> bool:
        """Tell whether events of a day say if their user was active."""
        return self.marked_from is not None and day >= self.marked_from

    def days(self, at: dt.datetime) -> list[dt.date]:
        """Give the days whose daily table is there at a moment."""
        return [day for day in self.events if self.ready(day) <= at]

    @staticmethod
    def ready(day: dt.date) -> dt.datetime:
        """Give the moment from which a day's table is there."""
        return dt.datetime.combine(day, dt.time(), dt.UTC) + READY

    def _day(self, day: dt.date, users: list[str]) -> Iterator[Known]:
        for user in users:
            if self._rng.random() < 0.75:
                continue
            platform = "IOS" if hash_of(user) % 2 else "ANDROID"
            is_active = self._rng.random() < 0.8
            for told in self._session(day, user, platform):
                event = {**told, "is_active_user": is_active} if self.marks(day) else told
                late = self._rng.random() < 0.1
                since = self.ready(day) + (dt.timedelta(hours=self._rng.randint(1, 60)) if late else dt.timedelta())
                yield since, event

    def _session(self, day: dt.date, user: str, platform: str) -> Iterator[dict[str, Any]]:
        session = self._rng.randint(1_700_000_000, 1_700_000_050)
        base = {"event_date": f"{day:%Y%m%d}", "user_pseudo_id": user, "platform": platform}
        if user not in self._met:
            self._met.add(user)
            yield {**base, "event_name": "first_open", "event_params": [_whole("ga_session_id", session)]}
        yield {**base, "event_name": "session_start", "event_params": [_whole("ga_session_id", session)]}
        for _ in range(self._rng.randint(0, 5)):
            yield {**base, "event_name": "screen_view", "event_params": list(self._screen(session, self._rng))}
        if self._rng.random() < 0.1:
            yield {**base, "event_name": "app_remove", "event_params": []}

    @staticmethod
    def _screen(session: int, rng: random.Random) -> Iterator[dict[str, Any]]:
        yield _whole("ga_session_id", session)
        if rng.random() < 0.9:
            yield _text("firebase_screen" if rng.random() < 0.8 else "firebase_screen_class", rng.choice(SCREENS))
        if rng.random() < 0.8:
            spent = rng.randint(100, 90_000)
            yield (
                _whole("engagement_time_msec", spent)
                if rng.random() < 0.8
                else _text("engagement_time_msec", str(spent))
            )


def hash_of(text: str) -> int:
    """Give a number that is the same in every process."""
    return sum(text.encode())


def _whole(key: str, number: int) -> dict[str, Any]:
    return {"key": key, "value": {"int_value": number}}


def _text(key: str, text: str) -> dict[str, Any]:
    return {"key": key, "value": {"string_value": text}}
