"""What SQL Server gets of each question, to the letter, as it was looked at: a change of it is seen here before it is sent."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import sqlglot
from sqlalchemy.dialects import mssql
from sqlglot import exp

from marts.sources.azure_sql import columns
from marts.sources.azure_sql.extract import catalogued, counted
from marts.sources.softbase import queries
from marts.sources.softbase.tables import COLUMNS, Views

VIEWS = Views("ben002")
FIRST, LAST = dt.date(2025, 11, 1), dt.date(2025, 11, 30)
SPAN = (VIEWS, FIRST, LAST)
ASKED: dict[str, sa.Select[Any]] = {
    "invoices": queries.invoices(*SPAN),
    "rental_invoices": queries.rental_invoices(*SPAN),
    "work_orders": queries.work_orders(*SPAN),
    "rentals": queries.rentals(VIEWS, FIRST),
    "units": queries.units(VIEWS, 60),
    "months": queries.months(*SPAN),
    "postings": queries.postings(*SPAN),
    "accounts": queries.accounts(VIEWS),
    "customers": queries.customers(VIEWS, LAST, ["900001", "900006"]),
    "labor": queries.labor(VIEWS),
    "parts": queries.parts(VIEWS),
    "misc": queries.misc(VIEWS),
    "quotes": queries.quotes(VIEWS),
    "rates": queries.rates(VIEWS),
    "cases": counted(columns.PROBLEM),
    "columns of cases": catalogued(),
}
PINNED = Path(__file__).with_name("compiled.sql")


DIALECT: Any = mssql.dialect()  # type: ignore[no-untyped-call]
# As a log-in finds it: the dialect writes days otherwise for servers before 2008.
DIALECT.server_version_info = (16, 0)


def compiled(name: str) -> str:
    """Give a question as SQL Server gets it, its values written in."""
    told = ASKED[name].compile(dialect=DIALECT, compile_kwargs={"literal_binds": True})
    return re.sub(r" +(?=\n)", "", str(told))


def pinned() -> dict[str, str]:
    """Read the questions that were looked at, each under its name."""
    found = re.split(r"^-- (.+)\n", PINNED.read_text(), flags=re.MULTILINE)[1:]
    return {name: text.strip() for name, text in zip(found[::2], found[1::2], strict=True)}


@pytest.mark.parametrize("name", ASKED)
def test_sql_server_gets_what_was_looked_at(name: str) -> None:
    assert compiled(name) == pinned()[name]


def test_nothing_is_pinned_that_nobody_asks() -> None:
    assert list(pinned()) == list(ASKED)


@pytest.mark.parametrize("name", ASKED)
def test_each_question_is_a_select_of_views_under_their_schema_by_columns_on_the_list(name: str) -> None:
    statement = sqlglot.parse_one(compiled(name), read="tsql", error_level=sqlglot.ErrorLevel.RAISE)
    assert isinstance(statement, exp.Select)
    tables = {(table.db, table.name) for table in statement.find_all(exp.Table)}
    known = {("ben002", table) for table in COLUMNS} | {("dbo", columns.TABLE), ("INFORMATION_SCHEMA", "COLUMNS")}
    assert tables <= known
    assert not list(statement.find_all(exp.Star)) or name == "cases"  # count(*) alone


@pytest.mark.parametrize("name", ASKED)
def test_values_are_bound_and_never_written_into_a_question(name: str) -> None:
    told = str(ASKED[name].compile(dialect=DIALECT))
    assert not re.search(r"'[^']*'", told.replace("''", "")), told
