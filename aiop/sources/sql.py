"""Reading databases of SQL Server: one connection a job, read only, each refusal told by what to do about it.

Imported by workers and commands alone: its libraries are of no use to the web.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Self

import sqlalchemy as sa
from django.conf import settings
from pymssql._mssql import MSSQLException
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from aiop.sources.allowed import LOOPBACK, check_host
from aiop.sources.errors import FixConnection, GiveUp, SourceFailed, TryAgain
from aiop.sources.models import Connection
from aiop.sources.retrying import Patience

DRIVER = "mssql+pymssql"
DEFAULT_PORT = 1433
# Numbers of Azure SQL and of the protocol library for what passes by itself.
PASSING = frozenset({
    40613, 40501, 40197, 10928, 10929, 49918, 49919, 49920, 4060, 1205, 233, 10053, 10054, 10060,
    20002, 20003, 20004, 20006, 20009, 20047,
})  # fmt: skip
# Some errors of the driver come through unwrapped.
REFUSED = (SQLAlchemyError, MSSQLException)
LOGIN_FAILED, FIREWALL, NO_COLUMN, NO_OBJECT, DENIED, BAD_DATE = 18456, 40615, 207, 208, 229, 242
# The library puts the server's words first and its own after.
_OWN_WORDS = re.compile(r"DB-Lib error message.*", re.DOTALL)


class SqlClient:
    """One log-in at one database; use it as a context. Rows are read by SELECT alone."""

    def __init__(self, connection: Connection, hosts: Iterable[str], *, patience: Patience | None = None) -> None:
        """Take settings `server`, `port`, `database`, `user` and the secret `password`; FixConnection for a strange host."""
        self.connection = connection
        server = str(connection.setting("server") or "")
        check_host(server, [*hosts, *settings.SOURCES_ALLOWED_HOSTS])
        self._secrets = connection.secrets()
        patience = patience or Patience()
        url = sa.URL.create(
            DRIVER,
            username=str(connection.setting("user") or ""),
            password=self._secrets.get("password", ""),
            host=server,
            port=int(connection.setting("port") or DEFAULT_PORT),
            database=str(connection.setting("database") or ""),
        )
        asked = {
            "login_timeout": int(patience.connect),
            "timeout": int(patience.exchange),
            "encryption": "off" if server in LOOPBACK else "require",
        }
        self._engine = sa.create_engine(url, poolclass=NullPool, connect_args=asked)
        self._session: sa.Connection | None = None

    def __enter__(self) -> Self:
        """Log in."""
        try:
            self._session = self._engine.connect()
        except REFUSED as error:
            raise self._told(error) from None
        return self

    def __exit__(self, *_: object) -> None:
        """Log out."""
        if self._session is not None:
            self._session.close()
        self._engine.dispose()

    def rows(self, query: sa.Select[Any]) -> list[Any]:
        """Give the rows of a query; raises the family of SourceFailed."""
        if self._session is None:
            raise GiveUp("The database was asked before anybody logged in.")
        try:
            return list(self._session.execute(query))
        except REFUSED as error:
            raise self._told(error) from None

    def _told(self, error: Exception) -> SourceFailed:
        number, words = _number_and_words(error)
        said = self._secrets.hide(words)
        name = str(self.connection)
        if number in PASSING:
            return TryAgain(f"{name} is not available just now ({number}: {said}).")
        if number == LOGIN_FAILED:
            return FixConnection(f"{name} refuses the user or password.")
        if number == FIREWALL:
            return FixConnection(f"{name} does not let this machine's IP address through its firewall: {said}")
        if number == DENIED:
            return FixConnection(f"{name} does not permit this to be read: {said}")
        if number in {NO_COLUMN, NO_OBJECT}:
            return GiveUp(f"{name} lacks a table or column that is read: {said}")
        if number == BAD_DATE:
            return GiveUp(f"{name} could not read a date: {said}")
        kind = TryAgain if getattr(error, "connection_invalidated", False) or number == 0 else GiveUp
        return kind(f"{name} refused ({number}): {said}")


def _number_and_words(error: Exception) -> tuple[int, str]:
    """Give the server's number and words of an error, however the library nests them; 0 where it has none."""
    cause: Any = error.orig if isinstance(error, DBAPIError) else error
    found: tuple[Any, ...] = getattr(cause, "args", ())
    while found and isinstance(found[0], tuple):
        found = found[0]
    number = found[0] if found and isinstance(found[0], int) else 0
    words = found[1] if len(found) > 1 else (found[0] if found else cause)
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return number, _OWN_WORDS.sub("", text).strip() or "the connection broke off"
