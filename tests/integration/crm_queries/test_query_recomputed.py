"""The most involved answers, computed a second time in DuckDB from the tables and the definition; needs requirements-bench.lock."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from aiop.catalogue.entries import named
from aiop.orgs.context import org_context
from tests.integration.crm_queries.asking import Pool

pytestmark = [pytest.mark.slow, pytest.mark.skipif(find_spec("duckdb") is None, reason="needs requirements-bench.lock")]
FOLDER = Path(__file__).parent / "recomputed"
TABLES = (
    "job", "bookedopportunity", "leadstatus", "lostlead", "badlead", "customer", "contactpoint", "branch", "salesperson", "leadsource",
)  # fmt: skip
ASKED: dict[str, dict[str, Any]] = {
    "lead_conversion_funnel": {"period": "last_year"},
    "lead_source_performance": {"period": "last_year"},
    "customer_lifetime_value": {"limit": 100_000},
    "customer_bad_lead_analysis": {"period": "all", "limit": 100_000},
    "sales_person_cross_module": {"period": "last_year"},
    "quote_number_linkage": {"period": "all", "limit": 100_000},
    "year_over_year_growth": {},
    "revenue_forecast_trends": {"horizon": 12, "history": 240},
    "customer_segmentation_by_value": {"limit": 100_000},
    "customer_segmentation_advanced": {"scoring": "fixed", "limit": 100_000},
    "retention_cohort_analysis": {"quarters": 40},
}
# One value for both: a sum of cents is exact, a share is rounded by one of the two.
_TYPES = {"int8": "BIGINT", "int4": "INTEGER", "bool": "BOOLEAN", "date": "DATE", "numeric": "DECIMAL(18, 2)"}
_SELECT = """
    SELECT string_agg(quote_ident(attname) || ' ' || format_type(atttypid, NULL), ', ' ORDER BY attnum), string_agg(attname || ' ' || typname, ',' ORDER BY attnum)
    FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
"""


@pytest.fixture(scope="module")
def duck(pool: Pool, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Give DuckDB with the pool's tables, and the views that say which of their rows count."""
    duck = import_module("duckdb").connect()
    folder = tmp_path_factory.mktemp("tables")
    with org_context(pool.org, actor="maya"), connection.cursor() as cursor:
        for table in TABLES:
            _carry(cursor, duck, f"crm_{table}", folder / f"{table}.csv")
    duck.execute((FOLDER / "_rows.sql").read_text())
    return duck


def _carry(cursor: Any, duck: Any, table: str, path: Path) -> None:
    """Copy a table as it is, with the day of receipt beside the moment."""
    cursor.execute(_SELECT, [table])
    columns = [pair.split(" ") for pair in cursor.fetchone()[1].split(",")]
    day = ", (received_at AT TIME ZONE 'America/Toronto')::date AS received_day" if table == "crm_leadstatus" else ""
    with (
        path.open("wb") as sink,
        cursor.copy(f"COPY (SELECT *{day} FROM {table}) TO STDOUT WITH (FORMAT csv, HEADER)") as copy,
    ):
        for block in copy:
            sink.write(block)
    types = {name: _TYPES.get(kind, "VARCHAR") for name, kind in columns} | ({"received_day": "DATE"} if day else {})
    duck.execute(
        f"CREATE TABLE {table} AS FROM read_csv(?, header = true, columns = {types}, nullstr = '', quote = '\"')",
        [str(path)],
    )


def _plain(value: Any) -> Any:
    return round(float(value), 2) if isinstance(value, int | float) or hasattr(value, "quantize") else value


def _is_same(ours: Any, theirs: Any) -> bool:
    return ours == theirs or (isinstance(ours, float) and isinstance(theirs, float) and abs(ours - theirs) <= 0.0101)


@pytest.mark.parametrize("name", ASKED)
def test_an_answer_is_what_its_definition_gives(pool: Pool, duck: Any, name: str) -> None:
    found = duck.execute((FOLDER / f"{name}.sql").read_text())
    columns = [column[0] for column in found.description]
    theirs = sorted(([_plain(v) for v in row] for row in found.fetchall()), key=repr)

    answered = pool.ask(named(name), **ASKED[name]).records()

    ours = sorted(([_plain(row[column]) for column in columns] for row in answered), key=repr)
    assert len(ours) == len(theirs)
    wrong = [(o, t) for o, t in zip(ours, theirs, strict=True) if not all(map(_is_same, o, t))]
    assert wrong[:3] == []
