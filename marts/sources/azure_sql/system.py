"""The case table as a system: what a connection needs, and what it can read."""

from __future__ import annotations

from collections.abc import Iterator

from aiop.sources.models import Connection
from aiop.sources.retrying import QUICK_LOOK
from aiop.sources.systems import Ability, FormField, System
from marts.sources.azure_sql.columns import CATEGORIES, PROBLEM
from marts.sources.reading import tried
from marts.sources.sql_fields import SERVER_FIELDS, SQL_HOSTS


def test(connection: Connection) -> Iterator[Ability]:
    """Say whether the columns that are read are there; which others there are is nobody's business."""
    from marts.sources.azure_sql.extract import Cases

    with Cases(connection, QUICK_LOOK) as cases:
        yield tried("Cases, without anything about a person", lambda: cases.check_columns(_category(connection)))


def _category(connection: Connection) -> str:
    return str(connection.setting("category_column") or PROBLEM)


SYSTEM = System(
    name="azure_sql",
    label="Case table (Azure SQL)",
    hosts=SQL_HOSTS,
    base_url="",
    fields=(
        *SERVER_FIELDS,
        FormField(
            "category_column", "Category", default=PROBLEM, required=False, help="Which column is a case's category.",
            options=tuple((name, name) for name in CATEGORIES),
        ),
    ),
    test=test,
)  # fmt: skip
