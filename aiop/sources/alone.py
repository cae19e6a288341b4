"""One reader of a connection at a time: a second one is told at once, and leaves it alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, InterfaceError
from django.db import connection as session

from aiop.sources.models import Connection

# The session of a reader that was killed may take a moment to end.
PATIENCE_SECONDS = 2.0
_TAKE = "SELECT pg_try_advisory_lock(hashtextextended(%s, %s))"
_GIVE_BACK = "SELECT pg_advisory_unlock(hashtextextended(%s, %s))"


@contextmanager
def alone(connection: Connection, what: str) -> Iterator[bool]:
    """Tell whether `what` of a connection is ours for the length of the block; it ends with our session at the latest."""
    bound: list[str | int] = [f"aiop.sources {what}", connection.pk]
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (ours := _ask(_TAKE, bound)) and time.monotonic() < deadline:
        time.sleep(0.2)
    try:
        yield ours
    finally:
        if ours:
            # A session that broke off has given it back already.
            with suppress(DatabaseError, InterfaceError):
                _ask(_GIVE_BACK, bound)


def _ask(sql: str, bound: list[str | int]) -> bool:
    with session.cursor() as cursor:
        cursor.execute(sql, bound)
        row = cursor.fetchone()
    return bool(row and row[0])
