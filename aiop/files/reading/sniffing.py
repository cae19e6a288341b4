"""What a file is by its content, never by its name; what is not a table is refused in a sentence of its own."""

import zipfile
from pathlib import Path
from typing import Literal

from aiop.files.reading.table import Refused

HEAD_BYTES = 64 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SAVE_AS = "open it and save the table as CSV or XLSX."
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "This is a PDF document, not a table: export CSV or XLSX instead."),
    (b"\x89PNG", "This is a picture (PNG), not a table: export CSV or XLSX instead."),
    (b"\xff\xd8\xff", "This is a picture (JPEG), not a table: export CSV or XLSX instead."),
    (b"GIF8", "This is a picture (GIF), not a table: export CSV or XLSX instead."),
    (b"II*\0", "This is a picture (TIFF), not a table: export CSV or XLSX instead."),
    (b"MM\0*", "This is a picture (TIFF), not a table: export CSV or XLSX instead."),
    (b"\x1f\x8b", "This file is compressed (gzip): unpack it and upload what is inside."),
    (b"BZh", "This file is compressed (bzip2): unpack it and upload what is inside."),
    (b"\xfd7zXZ", "This file is compressed (xz): unpack it and upload what is inside."),
    (b"7z\xbc\xaf", "This is a 7z archive: unpack it and upload what is inside."),
    (b"Rar!", "This is a RAR archive: unpack it and upload what is inside."),
    (b"PAR1", "This is a Parquet file: export CSV or XLSX instead."),
    (b"SQLite format 3", "This is a database file (SQLite): export its tables as CSV instead."),
    (b"\x7fELF", "This is a program, not a table: check which file was chosen."),
    (b"MZ\x90", "This is a program, not a table: check which file was chosen."),
    (b"{\\rtf", f"This is a text document (RTF), not a table: {SAVE_AS}"),
)
MARKUP: tuple[tuple[bytes, str], ...] = (
    (b"<!doctype html", f"This is a web page, whatever its name says: {SAVE_AS}"),
    (b"<html", f"This is a web page, whatever its name says: {SAVE_AS}"),
    (b"<table", f"This is a web page, whatever its name says: {SAVE_AS}"),
    (b"<meta", f"This is a web page, whatever its name says: {SAVE_AS}"),
    (b"<?xml", f"This is an XML file, not a table: {SAVE_AS}"),
    (b'{"', "This is a JSON file, not a table: export CSV or XLSX instead."),
    (b"[{", "This is a JSON file, not a table: export CSV or XLSX instead."),
)
# Control characters that no text holds. A NUL is left out: half of what stands in UTF-16, and what a broken copy leaves.
_OF_NO_TEXT = bytes({*range(1, 32)} - set(b"\t\n\v\f\r\x1a"))
_ODD_BYTES = 64  # a short text may hold a few control characters
_BINARY_SHARE = 0.03
OFFICE: tuple[tuple[str, str], ...] = (
    ("xl/workbook.bin", "This is a binary Excel workbook (.xlsb): save it as XLSX or CSV."),
    ("word/document.xml", "This is a Word document, not a table: export CSV or XLSX instead."),
    ("ppt/presentation.xml", "This is a PowerPoint file, not a table: export CSV or XLSX instead."),
    ("content.xml", f"This is an OpenDocument file: {SAVE_AS}"),
)


def is_zip(path: Path) -> bool:
    """Tell whether the file is a ZIP archive of other files rather than an office document."""
    if not _starts_as_zip(path):
        return False
    names = _zip_names(path)
    return names is not None and "[Content_Types].xml" not in names and "mimetype" not in names


def sniff(path: Path) -> Literal["csv", "xlsx"]:
    """Name the format of a file that may be read; raises Refused for everything else."""
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if head.startswith(ZIP_STARTS):
        return _office_kind(path)
    if head.startswith(OLE):
        raise Refused(_ole_sentence(path))
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for start, sentence in MAGIC:
        if head.startswith(start):
            raise Refused(sentence)
    for start, sentence in MARKUP:
        if text.startswith(start):
            raise Refused(sentence)
    if head and not head.strip(b"\0"):
        raise Refused("The file holds only NUL bytes, as after a broken copy: export it again and upload the new file.")
    odd = len(head) - len(head.translate(None, _OF_NO_TEXT))
    if odd > max(_ODD_BYTES, len(head) * _BINARY_SHARE):
        raise Refused("This file is not text, so it is no table: export CSV or XLSX and upload that.")
    return "csv"


def _office_kind(path: Path) -> Literal["xlsx"]:
    names = _zip_names(path)
    if names is None:
        raise Refused("The file is damaged or only half of it arrived: export it again and upload the new file.")
    for name, sentence in OFFICE:
        if name in names:
            raise Refused(sentence)
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        return "xlsx"
    raise Refused(
        "This is a ZIP archive, not a table: upload it as an archive, or unpack it and upload what is inside."
    )


def _ole_sentence(path: Path) -> str:
    """An OLE container is either an old workbook or a new one behind a password."""
    with path.open("rb") as stream:
        while block := stream.read(1024 * 1024):
            if ENCRYPTED in block:
                return "The workbook is protected by a password: save it without one and upload it again."
    return "This is an old Excel workbook (.xls): save it as XLSX or CSV."


def _starts_as_zip(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4).startswith(ZIP_STARTS)


def _zip_names(path: Path) -> set[str] | None:
    try:
        with zipfile.ZipFile(path) as archive:
            return set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
