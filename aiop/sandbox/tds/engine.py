"""What answers a batch: parsed as T-SQL, read only, executed on tables as they stood at the twin's moment."""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import sqlglot
from sqlglot import exp

from aiop.sandbox.clock import SimulatedClock
from aiop.sandbox.tds import tokens

# Numbers of the server for what is refused.
SYNTAX, NO_COLUMN, NO_OBJECT, DENIED, CANNOT = 102, 207, 208, 229, 8114
_TALK = ("set ", "begin tran", "commit", "rollback", "if @@trancount", "use ")
_ALWAYS = dt.datetime(1900, 1, 1)  # noqa: DTZ001  (the engine's moments have no zone; they are all UTC)


@dataclass(frozen=True)
class Stored:
    """A table: its columns with the types of the executing engine, and its rows; each row is known from and until a moment.

    A row that never changes is known from the beginning (None) and for ever (None).
    """

    name: str
    columns: Mapping[str, str]
    rows: Iterable[tuple[dt.datetime | None, dt.datetime | None, Sequence[Any]]]


class Engine:
    """Tables of one database, each as far as it was known at the moment of a clock."""

    def __init__(self, schema: str, tables: Iterable[Stored], clock: SimulatedClock) -> None:
        """Fill the tables; they are never written again."""
        self.schema = schema
        self.clock = clock
        self.batches: list[str] = []
        self._lock = threading.Lock()
        self._database = duckdb.connect(config={"threads": 1})
        self._database.execute("SET TimeZone = 'UTC'")
        self._database.execute("CREATE SCHEMA stored")
        self._database.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
        for table in tables:
            self._fill(table)

    def close(self) -> None:
        """Forget everything."""
        self._database.close()

    def is_question(self, batch: str) -> bool:
        """Tell whether a batch asks for rows of the tables, rather than what clients say among themselves."""
        return self.schema in batch and not batch.strip().lower().startswith(_TALK)

    def answer(self, batch: str) -> bytes:
        """Answer a batch as the server would, refusals included."""
        self.batches.append(batch)
        said = batch.strip().lower()
        if not said or said.startswith(_TALK):
            return tokens.done(status=0)
        if (known := _about_itself(said, self.schema)) is not None:
            return tokens.result_set([tokens.column_of("", "VARCHAR")], [(known,)])
        try:
            return self._select(batch)
        except sqlglot.errors.ParseError as error:
            return tokens.error(SYNTAX, f"Incorrect syntax: {str(error)[:200]}", 15)
        except duckdb.BinderException as error:
            return tokens.error(NO_COLUMN, f"Invalid column name. {error}")
        except duckdb.CatalogException as error:
            return tokens.error(NO_OBJECT, f"Invalid object name. {error}")
        except duckdb.Error as error:
            return tokens.error(CANNOT, str(error))

    def _select(self, batch: str) -> bytes:
        answers = b""
        for statement in sqlglot.parse(batch, read="tsql", error_level=sqlglot.ErrorLevel.RAISE):
            if not isinstance(statement, exp.Query):
                return tokens.error(DENIED, "The permission was denied: this log-in may only read.", 14)
            with self._lock:
                now = self.clock.now().replace(tzinfo=None)
                self._database.execute(f"SET VARIABLE moment = TIMESTAMP '{now.isoformat(' ')}'")
                found = self._database.execute(statement.sql("duckdb"))
                columns = [tokens.column_of(name, str(kind)) for name, kind, *_ in found.description or ()]
                answers += tokens.result_set(columns, found.fetchall())
        return answers

    def _fill(self, table: Stored) -> None:
        columns = ", ".join(f'"{name}" {kind}' for name, kind in table.columns.items())
        stored = f'stored."{table.name}"'
        self._database.execute(f"CREATE TABLE {stored} (known_from TIMESTAMP, known_until TIMESTAMP, {columns})")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "rows.csv")
            with path.open("w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file)
                writer.writerows((_moment(since), _moment(until), *map(_cell, row)) for since, until, row in table.rows)
            self._database.execute(
                f"COPY {stored} FROM '{path}' (FORMAT csv, HEADER false, NULLSTR '\\N', ALLOW_QUOTED_NULLS true)"
            )
        shown = ", ".join(f'"{name}"' for name in table.columns)
        self._database.execute(
            f'CREATE VIEW "{self.schema}"."{table.name}" AS SELECT {shown} FROM {stored} WHERE '
            f"coalesce(known_from, TIMESTAMP '{_ALWAYS}') <= getvariable('moment') "
            "AND (known_until IS NULL OR known_until > getvariable('moment'))"
        )


def _about_itself(said: str, schema: str) -> str | None:
    """Answer what clients ask of the server as they connect."""
    if "serverproperty" in said:
        return "16.0.1000.6"
    if "fn_listextendedproperty" in said:
        return "1"
    if "@@version" in said:
        return "Microsoft SQL Server 2022 - 16.0.1000.6"
    return schema if said.startswith("select schema_name()") else None


def _cell(value: Any) -> Any:
    return "\\N" if value is None else value


def _moment(moment: dt.datetime | None) -> str:
    return "\\N" if moment is None else moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat(" ")
