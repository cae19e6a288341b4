"""The catalogue's reader, as a server sees it: a role that logs in, and what the server offers to every role, closed to it."""

from pathlib import Path

import psycopg

CLOSE = (Path(__file__).parent / "close_to_reader.sql").read_text(encoding="utf-8")


def close_to_reader(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Closes one database to readers; only the server's administrator may, and for others nothing happens."""
    row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if row == (True,):
        connection.execute(CLOSE)
