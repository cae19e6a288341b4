"""The rules of a table as its file is held to them: row by row before anything is written, in the words that forms use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, models
from django.db.models import Q
from django.db.models.sql import Query
from psycopg import sql

from aiop.loading.kind import Rule, Unique
from hvac.models.base import FileRow


def rules_of(model: type[FileRow], columns: Sequence[str], bounded: Sequence[str]) -> tuple[Rule, ...]:
    """Give the rules of a table that its file's columns can break together.

    What bounds one column by itself (`bounded`) is refused where its cell is read.
    """
    found = []
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint) and isinstance(constraint.condition, Q):
            named = constraint.condition.referenced_base_fields
            if named <= set(columns) and not (len(named) == 1 and named <= set(bounded)):
                says = str(constraint.violation_error_message)
                found.append(Rule(tuple(c for c in columns if c in named), _sql(model, constraint.condition), says))
    return tuple(found)


def uniques_of(model: type[FileRow], columns: Sequence[str]) -> tuple[Unique, ...]:
    """Give the columns of a file that may occur once in an organisation, beside its number."""
    found = []
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            named = tuple(name for name in constraint.fields if name != "org")
            if named != ("number",) and set(named) <= set(columns):
                found.append(Unique(named, nulls_equal=constraint.nulls_distinct is False))
    return tuple(found)


def _sql(model: type[FileRow], condition: Q) -> str:
    """Write a condition as SQL without parameters."""
    query = Query(model=model, alias_cols=False)
    written, values = query.build_where(condition).as_sql(query.get_compiler(connection=connection), connection)
    literals: list[Any] = [sql.Literal(value).as_string(None).replace("%", "%%") for value in values]
    return str(written % tuple(literals))
