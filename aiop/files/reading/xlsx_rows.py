"""Rows of one worksheet's XML as text, straight from the parser: flat memory, several times openpyxl's speed."""

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO
from xml.parsers import expat  # safe here: every entity declaration is refused below

from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import from_excel

from aiop.files.reading.cell_text import as_date_text, as_number_text, as_percent_text
from aiop.files.reading.table import Refused

CHUNK_BYTES = 64 * 1024
TEXT_TAGS = frozenset({"v", "t"})
ENTITIES = "The workbook holds XML tricks (entities) that no Excel file needs: save it again as CSV."
DIGITS = "0123456789"


@dataclass(slots=True)
class XlsxRow:
    """One row: its number, its cells by column (from 0, empty ones missing) and the columns whose formula has no value."""

    number: int
    cells: dict[int, str] = field(default_factory=dict)
    unvalued: list[int] = field(default_factory=list)

    def values(self) -> list[str]:
        """The cells from the first column to the last filled one."""
        return [self.cells.get(column, "") for column in range(max(self.cells, default=-1) + 1)]


@dataclass(frozen=True, slots=True)
class CellFormats:
    """What a workbook says about its cells: shared texts, its first day, and which styles are dates, durations,
    percents, or numbers padded with noughts to a width.
    """

    shared: Sequence[str]
    dates: Collection[int]
    durations: Collection[int]
    percents: Collection[int]
    padded: Mapping[int, int]
    epoch: datetime


class SheetParser:
    """Feeds a worksheet's XML through expat and collects finished rows."""

    def __init__(self, formats: CellFormats) -> None:
        self._formats = formats
        self._done: deque[XlsxRow] = deque()
        self._row: XlsxRow = XlsxRow(0)
        self._column = -1
        self._kind, self._style = "n", 0
        self._text: list[str] = []
        self._formula = self._collecting = self._phonetic = False
        self._local: dict[str, str] = {}
        self._columns: dict[str, int] = {}
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._start_row,
            "c": self._start_cell,
            "f": self._start_formula,
            "rPh": self._start_phonetic,
        }

    def rows(self, stream: IO[bytes]) -> Iterator[XlsxRow]:
        """Yield rows as they are complete; raises Refused for entity tricks, expat.ExpatError for broken XML."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._characters
        parser.EntityDeclHandler = _refuse_entities
        while chunk := stream.read(CHUNK_BYTES):
            parser.Parse(chunk, False)
            while self._done:
                yield self._done.popleft()
        parser.Parse(b"", True)
        yield from self._done

    def _name(self, tag: str) -> str:
        local = self._local.get(tag)
        if local is None:
            local = self._local[tag] = tag.rpartition(":")[2]
        return local

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self._name(tag)
        if name in TEXT_TAGS:
            self._collecting = not self._phonetic
        elif start := self._starts.get(name):
            start(attributes)

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = XlsxRow(int(number) if number.isdecimal() else self._row.number + 1)
        self._column = -1

    def _start_cell(self, attributes: dict[str, str]) -> None:
        letters = attributes.get("r", "").rstrip(DIGITS)
        self._column = self._column_of(letters) if letters else self._column + 1
        self._kind = attributes.get("t", "n")
        style = attributes.get("s", "")
        self._style = int(style) if style.isdecimal() else 0
        self._formula = False
        self._text.clear()

    def _column_of(self, letters: str) -> int:
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = column_index_from_string(letters) - 1
        return column

    def _start_formula(self, attributes: dict[str, str]) -> None:
        self._formula = True

    def _start_phonetic(self, attributes: dict[str, str]) -> None:
        self._phonetic = True  # the reading aid of East Asian text repeats the text

    def _characters(self, text: str) -> None:
        if self._collecting:
            self._text.append(text)

    def _end(self, tag: str) -> None:
        name = self._name(tag)
        if name in TEXT_TAGS:
            self._collecting = False
        elif name == "c":
            self._end_cell("".join(self._text))
        elif name == "rPh":
            self._phonetic = False
        elif name == "row":
            self._done.append(self._row)

    def _end_cell(self, text: str) -> None:
        if text:
            self._row.cells[self._column] = self._rendered(text)
        elif self._formula and self._kind != "str":
            self._row.unvalued.append(self._column)

    def _rendered(self, text: str) -> str:
        match self._kind:
            case "s":
                return self._formats.shared[int(text)]
            case "n" if self._style in self._formats.dates:
                return self._date(text)
            case "n" if self._style in self._formats.percents:
                return as_percent_text(text)
            case "n":
                return as_number_text(text).zfill(self._formats.padded.get(self._style, 0))
            case "b":
                return "TRUE" if text == "1" else "FALSE"
            case _:
                return text  # inline and formula text, error codes, ISO dates

    def _date(self, text: str) -> str:
        try:
            moment = from_excel(float(text), self._formats.epoch, timedelta=self._style in self._formats.durations)
        except (OverflowError, ValueError):
            return as_number_text(text)  # outside the calendar: the bare number, for the loader to judge
        return as_date_text(moment)


def _refuse_entities(*declaration: object) -> None:
    raise Refused(ENTITIES)
