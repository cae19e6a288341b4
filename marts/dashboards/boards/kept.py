"""Tiles are kept until a mart of the page is published anew: the key names everything that they follow from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from django.core.cache import cache

from aiop.dashboards.page import KEPT_SECONDS, Tile
from marts.dashboards.boards.asked import Asked


def kept(key: str, draw: Callable[[], Sequence[Tile]]) -> Sequence[Tile]:
    """Give the tiles that were drawn under a key, or draw them; who may see them is the caller's."""
    held: Sequence[Tile] | None = cache.get(key)
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
    return f"marts:{hashlib.sha256(repr(told).encode()).hexdigest()}"
