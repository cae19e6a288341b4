"""The clock of a twin: simulated time that only goes forward when it is told to, or the wall's time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime


class ClockError(ValueError):
    """Time does not go back, and knows its zone."""


class SimulatedClock:
    """A moment that a test or a person moves forward."""

    def __init__(self, start: datetime) -> None:
        """Stand at a moment, which must know its zone."""
        self._lock = threading.Lock()
        self._now = _aware(start)

    def now(self) -> datetime:
        """Give the moment at which the clock stands, in UTC."""
        with self._lock:
            return self._now

    def advance(self, to: datetime) -> datetime:
        """Move forward to a moment and give it; ClockError if it lies in the past."""
        with self._lock:
            if _aware(to) < self._now:
                raise ClockError(f"the twin's clock stands at {self._now.isoformat()} and does not go back")
            self._now = _aware(to)
            return self._now


class WallClock(SimulatedClock):
    """The machine's own time, from the moment at which the clock was last set."""

    def __init__(self, start: datetime, wall: Callable[[], float]) -> None:
        """Run from a moment; `wall` gives seconds that pass, such as `time.monotonic`."""
        super().__init__(start)
        self._wall = wall
        self._set_at = wall()

    def now(self) -> datetime:
        """Give the moment, moved on by the seconds since the clock was set."""
        with self._lock:
            return datetime.fromtimestamp(self._now.timestamp() + self._wall() - self._set_at, UTC)

    def advance(self, to: datetime) -> datetime:
        """Set the clock forward and let it run from there."""
        if _aware(to) < self.now():
            raise ClockError("the twin's clock does not go back")
        with self._lock:
            self._now, self._set_at = _aware(to), self._wall()
            return self._now


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ClockError("a moment needs its zone")
    return moment.astimezone(UTC)
