"""The rows that a parameter may name: branches, sources, sales persons; the app that owns them registers how they are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

from aiop.catalogue.parameters import ROWS, Parameter

Options = Sequence[tuple[str, str]]
_sql: dict[str, str] = {}


def register(kind: str, sql: str) -> None:
    """Say what a type of parameter chooses from: SQL for `id, name` in the order to show them, under row security."""
    if kind not in ROWS or _sql.setdefault(kind, sql) != sql:
        raise ValueError(f"{kind} cannot be registered.")


def options_of(parameters: Iterable[Parameter]) -> Mapping[str, Options]:
    """Read what parameters choose from, by type; one query each. Call with the organisation open."""
    wanted = {parameter.type for parameter in parameters} & set(_sql)
    return {kind: _read(_sql[kind]) for kind in sorted(wanted)}


def _read(sql: str) -> Options:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [(str(key), str(name)) for key, name in cursor.fetchall()]
