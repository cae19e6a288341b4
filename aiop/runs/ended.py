"""What follows when a run ends and when the clock ticks: floors above ask to be told."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from aiop.orgs.models import Org
from aiop.orgs.outages import log_loss

Follower = Callable[[int, str], None]
Ticked = Callable[[Org, datetime], None]
_after_done: list[Follower] = []
_after_end: list[Follower] = []
_at_tick: list[Ticked] = []
logger = logging.getLogger(__name__)


def on_done(follower: Follower) -> None:
    """Have a function called with (organisation id, job) whenever a run is done, after its last commit."""
    _add(_after_done, follower)


def on_end(follower: Follower) -> None:
    """Have a function called with (organisation id, job) whenever a run has ended, well or badly, after its last commit."""
    _add(_after_end, follower)


def on_tick(follower: Ticked) -> None:
    """Have a function called with (organisation, moment) at each tick of the clock."""
    _add(_at_tick, follower)


def tell_done(org_id: int, job: str) -> None:
    """Tell all followers that a run is done, and so has ended; what they cannot do is their loss."""
    tell(_after_done, f"{org_id}, {job}", org_id, job)
    tell_ended(org_id, job)


def tell_ended(org_id: int, job: str) -> None:
    """Tell all followers that a run has ended."""
    tell(_after_end, f"{org_id}, {job}", org_id, job)


def tell_tick(org: Org, now: datetime) -> None:
    """Tell all followers that the clock has ticked."""
    tell(_at_tick, f"{org}, {now}", org, now)


def _add(followers: list[Any], follower: Any) -> None:
    if follower not in followers:
        followers.append(follower)


def tell(followers: Sequence[Callable[..., None]], about: str, *given: Any) -> None:
    """Call each follower; what one cannot do is its loss, and is in the log under what it is `about`."""
    for follower in followers:
        try:
            follower(*given)
        except Exception as error:  # noqa: BLE001  (logged with its trace)
            log_loss(logger, f"{about}: what follows could not be asked for.", error)
