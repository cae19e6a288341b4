"""XLSX as a stream: workbook parts through openpyxl, rows through the sheet parser, bombs refused before inflation."""

import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Any, cast
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook

from aiop.files.reading.archive import DAMAGED, check_inflation
from aiop.files.reading.header_row import ROWS_SEARCHED, check_header, clean_header, find_header
from aiop.files.reading.row_rule import RowRule
from aiop.files.reading.table import ChooseSheet, Limits, Refused, Sheet, TabularFile
from aiop.files.reading.xlsx_rows import ENTITIES, CellFormats, SheetParser, XlsxRow

PIECE_ROWS = 500
PERCENT = re.compile(r'^[^";\\]*%')  # a quoted or escaped sign is only a label
PADDED = re.compile("00+")  # ZIP codes and numbers that begin with noughts
SHARED_TEXT = "xl/sharedStrings.xml"
# What openpyxl and the parsers under it raise on files that are broken in one way or another.
BROKEN = (zipfile.BadZipFile, zlib.error, expat.ExpatError, ParseError, InvalidFileException, OSError, EOFError, KeyError,
          ValueError, TypeError, AttributeError, IndexError, NotImplementedError)  # fmt: skip


class XlsxFile(TabularFile):
    """One sheet of a workbook."""

    format = "xlsx"
    encoding, delimiter, newline = "utf-8", ",", "\n"

    def __init__(self, path: Path, sheet: str | None, limits: Limits) -> None:
        """Choose the sheet and its header; raises ChooseSheet when several hold tables, Refused when none does."""
        super().__init__()
        self._limits = limits
        self.size = path.stat().st_size
        self._packed_before = self._packed_read = 0
        with _sentences():
            self._archive = zipfile.ZipFile(path)
            self._check_sizes()
            self._workbook = _open_workbook(self._archive)
            self._formats = _formats(self._workbook)
            tables = self._tables()
        self.sheets = tuple(tables)
        self.sheet, self.skipped, self.is_empty = tables[self._chosen(sheet)]
        self._rule = RowRule(self.sheet.header, shortest=0)

    @property
    def bytes_read(self) -> int:
        """How many of `size` bytes are consumed; the parts beside the chosen sheet count as read at once."""
        return self._packed_before + self._packed_read

    def close(self) -> None:
        """Close the workbook."""
        self._workbook.close()
        self._archive.close()

    def _check_sizes(self) -> None:
        check_inflation(self._archive, self.size, self._limits)
        shared = next((part.file_size for part in self._archive.infolist() if part.filename == SHARED_TEXT), 0)
        if shared > self._limits.shared_text_bytes:
            raise Refused("The workbook holds too much text to be read as XLSX: save the sheet as CSV and upload that.")

    def _tables(self) -> dict[str, tuple[Sheet, tuple[str, ...], bool]]:
        """Give every visible sheet that has a header, with what stands above it and whether no row follows.

        Beside a real table, a sheet of a single column is taken for notes.
        """
        tables: dict[str, tuple[Sheet, tuple[str, ...], bool]] = {}
        refusal: Refused | None = None
        for sheet in self._workbook.worksheets:
            if sheet.sheet_state != "visible":
                continue
            first = list(islice(self._rows(sheet.title), ROWS_SEARCHED))
            at = find_header([row.values() for row in first])
            if at is None:
                continue
            try:
                tables[sheet.title] = self._table(sheet.title, first, at)
            except Refused as error:
                refusal = error
        if not tables:
            raise refusal or Refused("The workbook is empty: export it again and upload the new file.")
        return {name: table for name, table in tables.items() if len(table[0].header) > 1} or tables

    def _table(self, name: str, first: list[XlsxRow], at: int) -> tuple[Sheet, tuple[str, ...], bool]:
        header = clean_header(first[at].values())
        check_header(header)
        if len(header) > self._limits.columns:
            raise Refused(
                f"The sheet has {len(header):,} columns, and {self._limits.columns:,} is the most that is taken: split it."
            )
        skipped = tuple(_as_csv(row.values()) for row in first[:at] if row.cells)
        is_empty = len(first) < ROWS_SEARCHED and not any(row.cells for row in first[at + 1 :])
        return Sheet(name, header, first[at].number), skipped, is_empty

    def _chosen(self, sheet: str | None) -> str:
        if sheet is None and len(self.sheets) > 1:
            raise ChooseSheet(self.sheets)
        if sheet is not None and sheet not in self.sheets:
            raise Refused(f"The workbook has no table on a sheet named “{sheet}”: it has {', '.join(self.sheets)}.")
        return sheet or self.sheets[0]

    def _rows(self, name: str) -> Iterator[XlsxRow]:
        sheet: Any = self._workbook[name]
        info = self._archive.getinfo(sheet._worksheet_path)
        self._packed_before = self.size - info.compress_size
        with self._archive.open(info) as stream:
            for row in SheetParser(self._formats).rows(stream):
                self._packed_read = info.compress_size * stream.tell() // max(1, info.file_size)
                yield row

    def _pieces(self) -> Iterator[tuple[list[int], list[list[str]]]]:
        with _sentences():
            rows = (row for row in self._rows(self.sheet.name) if row.number > self.sheet.header_line)
            while piece := list(islice(rows, PIECE_ROWS)):
                good = [(row.number, cells) for row in piece if (cells := self._settle(row))]
                yield [number for number, _ in good], [cells for _, cells in good]

    def _settle(self, row: XlsxRow) -> list[str] | None:
        """Give a good row at the header's width; report a bad one; a blank one is nothing."""
        cells = row.values()
        settled: list[str] | str | None = self._flaw(row) or self._rule.settle(cells)
        if isinstance(settled, str):
            self.report(row.number, _as_csv(cells), settled)
            return None
        return settled

    def _flaw(self, row: XlsxRow) -> str:
        if row.unvalued:
            column = get_column_letter(row.unvalued[0] + 1)
            return f"Cell {column}{row.number} is a formula without a stored value: open the file in Excel and save it."
        if any(len(cell) > self._limits.cell_chars for cell in row.cells.values()):
            return f"A cell of this row is larger than {self._limits.cell_chars:,} characters."
        return ""


@contextmanager
def _sentences() -> Iterator[None]:
    """Turn whatever a broken workbook provokes into one sentence."""
    try:
        yield
    except BROKEN as error:
        trick = isinstance(error, DefusedXmlException) or isinstance(error.__cause__, DefusedXmlException)
        raise Refused(ENTITIES if trick else DAMAGED) from error


def _open_workbook(archive: zipfile.ZipFile) -> Workbook:
    """Open names, shared texts and styles only; openpyxl's remarks on parts we never use are of no interest.

    It gets the stream, because given a path it judges the file by its name.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(cast(IO[bytes], archive.fp), read_only=True, data_only=True, keep_links=False)


def _formats(workbook: Workbook) -> CellFormats:
    """Take what openpyxl has read and keeps private; its public rows cannot tell an empty formula from an empty cell."""
    book: Any = workbook
    sheets: list[Any] = list(workbook.worksheets)
    masks = {style: _mask(cell.numFmtId, book._number_formats) for style, cell in enumerate(book._cell_styles)}
    return CellFormats(
        shared=sheets[0]._shared_strings if sheets else [],
        dates=book._date_formats,
        durations=book._timedelta_formats,
        percents={style for style, mask in masks.items() if PERCENT.search(mask)},
        padded={style: len(mask) for style, mask in masks.items() if PADDED.fullmatch(mask)},
        epoch=workbook.epoch,
    )


def _mask(number_format: int, custom: Sequence[str]) -> str:
    """Give the number format as Excel writes it; the first 164 are built in."""
    if number_format < BUILTIN_FORMATS_MAX_SIZE:
        return str(BUILTIN_FORMATS.get(number_format, ""))
    return custom[number_format - BUILTIN_FORMATS_MAX_SIZE]


def _as_csv(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()
