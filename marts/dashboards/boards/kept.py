"""What a page shows is kept until a mart of it is published anew: the key names everything that it follows from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache

from aiop.dashboards.page import KEPT_SECONDS
from marts.dashboards.boards.asked import Asked

Shown = TypeVar("Shown")


def kept(key: str, draw: Callable[[], Shown]) -> Shown:
    """Give what was drawn under a key, or draw it; who may see it is the caller's."""
    held: Shown | None = cache.get(key)
    if held is None:
        held = draw()
        cache.set(key, held, KEPT_SECONDS)
    return held


def key_of(asked: Asked, name: str) -> str:
    """Name what a page's tiles follow from: its days, and what each mart of the organisation last published."""
    stands: list[tuple[Any, ...]] = [
        (one.job, one.published_run, one.published_at, one.complete_through) for one in asked.standings.values()
    ]
    told = (asked.org.pk, asked.org.name, name, asked.today, asked.period, sorted(stands, key=lambda one: str(one[0])))
    return key_from(told)


def key_from(told: tuple[Any, ...]) -> str:
    """Give the key of what follows from some values, each of which says all of itself when it is written out."""
    return f"marts:{hashlib.sha256(repr(told).encode()).hexdigest()}"
