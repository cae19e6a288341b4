"""Header cells and file names reduced to what people mean by them: pure rules, the same for every kind of export."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

SYMBOL_WORDS = {"%": " percent ", "&": " and "}
_LEADING_HASH = re.compile(r"#(?=\s*\w)")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_APOSTROPHE = re.compile(r"['\u2019]")
_GAP = re.compile(r"[\W_]+")
_COPY_NUMBER = re.compile(r"(?:\s*\(\d+\)|\s+-\s+copy(?:\s*\(\d+\))?)+$", re.IGNORECASE)
_SHEET_SAVED = re.compile(r"(?P<workbook>.+?)\.xls[xmb]?\s+-\s+(?P<sheet>.+)", re.IGNORECASE)
_EXTENSION = re.compile(r"\.(?:csv|txt|tsv|xlsx|xlsm|xls|zip)$", re.IGNORECASE)
NOISE_SHEETS = frozenset({"data", "sheet", "sheet1", "export", "report"})


@dataclass(frozen=True, slots=True)
class FileName:
    """What a file's name says: the export it came from, and the sheet when one was saved as CSV (else empty)."""

    workbook: str
    sheet: str = ""


@lru_cache(maxsize=20_000)
def header_key(text: str) -> str:
    """Give the key under which header variants meet: `% Bad ` -> `percent bad`, `jobNumber` and `Job_Number` -> `job number`.

    `#` before a word counts (`# Inbound` -> `count inbound`), elsewhere it numbers (`Quote #` -> `quote number`).
    """
    plain = unicodedata.normalize("NFKC", text).replace("\ufeff", "").strip()
    spaced = _HUMP.sub(" ", _APOSTROPHE.sub("", plain))
    counted = _LEADING_HASH.sub(" count ", spaced).replace("#", " number ")
    for symbol, word in SYMBOL_WORDS.items():
        counted = counted.replace(symbol, word)
    return _GAP.sub(" ", counted.casefold()).strip()


def clean_file_name(name: str) -> FileName:
    """Give workbook and sheet of a file name without folders, ending, browser numbers and sheet names that say nothing."""
    bare = _without_copies(PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name)
    if saved := _SHEET_SAVED.fullmatch(bare):
        sheet = _without_copies(saved["sheet"])
        return FileName(_without_copies(saved["workbook"]), "" if sheet.casefold() in NOISE_SHEETS else sheet)
    return FileName(bare)


def _without_copies(name: str) -> str:
    """Take endings and copy numbers off, in whatever order browsers and people have put them there."""
    shorter = _COPY_NUMBER.sub("", _EXTENSION.sub("", name)).strip()
    return shorter if not shorter or shorter == name else _without_copies(shorter)
