"""Reading what builders work from: the SQL beside this file, its rows by the names of their columns."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

from aiop.builders.declared import Building

_SQL = Path(__file__).parent / "sql"


@cache
def sql(name: str) -> str:
    """Give the text of a query."""
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


def ask(name: str, building: Building, **also: Any) -> Iterator[Any]:
    """Run a query with what a builder binds and give its rows as named tuples."""
    with connection.cursor() as cursor:
        cursor.execute(sql(name), {**building.bound(), **also})
        row = namedtuple("row", [column[0] for column in cursor.description])  # type: ignore[misc]
        yield from (row(*values) for values in cursor.fetchall())
