"""Rows on their way out as CSV, XLSX or JSON: streamed, safe for spreadsheets, and on record."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, Literal

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from aiop.files.models import ExportLog
from aiop.loading.dump import copied, dump_sql, header_line, typed_sql
from aiop.loading.kind import Field, Kind
from aiop.orgs.commands import Encoder
from aiop.orgs.context import org_context
from aiop.orgs.models import Org

Format = Literal["csv", "xlsx", "json"]
CONTENT_TYPES: Mapping[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
# A sheet has 1,048,576 rows, the first of which is the header.
XLSX_MOST = 1_048_575
BLOCK_BYTES = 256 * 1024


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
    # The mark tells spreadsheets that the text is UTF-8.
    yield b"\xef\xbb\xbf" + header_line(field.headers[0] for field in export.fields).encode()
    rows = yield from copied(dump_sql(export.kind, export.fields, export.ids), export.bound)
    return rows


def _json(export: Export) -> Generator[bytes, None, int]:
    names = [field.headers[0] for field in export.fields]
    rows, opening = 0, "["
    for row in _typed(export, safe=False):
        rows += 1
        line = json.dumps(dict(zip(names, row, strict=True)), cls=Encoder, ensure_ascii=False)
        yield f"{opening}\n{line}".encode()
        opening = ","
    yield b"[]\n" if not rows else b"\n]\n"
    return rows


def _xlsx(export: Export) -> Generator[bytes, None, int]:
    with tempfile.TemporaryFile() as file:
        rows = _write_workbook(export, file)
        file.seek(0)
        while block := file.read(BLOCK_BYTES):
            yield block
    return rows


def _write_workbook(export: Export, file: IO[bytes]) -> int:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Export")
    sheet.append([field.headers[0] for field in export.fields])
    rows = 0
    for row in _typed(export, safe=True):
        rows += 1
        sheet.append([_storable(value) for value in row])
    book.save(file)
    return rows


def _storable(value: Any) -> Any:
    """Replace what XML has no form for."""
    return ILLEGAL_CHARACTERS_RE.sub("\ufffd", value) if isinstance(value, str) else value


def _typed(export: Export, *, safe: bool) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(typed_sql(export.kind, export.fields, export.ids, safe=safe), export.bound)
        while rows := cursor.fetchmany(2_000):
            yield from rows


_STREAMS: Mapping[Format, Callable[[Export], Generator[bytes, None, int]]] = {"csv": _csv, "xlsx": _xlsx, "json": _json}
