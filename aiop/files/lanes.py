"""Files on their way at once: while the database applies one, the next are read; they are applied in their order."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections

T = TypeVar("T")
R = TypeVar("R")
# Of the three, one is being applied by the database, and two are read, the larger of them for longer.
LANES = 3

# Waits until every earlier item has been applied; work calls it once, between reading and applying.
Turn = Callable[[], None]


class Abandoned(Exception):  # noqa: N818  (an earlier file broke off, so this one is not applied)
    """A file before this one broke off."""


class _Order:
    """Which items have been applied, and what broke off first."""

    def __init__(self, count: int) -> None:
        self.applied = [threading.Event() for _ in range(count)]
        self.broken: list[BaseException] = []

    def wait(self, position: int) -> None:
        """Return when every item before this one has been applied; raises Abandoned where one broke off."""
        if position:
            self.applied[position - 1].wait()
        if self.broken:
            raise Abandoned

    def do(self, work: Callable[[Turn], R], position: int) -> R:
        """Do one item in this thread, and let the next one apply."""
        try:
            return work(lambda: self.wait(position))
        except BaseException as error:
            self.broken.append(error)
            raise
        finally:
            self.applied[position].set()
            connections.close_all()


def in_lanes(work: Callable[[T, Turn], R], items: Sequence[T]) -> list[R]:
    """Do `work` on each item, a few at a time, with applying kept in order; the first surprise stops the rest and is raised.

    Inside a transaction that is already open there is one session only, so items go one after the other. So they do where
    the run's progress is written through the work's own session: two lanes would wait for each other's row of the run.
    """
    if len(items) < 2 or connection.in_atomic_block or settings.RUN_LOG_ALIAS == DEFAULT_DB_ALIAS:
        return [work(item, lambda: None) for item in items]
    order = _Order(len(items))
    with ThreadPoolExecutor(LANES, thread_name_prefix="lane") as pool:
        futures = [pool.submit(order.do, partial(work, item), at) for at, item in enumerate(items)]
        try:
            for future in futures:
                future.exception()
        except BaseException as told_to_stop:
            # Ctrl-C reaches this thread alone: what is being applied ends, nothing else begins.
            order.broken.append(told_to_stop)
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    if order.broken:
        raise order.broken[0]
    return [future.result() for future in futures]
