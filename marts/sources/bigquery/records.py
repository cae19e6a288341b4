"""What is read of the app's events: figures of a day, never an event. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Screen:
    """How often a screen was seen, and by how many."""

    name: str
    views: int
    users: int


@dataclass(frozen=True, slots=True)
class EventDay:
    """What the events of one day come to."""

    users: int
    new_users: int
    ios_first_opens: int
    android_first_opens: int
    sessions: int
    screen_views: int
    engagement_msec: int
    events: int
    screens: tuple[Screen, ...] = ()


@dataclass(frozen=True, slots=True)
class Used:
    """The figures of a day, with the different users of the week and the month that end with it."""

    day: EventDay
    week: int
    month: int
