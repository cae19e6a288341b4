"""A file's bytes to blocks of whole text lines, in bounded memory whatever the bytes are."""

import codecs
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from aiop.files.reading.encoding import MARK, Encoding
from aiop.files.reading.table import Limits

BLOCK_BYTES = 128 * 1024
Report = Callable[[int, str, str], None]


@dataclass(slots=True)
class Block:
    """Whole lines with their line ends; suspicious when a NUL or an undecodable byte may be among them."""

    first_line: int
    lines: list[str]
    suspicious: bool
    final: bool


def line_cut(text: str) -> int:
    """Give the position after the last complete line; a CR at the very end may be half of a CRLF and waits."""
    return max(text.rfind("\n"), text.rfind("\r", 0, len(text) - 1)) + 1


def split_lines(text: str) -> list[str]:
    """Split at LF, CR and CRLF only, keeping the ends; str.splitlines would also split at form feeds and the like."""
    return list(io.StringIO(text, newline=""))


class Blocks:
    """Iterates a file as blocks of lines; an endless line is reported and becomes a blank one."""

    def __init__(self, path: Path, encoding: Encoding, limits: Limits, report: Report) -> None:
        self.bytes_read = 0
        self._path, self._encoding, self._limits, self._report = path, encoding, limits, report
        self._decoder = codecs.getincrementaldecoder(encoding.codec)("strict")
        self._damaged = encoding.mixed
        self._line = 1
        self._dropping = False

    def __iter__(self) -> Iterator[Block]:
        pending = ""
        with self._path.open("rb") as stream:
            self.bytes_read = len(stream.read(self._encoding.bom_bytes))
            while chunk := stream.read(BLOCK_BYTES):
                self.bytes_read += len(chunk)
                text = pending + self._kept(self._decode(chunk, final=False))
                cut = line_cut(text)
                pending = self._bounded(text[cut:], self._line + _count(text, cut))
                if cut:
                    yield self._block(text[:cut], final=False)
        yield self._block(pending + self._kept(self._decode(b"", final=True)), final=True)

    def _block(self, text: str, *, final: bool) -> Block:
        lines = split_lines(text)
        first_line, self._line = self._line, self._line + len(lines)
        return Block(first_line, lines, self._damaged or "\0" in text, final)

    def _decode(self, chunk: bytes, *, final: bool) -> str:
        """Decode strictly, and only where that fails again with marks in place of what does not decode."""
        try:
            return self._decoder.decode(chunk, final)
        except UnicodeDecodeError:
            self._damaged = True
            self._decoder.errors = MARK
            try:
                return self._decoder.decode(chunk, final)
            finally:
                self._decoder.errors = "strict"

    def _bounded(self, pending: str, line: int) -> str:
        """Give up on an unfinished line that has grown past the limit, and forget the rest of it as it streams by."""
        if len(pending) <= self._limits.record_chars:
            return pending
        self._report(line, pending, f"This line is longer than {self._limits.record_chars:,} characters.")
        self._dropping = True
        return ""

    def _kept(self, text: str) -> str:
        if not self._dropping:
            return text
        ends = [at for at in (text.find("\n"), text.find("\r")) if at >= 0]
        if not ends:
            return ""
        self._dropping = False
        return text[min(ends) :]  # its line end stays, so that line numbers still agree


def _count(text: str, cut: int) -> int:
    """Count the lines before the cut; only needed in the rare case of a long rest."""
    return len(split_lines(text[:cut])) if len(text) - cut > BLOCK_BYTES else 0
