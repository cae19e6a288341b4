"""Rows of any kind as a file: CSV, XLSX or JSON, written as they come; guard texts against spreadsheets before."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from aiop.orgs.commands import Encoder

Format = Literal["csv", "xlsx", "json"]
Rows = Iterable[Sequence[Any]]
CONTENT_TYPES: Mapping[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
# A sheet has 1,048,576 rows, the first of which is the header.
XLSX_MOST = 1_048_575
# The mark tells spreadsheets that the text is UTF-8.
UTF8_MARK = b"\xef\xbb\xbf"
BLOCK_BYTES = 256 * 1024


def as_file(file_format: Format, names: Sequence[str], rows: Rows) -> Generator[bytes, None, int]:
    """Write rows under their names; returns how many there were."""
    return _WRITERS[file_format](names, rows)


def _csv(names: Sequence[str], rows: Rows) -> Generator[bytes, None, int]:
    sink, count = io.StringIO(), 0
    writer = csv.writer(sink, lineterminator="\r\n")
    yield UTF8_MARK
    writer.writerow(names)
    for row in rows:
        writer.writerow(["" if value is None else value for value in row])
        count += 1
        if sink.tell() > BLOCK_BYTES:
            yield sink.getvalue().encode()
            sink.seek(0)
            sink.truncate()
    yield sink.getvalue().encode()
    return count


def _json(names: Sequence[str], rows: Rows) -> Generator[bytes, None, int]:
    count, opening = 0, "["
    for row in rows:
        count += 1
        line = json.dumps(dict(zip(names, row, strict=True)), cls=Encoder, ensure_ascii=False)
        yield f"{opening}\n{line}".encode()
        opening = ","
    yield b"[]\n" if not count else b"\n]\n"
    return count


def _xlsx(names: Sequence[str], rows: Rows) -> Generator[bytes, None, int]:
    with tempfile.TemporaryFile() as file:
        book = Workbook(write_only=True)
        sheet = book.create_sheet("Export")
        sheet.append(list(names))
        count = 0
        for row in rows:
            count += 1
            sheet.append([_storable(value) for value in row])
        book.save(file)
        file.seek(0)
        while block := file.read(BLOCK_BYTES):
            yield block
    return count


def _storable(value: Any) -> Any:
    """Replace what XML has no form for."""
    return ILLEGAL_CHARACTERS_RE.sub("\ufffd", value) if isinstance(value, str) else value


_WRITERS: Mapping[Format, Callable[[Sequence[str], Rows], Generator[bytes, None, int]]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "json": _json,
}
