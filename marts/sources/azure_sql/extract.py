"""What the marts ask of the case table: counts, by columns that are allowed. Imported by workers alone."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from aiop.sources.errors import FixConnection
from aiop.sources.models import Connection
from aiop.sources.retrying import Patience
from aiop.sources.sql import SqlClient
from marts.sources.azure_sql import columns
from marts.sources.azure_sql.records import Alike
from marts.sources.sql_fields import SQL_HOSTS
from marts.sources.told import ShapeError

_SCHEMA = "dbo"


class NotAllowed(FixConnection):
    """A column was named that must never be read."""


class Cases(SqlClient):
    """One log-in at the case table; use it as a context."""

    def __init__(self, connection: Connection, patience: Patience | None = None) -> None:
        """Take a connection of Azure SQL."""
        super().__init__(connection, SQL_HOSTS, patience=patience)

    def check_columns(self, category: str) -> None:
        """Refuse a table that lacks columns, naming them all."""
        wanted = {*columns.ALLOWED} - ({*columns.CATEGORIES} - {category})
        there = {row.COLUMN_NAME for row in self.rows(catalogued())}
        if missing := sorted(wanted - there):
            raise ShapeError(f"{columns.TABLE} has no column {', '.join(f'“{name}”' for name in missing)}.")

    def alike(self, category: str) -> list[Alike]:
        """Count cases by day of creation and closing, status, kind and category."""
        return [
            Alike(
                created=_needed(row[0]),
                closed=row[1],
                status=row[2] or "",
                kind=row[3] or "",
                category=row[4] or "",
                cases=row[5],
                tat_days=row[6] or 0,
                with_tat=row[7],
            )
            for row in self.rows(counted(category))
        ]


def counted(category: str) -> sa.Select[Any]:
    """Ask for counts of cases that are alike."""
    table = _table(columns.CREATED, columns.CLOSED, columns.STATUS, columns.KIND, category, columns.TAT)
    keys = [table.c[name] for name in (columns.CREATED, columns.CLOSED, columns.STATUS, columns.KIND, category)]
    tat = table.c[columns.TAT]
    counts = (sa.func.count().label("cases"), sa.func.sum(tat).label("tat_days"), sa.func.count(tat).label("with_tat"))
    return sa.select(*keys, *counts).group_by(*keys)


def catalogued() -> sa.Select[Any]:
    """Ask which columns the table has."""
    listed = sa.table(
        "COLUMNS",
        sa.column("COLUMN_NAME", sa.String()),
        sa.column("TABLE_NAME", sa.String()),
        schema="INFORMATION_SCHEMA",
    )
    return sa.select(listed.c.COLUMN_NAME).where(listed.c.TABLE_NAME == columns.TABLE)


def _table(*names: str) -> sa.TableClause:
    if strangers := sorted(set(names) - columns.ALLOWED):
        raise NotAllowed(f"“{strangers[0]}” is not among the columns of the case table that may be read.")
    return sa.table(columns.TABLE, *(sa.column(name) for name in names), schema=_SCHEMA)


def _needed(day: Any) -> Any:
    if day is None:
        raise ShapeError(f"A case has no “{columns.CREATED}”.")
    return day
