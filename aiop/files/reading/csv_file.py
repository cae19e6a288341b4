"""CSV of any common encoding, delimiter and line end, as a stream in bounded memory."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from aiop.files.reading.blocks import Block, Blocks
from aiop.files.reading.dialect import EMPTY, detect_dialect
from aiop.files.reading.encoding import MARK_CHAR, detect_encoding, misplaced_utf8
from aiop.files.reading.records import Parsed, Records
from aiop.files.reading.row_rule import RowRule
from aiop.files.reading.table import Limits, Refused, Sheet, TabularFile


class CsvFile(TabularFile):
    """A text file of delimited rows."""

    format = "csv"

    def __init__(self, path: Path, limits: Limits) -> None:
        """Judge encoding, dialect and header; raises Refused when there is no table."""
        super().__init__()
        self._path, self._limits = path, limits
        self._encoding = detect_encoding(path)
        lines, final = self._first_lines()
        dialect = detect_dialect(lines, limits, final=final)
        self.encoding, self.delimiter, self.newline = self._encoding.name, dialect.delimiter, dialect.newline
        self.sheet = Sheet("", dialect.header, dialect.header_line)
        self.sheets = ()
        self.skipped = dialect.skipped
        self.size = path.stat().st_size
        self.is_empty = final and not dialect.has_rows
        self._lines_before_rows = dialect.lines_before_rows
        self._rule = RowRule(dialect.header, dialect.shortest_row)
        self._blocks: Blocks | None = None

    @property
    def bytes_read(self) -> int:
        """How many of `size` bytes are consumed."""
        return self._blocks.bytes_read if self._blocks else 0

    def _first_lines(self) -> tuple[list[str], bool]:
        """Give the lines of the first block or two, and whether that is the whole file."""
        faults: list[tuple[int, str]] = []
        blocks = Blocks(self._path, self._encoding, self._limits, lambda at, raw, why: faults.append((at, why)))
        first = list(islice(blocks, 2))
        lines = [line for block in first for line in block.lines]
        if faults and not any(map(str.strip, lines[: faults[0][0]])):
            raise Refused(f"The first line is unreadable: {faults[0][1]} Check what was exported.")
        if not first:
            raise Refused(EMPTY)
        return lines, first[-1].final

    def _pieces(self) -> Iterator[tuple[list[int], list[list[str]]]]:
        self._blocks = Blocks(self._path, self._encoding, self._limits, self.report)
        records = Records(self.delimiter, self._limits, self.report, self._rule.width)
        for block in self._blocks:
            _drop_lines(block, self._lines_before_rows)
            yield self._judged(records.parse(block))

    def _judged(self, parsed: Parsed) -> tuple[list[int], list[list[str]]]:
        """Keep the good rows of a block; only what is odd costs more than a glance."""
        rows, lines = parsed.rows, [parsed.first_line + start for start in parsed.starts]
        odd = range(len(rows)) if parsed.suspicious else self._rule.odd(rows)
        dropped = []
        for at in odd:
            settled = self._flaw(parsed, at) or self._rule.settle(rows[at])
            if isinstance(settled, list):
                rows[at] = settled
                continue
            dropped.append(at)
            if settled:
                self.report(lines[at], parsed.raw(at), settled)
        if dropped:
            gone = set(dropped)
            rows = [row for at, row in enumerate(rows) if at not in gone]
            lines = [line for at, line in enumerate(lines) if at not in gone]
        return lines, rows

    def _flaw(self, parsed: Parsed, at: int) -> str:
        """Say what is wrong with a record's bytes; empty for most."""
        if not parsed.suspicious:
            return ""
        raw = parsed.raw(at)
        if "\0" in raw:
            return "This row holds a NUL byte, which no text has."
        if MARK_CHAR in raw:
            return f"This row cannot be read as {self.encoding}, the encoding of the rest of the file."
        if self._encoding.mixed and misplaced_utf8(raw, self._encoding.codec):
            return f"This row is written in UTF-8, the rest of the file in {self.encoding}."
        return ""


def _drop_lines(block: Block, last: int) -> None:
    """Take the lines up to number `last` (title lines and header) out of a block."""
    surplus = min(max(0, last - block.first_line + 1), len(block.lines))
    del block.lines[:surplus]
    block.first_line += surplus
