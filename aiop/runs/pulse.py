"""Keeps a lease alive while its work waits for one long statement."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections

from aiop.orgs.outages import log_loss

logger = logging.getLogger(__name__)


class Pulse:
    """Calls `beat` every so many seconds from a thread with its own connection, until it says False or the block ends."""

    def __init__(self, beat: Callable[[], bool], *, every_seconds: float) -> None:
        self._beat = beat
        self._every_seconds = every_seconds
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="run pulse", daemon=True)

    def __enter__(self) -> Self:
        # Where the run log shares the work's session nobody outside sees the row, so there is no lease to keep alive.
        if settings.RUN_LOG_ALIAS != DEFAULT_DB_ALIAS:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        try:
            while not self._ended.wait(self._every_seconds) and self._held():
                pass
        finally:
            connections.close_all()

    def _held(self) -> bool:
        try:
            return self._beat()
        except (DatabaseError, InterfaceError) as error:
            # The database may be back before the lease ends.
            log_loss(logger, "a heartbeat could not be written.", error, level=logging.WARNING)
            connections.close_all()
            return True
