"""Rows to and from the database at the speed of COPY, through temporary tables: row-level security allows no other way in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import connection
from psycopg import ClientCursor

_BLOCK = 5_000  # lines written at a time
_SPECIAL = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def execute(sql: str, bound: Mapping[str, Any]) -> int:
    """Run one statement and give its number of rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, bound)
        return max(int(cursor.rowcount), 0)


def fetch(sql: str, bound: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Run one query and give all its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, bound)
        return list(cursor.fetchall())


def make_temp(name: str, columns: str) -> None:
    """Make an empty temporary table that goes with the transaction, in place of an older one."""
    execute(f"DROP TABLE IF EXISTS pg_temp.{name}", {})
    execute(f"CREATE TEMPORARY TABLE {name} ({columns}) ON COMMIT DROP", {})


def fill(name: str, lines: Iterable[str]) -> None:
    """Copy lines (columns parted by tabs, texts `escaped`) into a temporary table and count what is in it."""
    waiting: list[str] = []
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {name} FROM STDIN") as copy:
            for line in lines:
                waiting.append(line)
                if len(waiting) >= _BLOCK:
                    copy.write("\n".join(waiting) + "\n")
                    waiting.clear()
            if waiting:
                copy.write("\n".join(waiting) + "\n")
        # Without figures the planner takes a temporary table for small and loops over it.
        cursor.execute(f"ANALYZE {name}")


def array_of(numbers: Iterable[int | None]) -> str:
    """Write numbers as PostgreSQL reads an array; thousands of them, one by one, take the driver longer than the query."""
    return f"{{{','.join('NULL' if number is None else str(number) for number in numbers)}}}"


def escaped(text: str) -> str:
    """Write a text so that COPY reads it back as it is."""
    return text.translate(_SPECIAL) if not text.isalnum() else text


def copied_lines(sql: str, bound: Mapping[str, Any]) -> Iterator[list[str]]:
    """Stream the rows of a SELECT, portion by portion, each row one line as COPY writes it."""
    with connection.cursor() as cursor:
        # COPY takes no parameters, so values are written into its text, quoted by the driver.
        select = ClientCursor(connection.connection).mogrify(sql, bound)
        rest = b""
        with cursor.copy(f"COPY ({select}) TO STDOUT") as copy:
            waiting: list[bytes] = []
            size = 0
            for block in copy:
                waiting.append(bytes(block))
                size += len(waiting[-1])
                if size > 4_000_000:
                    whole, _, rest = (rest + b"".join(waiting)).rpartition(b"\n")
                    yield whole.decode().split("\n")
                    waiting, size = [], 0
            last = rest + b"".join(waiting)
            if last:
                yield last.decode().removesuffix("\n").split("\n")
