"""Lines to records, by the csv module in strict mode, going on after a fault instead of swallowing what follows."""

import csv
from dataclasses import dataclass, field

from aiop.files.reading.blocks import Block, Report
from aiop.files.reading.table import Limits

UNFINISHED = "unexpected end of data"  # the csv module's own words, the only mark it gives


@dataclass(slots=True)
class Parsed:
    """Records of one block: cells, and the half-open span of `lines` each came from; `first_line` is that of lines[0]."""

    first_line: int
    lines: list[str]
    suspicious: bool
    rows: list[list[str]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def raw(self, index: int) -> str:
        """The text of one record as it stands in the file."""
        return "".join(self.lines[self.starts[index] : self.ends[index]])


class Records:
    """Cuts block after block into records; a record that is open at a block's end is finished with the next block."""

    def __init__(self, delimiter: str, limits: Limits, report: Report, width: int = 0) -> None:
        csv.field_size_limit(limits.cell_chars)
        self._delimiter, self._limits, self._report, self._width = delimiter, limits, report, width
        self._open: list[str] = []
        self._open_suspicious = False

    def parse(self, block: Block) -> Parsed:
        """Give the records that end in this block; faults go to `report` with their line, text and reason."""
        parsed = Parsed(
            block.first_line - len(self._open), self._open + block.lines, block.suspicious or self._open_suspicious
        )
        self._open, self._open_suspicious = [], False
        if not self._read_whole(parsed):
            self._read_piecewise(parsed, final=block.final)
        return parsed

    def _read_whole(self, parsed: Parsed) -> bool:
        """Read a block in which every line is a record, as nearly all are; tell whether it is one."""
        try:
            rows = list(csv.reader(parsed.lines, delimiter=self._delimiter, strict=True))
        except csv.Error:
            return False
        count = len(parsed.lines)
        if len(rows) != count:
            return False
        parsed.rows, parsed.starts, parsed.ends = rows, list(range(count)), list(range(1, count + 1))
        return True

    def _read_piecewise(self, parsed: Parsed, *, final: bool) -> None:
        """Read record by record, setting faults aside."""
        # The lines wait on a stack, so that a reader which ran too far can be given them back.
        stack: list[str | None] = [None, *reversed(parsed.lines)]
        start = 0
        while len(stack) > 1:
            start = self._read(parsed, stack, start, final=final)

    def _read(self, parsed: Parsed, stack: list[str | None], start: int, *, final: bool) -> int:
        """Read until a fault or the end; give the index of the line to go on from."""
        reader = csv.reader(iter(stack.pop, None), delimiter=self._delimiter, strict=True)
        total, rows, starts, ends = len(parsed.lines) + 1, parsed.rows, parsed.starts, parsed.ends
        try:
            for row in reader:
                end = total - len(stack)
                if end - start > 1 and (fault := self._runaway(parsed, row, start, end)):
                    return self._set_aside(parsed, stack, start, fault)
                rows.append(row)
                starts.append(start)
                ends.append(end)
                start = end
        except csv.Error as error:
            return self._recover(parsed, stack, start, str(error), final=final)
        return start

    def _recover(self, parsed: Parsed, stack: list[str | None], start: int, error: str, *, final: bool) -> int:
        if error != UNFINISHED:
            return self._set_aside(parsed, stack, start, self._sentence(error))
        stack.append(None)  # the reader has met the end and took it off
        rest = parsed.lines[start:]
        too_long = len(rest) > self._limits.record_lines or sum(map(len, rest)) > self._limits.record_chars
        if final or too_long:
            return self._set_aside(parsed, stack, start, "A quotation mark opens on this line and is never closed.")
        self._open, self._open_suspicious = rest, parsed.suspicious
        return len(parsed.lines)

    def _runaway(self, parsed: Parsed, row: list[str], start: int, end: int) -> str:
        """Say why a record of several lines is rather a stray quotation mark; empty when it is a record."""
        if end - start > self._limits.record_lines:
            return f"A quotation mark opens on this line and is not closed within {self._limits.record_lines} lines."
        if self._width > 1 and len(row) != self._width and self._is_whole(parsed.lines[start + 1]):
            return "A quotation mark opens on this line and is closed in another row."
        return ""

    def _is_whole(self, line: str) -> bool:
        try:
            return len(next(csv.reader([line], delimiter=self._delimiter, strict=True), [])) == self._width
        except csv.Error:
            return False

    def _set_aside(self, parsed: Parsed, stack: list[str | None], start: int, reason: str) -> int:
        """Report the record that begins at `start`, and give the reader back every line after its first."""
        read = len(parsed.lines) + 1 - len(stack)
        self._report(parsed.first_line + start, parsed.lines[start], reason)
        stack.extend(reversed(parsed.lines[start + 1 : read]))
        return start + 1

    def _sentence(self, error: str) -> str:
        if "field limit" in error:
            return f"A cell of this row is larger than {self._limits.cell_chars:,} characters."
        return "A quotation mark inside a quoted cell of this row is not doubled."
