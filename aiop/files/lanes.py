"""Two files on their way at once: while the database applies one, the next is read; they are applied in their order."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection, connections

T = TypeVar("T")
R = TypeVar("R")
LANES = 2

# Waits until every earlier item has been applied; work calls it once, between reading and applying.
Turn = Callable[[], None]


class Abandoned(Exception):  # noqa: N818  (an earlier file broke off, so this one is not applied)
    """A file before this one broke off."""


def in_lanes(work: Callable[[T, Turn], R], items: Sequence[T]) -> list[R]:
    """Do `work` on each item, two at a time, with applying kept in order; the first surprise stops the rest and is raised.

    Inside a transaction that is already open there is one session only, so items go one after the other.
    """
    if len(items) < 2 or connection.in_atomic_block:
        return [work(item, lambda: None) for item in items]
    applied = [threading.Event() for _ in items]
    broken: list[BaseException] = []

    def run(position: int) -> R:
        def turn() -> None:
            if position:
                applied[position - 1].wait()
            if broken:
                raise Abandoned

        try:
            return work(items[position], turn)
        except BaseException as error:
            broken.append(error)
            raise
        finally:
            applied[position].set()
            connections.close_all()

    with ThreadPoolExecutor(LANES, thread_name_prefix="lane") as pool:
        futures = [pool.submit(run, position) for position in range(len(items))]
        for future in futures:
            future.exception()
    if broken:
        raise broken[0]
    return [future.result() for future in futures]
