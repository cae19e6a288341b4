"""Rows on their way out as CSV, XLSX or JSON: streamed, safe for spreadsheets, and on record."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

from aiop.files.models import ExportLog
from aiop.files.row_files import UTF8_MARK, Format, as_file
from aiop.loading.dump import copied, dump_sql, header_line, typed_sql
from aiop.loading.kind import Field, Kind
from aiop.orgs.context import org_context
from aiop.orgs.models import Org


@dataclass(frozen=True, slots=True)
class Export:
    """Which rows and columns of a kind go out; `ids` is SQL for the rows with its values, empty for all."""

    kind: Kind
    org: Org
    fields: Sequence[Field]
    ids: str = ""
    params: tuple[Any, ...] = ()

    @property
    def bound(self) -> list[Any]:
        """The values that its SELECT is bound with."""
        return [self.org.pk, *self.params]


def rows_of(queryset: models.QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    """Give SQL for the ids of a queryset, with its values."""
    try:
        sql, params = queryset.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return "SELECT 0::bigint WHERE false", ()
    return sql, tuple(params)


def record_export(
    org: Org, kind: str, filters: Mapping[str, str], file_format: str, *, by: str, rows: int | None = None
) -> ExportLog:
    """Put an export on record; call inside `org_context`, before the first byte leaves."""
    return ExportLog.objects.create(org=org, kind=kind, filters=dict(filters), format=file_format, actor=by, rows=rows)


def stream(export: Export, file_format: Format, log: ExportLog, *, by: str) -> Iterator[bytes]:
    """Stream an export in a transaction of its own, which ends with the last byte; its length goes on record then."""
    with org_context(export.org, actor=by):
        rows = yield from _STREAMS[file_format](export)
        ExportLog.objects.filter(pk=log.pk).update(rows=rows)


def _csv(export: Export) -> Generator[bytes, None, int]:
    yield UTF8_MARK + header_line(field.headers[0] for field in export.fields).encode()
    rows = yield from copied(dump_sql(export.kind, export.fields, export.ids), export.bound)
    return rows


def _json(export: Export) -> Generator[bytes, None, int]:
    return as_file("json", _names(export), _typed(export, safe=False))


def _xlsx(export: Export) -> Generator[bytes, None, int]:
    return as_file("xlsx", _names(export), _typed(export, safe=True))


def _names(export: Export) -> list[str]:
    return [field.headers[0] for field in export.fields]


def _typed(export: Export, *, safe: bool) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(typed_sql(export.kind, export.fields, export.ids, safe=safe), export.bound)
        while rows := cursor.fetchmany(2_000):
            yield from rows


_STREAMS: Mapping[Format, Callable[[Export], Generator[bytes, None, int]]] = {"csv": _csv, "xlsx": _xlsx, "json": _json}
