"""Which encoding a file is in, judged from all of its bytes, because the first accent may come at line 900,000."""

import codecs
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from charset_normalizer import from_bytes

SCAN_BYTES = 1024 * 1024
EVIDENCE_LINES = 20_000
SAMPLE_BYTES = 64 * 1024
MARK = "aiop.mark"
MARK_CHAR = "\udcff"  # a lone surrogate: no decodable file holds one
# Latin-1 is not among them: where it differs from Windows-1252 it has control codes, which are no text.
SINGLE_BYTE = ("cp1252", "mac_roman")
UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# One byte, not the line around it: a pattern that spans the line backtracks over every pure line, which is quadratic.
NON_ASCII = re.compile(rb"[\x80-\xff]")


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return MARK_CHAR, error.end


codecs.register_error(MARK, _mark)


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec, the length of the byte order mark before the text, and whether UTF-8 lines hide in a single-byte file."""

    codec: str
    bom_bytes: int = 0
    mixed: bool = False

    @property
    def name(self) -> str:
        """The name shown to people."""
        return "utf-8-sig" if self.codec == "utf-8" and self.bom_bytes else self.codec.replace("_", "-")


@dataclass(slots=True)
class _Evidence:
    utf8_lines: int = 0
    other_lines: int = 0
    sample: bytearray = field(default_factory=bytearray)

    def add(self, chunk: bytes) -> None:
        end = 0
        while (match := NON_ASCII.search(chunk, end)) and self.utf8_lines + self.other_lines < EVIDENCE_LINES:
            start, end = chunk.rfind(b"\n", 0, match.start()) + 1, chunk.find(b"\n", match.start())
            end = len(chunk) if end < 0 else end
            line = chunk[start:end]
            if _is_mostly_utf8(line):
                self.utf8_lines += 1
            else:
                self.other_lines += 1
                self.sample += line[: SAMPLE_BYTES - len(self.sample)] + b"\n"


def detect_encoding(path: Path) -> Encoding:
    """Read the whole file, cheaply, and name its encoding; a byte order mark settles it at once."""
    seen = path.stat()
    return _detected(path, (seen.st_ino, seen.st_size, seen.st_mtime_ns))


@lru_cache(maxsize=64)
def _detected(path: Path, state: tuple[int, ...]) -> Encoding:
    """Judge a file in the state that it is in; it is opened some three times on its way, and read whole for this once."""
    with path.open("rb") as stream:
        head = stream.read(4096)
    for bom, codec in BOMS:
        if head.startswith(bom):
            return Encoding(codec, len(bom))
    if unmarked := _utf16_without_bom(head):
        return Encoding(unmarked)
    if _is_utf8_throughout(path):
        return Encoding("utf-8")
    evidence = _scan(path)
    if evidence.utf8_lines >= evidence.other_lines:
        return Encoding("utf-8")
    return Encoding(_single_byte(bytes(evidence.sample)), mixed=evidence.utf8_lines > 0)


def misplaced_utf8(text: str, codec: str) -> bool:
    """Tell whether text decoded with a single-byte codec was really UTF-8 ("CafÃ©")."""
    if text.isascii():
        return False
    try:
        return _is_utf8(text.encode(codec))
    except UnicodeEncodeError:
        return False


def _is_utf8_throughout(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(SCAN_BYTES):
                if not chunk.isascii() or decoder.getstate()[0]:
                    decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _scan(path: Path) -> _Evidence:
    evidence = _Evidence()
    with path.open("rb") as stream:
        while chunk := stream.read(SCAN_BYTES):
            if not chunk.isascii():
                evidence.add(_whole_lines(chunk))
    return evidence


def _whole_lines(chunk: bytes) -> bytes:
    """Drop the lines that a chunk of a longer file cuts in two: a torn character is no evidence."""
    if len(chunk) < SCAN_BYTES:
        return chunk
    start, end = chunk.find(b"\n") + 1, chunk.rfind(b"\n")
    return chunk[start:end] if end > start else b""


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_mostly_utf8(line: bytes) -> bool:
    """A line torn at the end of the file is still UTF-8 if its other characters are."""
    rest, characters = SEQUENCE.subn(b"", line)
    return characters >= len(NON_ASCII.findall(rest))


def _utf16_without_bom(head: bytes) -> str | None:
    """Latin text in UTF-16 has a NUL in every other byte; nothing else does."""
    pairs = len(head) // 2
    if pairs < 4 or b"\0" not in head:
        return None
    if head[1::2].count(0) > 0.7 * pairs and head[::2].count(0) < 0.1 * pairs:
        return "utf-16-le"
    if head[::2].count(0) > 0.7 * pairs and head[1::2].count(0) < 0.1 * pairs:
        return "utf-16-be"
    return None


def _single_byte(sample: bytes) -> str:
    """Choose among the single-byte codecs by how natural the lines look; Windows-1252 wins a tie.

    A few lines with bytes that Windows-1252 leaves undefined do not speak against it: they are set aside later.
    """
    lines = sample.splitlines()
    defined = [line for line in lines if not UNDEFINED.search(line)]
    judged = b"\n".join(defined if 2 * len(defined) > len(lines) else lines)
    matches = from_bytes(judged, cp_isolation=[*SINGLE_BYTE])
    ranked = [(match.chaos, SINGLE_BYTE.index(match.encoding)) for match in matches if match.encoding in SINGLE_BYTE]
    return SINGLE_BYTE[min(ranked)[1]] if ranked else SINGLE_BYTE[0]
