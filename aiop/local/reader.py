"""The catalogue's reader, as a server sees it: a role that logs in, and what the server offers to every role, closed to it."""

from pathlib import Path

import psycopg

CLOSE = (Path(__file__).parent / "close_to_reader.sql").read_text(encoding="utf-8")
_OPEN = "SELECT has_function_privilege('public', 'pg_sleep(double precision)', 'EXECUTE')"


def close_to_reader(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    """Closes one database to readers; only the server's administrator may, and for others nothing happens. Says whether it did."""
    row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if row != (True,):
        return False
    connection.execute(CLOSE)
    return True


def is_open(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    """Says whether a database still offers every role what acts and waits."""
    return connection.execute(_OPEN).fetchone() == (True,)
