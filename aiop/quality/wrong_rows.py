"""The rows that fail a check: all of them, page by page or as a file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.apps import apps
from django.db import connection, models

from aiop.loading.cells import formula_safe
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.quality.checks import Check
from aiop.quality.measure import measure, parameters, savepoint

PAGE_SIZE = 100
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A failing row, and in words what is wrong with it."""

    row: models.Model
    detail: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some failing rows, latest first, of how many; the ids beside which the neighbouring pages start, if there are any."""

    rows: list[WrongRow]
    count: int
    newer_than: int | None
    older_than: int | None


def model_of(check: Check) -> type[models.Model]:
    """Give the model of the rows that a check lists."""
    return apps.get_model(check.model)


def count_wrong_rows(check: Check, org: Org) -> int:
    """Count the rows that fail now; raises CheckBroke."""
    return measure(check, org).failing


def read_page(
    check: Check, org: Org, *, older_than: int | None = None, newer_than: int | None = None, size: int = PAGE_SIZE
) -> Page:
    """Read `size` failing rows beside an id, the latest without, and count all; one query. Raises CheckBroke."""
    back = newer_than is not None
    start = newer_than if back else older_than
    beside = "" if start is None else f"WHERE m.id {'>' if back else '<'} %(beside)s"
    order = "ASC" if back else "DESC"
    sql = f"""
        WITH wrong AS MATERIALIZED ({check.wrong_rows})
        SELECT m.*, wrong.detail AS wrong_detail, (SELECT count(*) FROM wrong) AS wrong_count
        FROM wrong JOIN "{model_of(check)._meta.db_table}" m USING (id) {beside}
        ORDER BY m.id {order} LIMIT {size + 1}
    """
    with savepoint():
        found: list[Any] = list(model_of(check)._default_manager.raw(sql, {**parameters(check, org), "beside": start}))
    count = found[0].wrong_count if found else (count_wrong_rows(check, org) if start is not None else 0)
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    came_from = start is not None
    has_newer, has_older = (more, came_from) if back else (came_from, more)
    return Page(
        [WrongRow(row, row.wrong_detail) for row in found],
        count,
        newer_than=found[0].pk if found and has_newer else None,
        older_than=found[-1].pk if found and has_older else None,
    )


def stream_csv(check: Check, org: Org, *, by: str) -> Iterator[str]:
    """Give all failing rows as CSV, a chunk at a time, every column first to last, then what is wrong."""
    names = [field.column for field in model_of(check)._meta.concrete_fields if field.name != "org"]
    columns = ", ".join(f'm."{name}"' for name in names)
    sql = f"""
        SELECT {columns}, wrong.detail FROM ({check.wrong_rows}) AS wrong
        JOIN "{model_of(check)._meta.db_table}" m USING (id) ORDER BY m.id
    """
    # The answer is sent after the view's own transaction has ended, so the rows are read in one of their own.
    with org_context(org, actor=by), connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters(check, org))
        yield _csv([[*names, "what_is_wrong"]])
        while rows := cursor.fetchmany(_CHUNK):
            yield _csv([[formula_safe(value) if isinstance(value, str) else value for value in row] for row in rows])


def _csv(rows: list[list[Any]]) -> str:
    buffer = StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()
