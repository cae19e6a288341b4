"""What follows when a run is done: floors above ask to be told."""

from __future__ import annotations

import logging
from collections.abc import Callable

Follower = Callable[[int, str], None]
_followers: list[Follower] = []
logger = logging.getLogger(__name__)


def on_done(follower: Follower) -> None:
    """Have a function called with (organisation id, job) whenever a run is done, after its last commit."""
    if follower not in _followers:
        _followers.append(follower)


def tell_done(org_id: int, job: str) -> None:
    """Tell all followers; what they cannot do is their loss, the run is done all the same."""
    for follower in _followers:
        try:
            follower(org_id, job)
        except Exception:
            logger.exception("%s is done, but what follows it could not be asked for", job)
