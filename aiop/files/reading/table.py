"""The words of reading: a sheet with its header, batches of rows, rows that cannot be read, and refusals."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Self

# A caller drains `bad` after each batch; a file of nothing but bad rows must still hand over, or they pile up in memory.
UNDRAINED_BAD_ROWS = 1_000
RAW_CHARS = 2_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost before it is refused; sizes in bytes or characters as named."""

    file_bytes: int = 2_000_000_000
    columns: int = 2_000
    cell_chars: int = 1_000_000
    record_chars: int = 4_000_000
    record_lines: int = 200
    inflated_bytes: int = 1_500_000_000
    shared_text_bytes: int = 300_000_000
    ratio: int = 200
    archive_members: int = 10_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name (empty for CSV), the cleaned header cells and the line (from 1) they stand on."""

    name: str
    header: tuple[str, ...]
    header_line: int


@dataclass(slots=True)
class Batch:
    """Rows of exactly len(header) cells with the line (from 1) each begins on; may be empty, only to hand over bad rows."""

    first_line: int
    lines: list[int]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A record that cannot be read: its line, its text cut to 2,000 characters (safe to store), and why."""

    line: int
    raw: str
    reason: str


class Refused(Exception):  # noqa: N818 - the domain's word, read aloud in the admin
    """The file cannot be taken at all; `reason` says in one sentence what happened and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ChooseSheet(Refused):
    """Several sheets hold tables; `sheets` names them, and a person has to say which one is meant."""

    def __init__(self, sheets: tuple[str, ...]) -> None:
        super().__init__(
            f"The workbook has {len(sheets)} sheets with tables ({', '.join(sheets)}): choose one of them."
        )
        self.sheets = sheets


def storable(text: str) -> str:
    """Give text that a database takes: cut to 2,000 characters, NUL as its symbol, undecodable bytes as U+FFFD."""
    cut = text[:RAW_CHARS].rstrip("\r\n").replace("\0", "\u2400")
    return cut if cut.isascii() else _without_surrogates(cut)


def _without_surrogates(text: str) -> str:
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)


class TabularFile(ABC):
    """An opened file of rows; iterate `batches()` once and drain `bad` after every batch."""

    format: Literal["csv", "xlsx"]
    encoding: str
    delimiter: str
    newline: str
    sheets: tuple[str, ...]
    sheet: Sheet
    skipped: tuple[str, ...]
    size: int
    is_empty: bool

    def __init__(self) -> None:
        self.bad: list[BadRow] = []

    @property
    @abstractmethod
    def bytes_read(self) -> int:
        """How many of `size` bytes are consumed; for progress."""

    @abstractmethod
    def _pieces(self) -> Iterator[tuple[list[int], list[list[str]]]]:
        """Yield lines and rows in pieces of any size, putting bad rows into `bad` as they are met."""

    def close(self) -> None:  # noqa: B027 - text files hold nothing open between batches
        """Let go of what the file holds open."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def batches(self, rows_per_batch: int = 2_000) -> Iterator[Batch]:
        """Yield batches in file order; every bad row met is in `bad` by the time a batch is yielded."""
        self.bad.clear()
        lines: list[int] = []
        rows: list[list[str]] = []
        for piece_lines, piece_rows in self._pieces():
            lines += piece_lines
            rows += piece_rows
            full = len(rows) - len(rows) % rows_per_batch
            for start in range(0, full, rows_per_batch):
                end = start + rows_per_batch
                yield Batch(lines[start], lines[start:end], rows[start:end])
            if full:
                del lines[:full], rows[:full]
            if len(self.bad) >= UNDRAINED_BAD_ROWS:
                yield _batch(lines, rows, self.bad)
                lines, rows = [], []
        if rows or self.bad:
            yield _batch(lines, rows, self.bad)

    def report(self, line: int, raw: str, reason: str) -> None:
        """Set one record aside with its line (from 1), text and reason."""
        self.bad.append(BadRow(line, storable(raw), reason))


def _batch(lines: list[int], rows: list[list[str]], bad: list[BadRow]) -> Batch:
    return Batch(lines[0] if lines else bad[0].line, lines, rows)
