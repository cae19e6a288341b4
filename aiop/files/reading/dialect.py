"""A CSV file's delimiter, line ends and header, from its first lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from aiop.files.reading.blocks import Block
from aiop.files.reading.header_row import check_header, clean_header, find_header
from aiop.files.reading.records import Parsed, Records
from aiop.files.reading.row_rule import usual_width
from aiop.files.reading.table import Limits, Refused

DELIMITERS = (",", ";", "\t", "|")
SEPARATOR_LINE = re.compile(r'"?sep=(?P<delimiter>[^"\r\n])"?\s*', re.IGNORECASE)
EMPTY = "The file is empty: export it again and upload the new file."


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the file is written, its header with the line it begins on, the last line before the rows, and what was skipped."""

    delimiter: str
    newline: str
    header: tuple[str, ...]
    header_line: int
    lines_before_rows: int
    shortest_row: int
    skipped: tuple[str, ...]
    has_rows: bool


@dataclass(frozen=True, slots=True)
class _Attempt:
    delimiter: str
    parsed: Parsed
    header_at: int
    header: tuple[str, ...]
    following: list[list[str]]
    faults: int

    @property
    def score(self) -> tuple[float, int]:
        """The share of rows, title lines and faults included, that are as wide as the header; then how wide that is."""
        fitting = sum(len(clean_header(row)) <= len(self.header) <= len(row) for row in self.following)
        above = sum(map(bool, self.parsed.rows[: self.header_at]))
        return (1 + fitting) / (1 + above + len(self.following) + self.faults), len(self.header)


def detect_dialect(lines: Sequence[str], limits: Limits, *, final: bool) -> Dialect:
    """Judge the first lines of a file (all of them if `final`); raises Refused for no header or too many columns."""
    if not any(line.strip() for line in lines):
        raise Refused(EMPTY)
    declared = SEPARATOR_LINE.fullmatch(lines[0])
    first = 1 if declared else 0
    block = Block(1 + first, list(lines[first:]), suspicious=False, final=final)
    best = _best([declared["delimiter"]] if declared else DELIMITERS, block, limits)
    if len(best.header) > limits.columns:
        raise Refused(
            f"The file has {len(best.header):,} columns, and {limits.columns:,} is the most that is taken: split it."
        )
    start, end = best.parsed.starts[best.header_at], best.parsed.ends[best.header_at]
    return Dialect(
        delimiter=best.delimiter,
        newline=_newline(lines[0]),
        header=best.header,
        header_line=block.first_line + start,
        lines_before_rows=first + end,
        shortest_row=usual_width(best.following, len(best.header)),
        skipped=tuple(line.strip() for line in lines[: first + start] if line.strip()),
        has_rows=any(any(map(str.strip, row)) for row in best.following),
    )


def _best(delimiters: Sequence[str], block: Block, limits: Limits) -> _Attempt:
    """Try each delimiter; a header of two columns or more beats one of a single column whatever its rows look like."""
    attempts = [attempt for delimiter in delimiters for attempt in _attempt(delimiter, block, limits)]
    wide = [attempt for attempt in attempts if len(attempt.header) > 1]
    if not attempts:
        raise Refused("No row of column names was found at the top of the file: check that it is a table.")
    best = max(wide or attempts, key=lambda attempt: attempt.score)
    check_header(best.header)
    return best


def _attempt(delimiter: str, block: Block, limits: Limits) -> list[_Attempt]:
    faults: list[int] = []
    parsed = Records(delimiter, limits, lambda line, raw, reason: faults.append(line)).parse(block)
    at = find_header(parsed.rows)
    if at is None:
        return []
    following = [row for row in parsed.rows[at + 1 :] if row]
    return [_Attempt(delimiter, parsed, at, clean_header(parsed.rows[at]), following, len(faults))]


def _newline(line: str) -> str:
    """Give the line end of the first line; LF when it has none."""
    return line[len(line.rstrip("\r\n")) :][:2] or "\n"
