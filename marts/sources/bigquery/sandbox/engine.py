"""What answers a question: parsed as BigQuery's SQL, executed on the tables that are there at the twin's moment."""

from __future__ import annotations

import datetime as dt
import json
import re
import tempfile
import threading
from pathlib import Path
from typing import Any

import duckdb
import sqlglot
from sqlglot import exp

from marts.sources.bigquery.sandbox.world import AppWorld

_VALUE = "STRUCT(string_value VARCHAR, int_value BIGINT, float_value DOUBLE, double_value DOUBLE)"
_COLUMNS = {
    "known_from": "TIMESTAMP", "event_date": "VARCHAR", "event_name": "VARCHAR", "user_pseudo_id": "VARCHAR",
    "platform": "VARCHAR", "is_active_user": "BOOLEAN", "event_params": f"STRUCT(key VARCHAR, value {_VALUE})[]",
}  # fmt: skip
_NAMED = re.compile(r"events_(intraday_)?(\d{8})")


class NotThere(Exception):  # noqa: N818  (an answer of the twin)
    """A table does not exist at this moment."""


class Engine:
    """Events of a world, asked as one project's dataset."""

    def __init__(self, world: AppWorld, dataset: str) -> None:
        """Store all events with the moment from which they are known."""
        self.world, self.dataset = world, dataset
        self.asked: list[str] = []
        self._lock = threading.Lock()
        self._database = duckdb.connect(config={"threads": 1})
        columns = ", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items())
        self._database.execute(f"CREATE TABLE events ({columns})")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "events.ndjson")
            with path.open("w", encoding="utf-8") as file:
                file.writelines(self._lines())
            given = ", ".join(f"'{name}': '{kind}'" for name, kind in _COLUMNS.items())
            self._database.execute(
                f"INSERT INTO events SELECT * FROM read_json('{path}', format='newline_delimited', columns={{{given}}})"
            )

    def tables(self, at: dt.datetime) -> list[str]:
        """List the tables: those of days that are ready, and those of the running days beside them."""
        ready = set(self.world.days(at))
        begun = [day for day in self.world.events if day <= at.date()]
        # For a while both are there: whoever counts both counts twice.
        running = [day for day in begun if at.date() - day <= dt.timedelta(days=2)]
        return [f"events_{day:%Y%m%d}" for day in sorted(ready)] + [f"events_intraday_{day:%Y%m%d}" for day in running]

    def answer(self, sql: str, at: dt.datetime) -> tuple[list[tuple[str, str]], list[tuple[Any, ...]]]:
        """Give columns with their types, and rows; NotThere, or what the engines raise, when it cannot be answered."""
        self.asked.append(sql)
        statement = sqlglot.parse_one(sql, read="bigquery")
        for table in statement.find_all(exp.Table):
            if table.name.upper().endswith("COLUMNS"):
                table.replace(self._columns_of(at, table.alias))
            elif match := _NAMED.fullmatch(table.name):
                if table.name not in self.tables(at):
                    raise NotThere(f"Not found: Table {self.dataset}.{table.name}")
                table.replace(self._source(match[2], bool(match[1]), table.alias, at))
        with self._lock:
            found = self._database.execute(statement.sql("duckdb"))
            columns = [(name, str(kind)) for name, kind, *_ in found.description or ()]
            return columns, found.fetchall()

    def _columns_of(self, at: dt.datetime, alias: str) -> exp.Expression:
        """Give the catalogue of columns, as far as anybody asks: which tables mark who was active."""
        first = self.world.marked_from
        names = [name for name in self.tables(at) if first and name[-8:] >= f"{first:%Y%m%d}"]
        listed = ", ".join(f"('{name}', 'is_active_user')" for name in names) or "(NULL, NULL)"
        told = sqlglot.parse_one(f"SELECT * FROM (VALUES {listed}) AS v(table_name, column_name)", read="duckdb")
        return exp.Subquery(this=told, alias=exp.TableAlias(this=exp.to_identifier(alias or "c")))

    def _source(self, day: str, is_running: bool, alias: str, at: dt.datetime) -> exp.Expression:
        moment = at.replace(tzinfo=None).isoformat(" ")
        known = "true" if is_running else f"known_from <= TIMESTAMP '{moment}'"
        chosen = exp.select("*").from_("events").where(f"event_date = '{day}' AND {known}", dialect="duckdb")
        return chosen.subquery(alias or "t")

    def _lines(self) -> Any:
        for known in self.world.events.values():
            for since, event in known:
                yield json.dumps({"known_from": since.replace(tzinfo=None).isoformat(" "), **event}) + "\n"
