"""An entry's whole answer as a file: streamed from the reader, safe for spreadsheets, on record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import connections

from aiop.catalogue.entries import Entry
from aiop.catalogue.plans import plan, wrapped
from aiop.catalogue.reader import EXPORT_SECONDS, reading
from aiop.catalogue.rights import READER
from aiop.catalogue.run import bound_values, order
from aiop.files.models import ExportLog
from aiop.files.row_files import Format, as_file
from aiop.loading.cells import formula_safe
from aiop.orgs.context import org_context
from aiop.orgs.models import Org

_AT_ONCE = 2_000


def stream(
    entry: Entry, org: Org, values: Mapping[str, Any], file_format: Format, log: ExportLog, *, by: str, sort: str = ""
) -> Iterator[bytes]:
    """Stream every row in a transaction of its own; how many there were goes on record when the last byte has left."""
    names = [column.name for column in entry.columns]
    rows = yield from as_file(file_format, names, all_rows(entry, org, values, sort=sort, safe=file_format != "json"))
    with org_context(org, actor=by):
        ExportLog.objects.filter(pk=log.pk).update(rows=rows)


def all_rows(
    entry: Entry, org: Org, values: Mapping[str, Any], *, sort: str = "", safe: bool = True
) -> Iterator[Sequence[Any]]:
    """Read every row of an answer, a block at a time; `safe` guards texts against spreadsheets."""
    bound = bound_values(entry, org, values)
    with reading(org, seconds=EXPORT_SECONDS) as cursor:
        plan(cursor, entry.sql, bound).check()
        with connections[READER].chunked_cursor() as rows:
            rows.execute(wrapped(entry.sql, order(entry, sort)), {**bound, "aiop_from": 0})
            while block := rows.fetchmany(_AT_ONCE):
                for row in block:
                    yield [_plain(value, org.zone, safe=safe) for value in row]


def _plain(value: Any, zone: dt.tzinfo, *, safe: bool) -> Any:
    """Give a value as a file holds it: moments as text in the organisation's zone, lists as text."""
    if isinstance(value, dt.datetime):
        return (value.astimezone(zone) if value.tzinfo else value).isoformat(timespec="seconds")
    if isinstance(value, list | tuple):
        value = ", ".join(str(item) for item in value if item is not None) if safe else list(value)
    elif isinstance(value, dict) and safe:
        value = str(value)
    return formula_safe(value) if safe and isinstance(value, str) else value
