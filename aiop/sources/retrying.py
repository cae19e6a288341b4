"""When a request is made again, and how long is waited before: pure rules."""

from __future__ import annotations

import datetime as dt
import email.utils
from dataclasses import dataclass

AGAIN = frozenset({429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long a client tries. Seconds throughout."""

    attempts: int = 8
    first_wait: float = 1.0
    longest_wait: float = 60.0
    # Waited after a 429 that does not say how long.
    unsaid_wait: float = 60.0
    # One wait that a source asks for is at most so long; beyond it the run ends and comes again.
    longest_asked: float = 300.0
    connect: float = 10.0
    read: float = 30.0
    exchange: float = 120.0

    def wait(self, attempt: int, status: int | None, asked: float | None, jitter: float) -> float:
        """Give the seconds before the next attempt; `attempt` counts from 1, `jitter` is drawn from 0 to 1.

        What the source asks for is never undercut; workers that failed together do not come back together.
        """
        growing = min(self.longest_wait, self.first_wait * 2.0 ** (attempt - 1))
        if asked is not None:
            return asked + jitter * min(self.first_wait, growing)
        if status == 429:
            return self.unsaid_wait + jitter * growing
        return growing * (0.5 + 0.5 * jitter)


# For what a person waits for, such as the test of a connection.
QUICK_LOOK = Patience(
    attempts=2, first_wait=0.5, longest_wait=2, unsaid_wait=5, longest_asked=5, connect=5, read=8, exchange=10
)


def retry_after(text: str | None, now: dt.datetime) -> float | None:
    """Give the seconds that a Retry-After header asks for: in seconds, as a date of HTTP or, as Zoom writes it, of ISO 8601.

    None when it says nothing usable.
    """
    if text is None:
        return None
    text = text.strip()
    try:
        seconds = float(text)
    except ValueError:
        return _until(text, now)
    # NaN compares false with everything.
    return seconds if 0 <= seconds < float("inf") else None


def _until(text: str, now: dt.datetime) -> float | None:
    try:
        moment = _moment(text)
    except (ValueError, TypeError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - now).total_seconds())


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text) if text[:4].isdecimal() else email.utils.parsedate_to_datetime(text)
