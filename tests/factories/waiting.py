"""Waiting until a session of the database waits for another, so that a test of two at once meets what it is about."""

from __future__ import annotations

import time

from django.db import connection


def somebody_waits(kind: str) -> None:
    """Return as soon as a session waits for a lock of a kind (`advisory`, `transactionid`); fails after five seconds."""
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = %s AND NOT granted", [kind])
            if cursor.fetchone() != (0,):
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits")
