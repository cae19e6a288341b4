"""Tiles are kept until a mart of the page is published anew: the key names everything that they follow from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from django.core.cache import cache

from aiop.dashboards.page import Tile
from marts.dashboards.boards.asked import Asked

# A safety net alone: what is published has a key of its own.
SECONDS = 3_600


def kept(asked: Asked, name: str, draw: Callable[[], Sequence[Tile]]) -> Sequence[Tile]:
    """Give the tiles of a page as they were drawn for the same days of the same marts, or draw them; who may see them is the caller's."""
    key = _key(asked, name)
    held: Sequence[Tile] | None = cache.get(key)
    if held is None:
        held = draw()
        cache.set(key, held, SECONDS)
    return held


def _key(asked: Asked, name: str) -> str:
    stands: list[tuple[Any, ...]] = [
        (one.job, one.published_run, one.published_at, one.complete_through) for one in asked.standings.values()
    ]
    told = (asked.org.pk, asked.org.name, name, asked.today, asked.period, sorted(stands, key=lambda one: str(one[0])))
    return f"marts:{hashlib.sha256(repr(told).encode()).hexdigest()}"
