"""Which row of a sheet is its header: pure rules over the first rows."""

import re
from collections.abc import Sequence

from aiop.files.reading.table import Refused

HEADER_CELL_CHARS = 300
ROWS_SEARCHED = 50
NAMELESS = frozenset({"--", "-", "n/a", "nan", "none", "null", "nat", "true", "false"})
_DATA = re.compile(
    r"""
      [($+-]*\s*\$?\s*\d[\d\s.,']*(?:e[+-]?\d+)?\s*[%)]*\s*(?:cad|usd|eur)?   # number, money, percent
    | \d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ tT,].*)?                            # date, with or without a time
    | \d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]m)?                                   # time of day, duration
    | \+?[\d\s().-]{7,}(?:\s*(?:x|ext\.?)\s*\d+)?                             # telephone
    | [^@\s]+@[^@\s]+\.[a-z]{2,}                                              # e-mail
    | [0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}                             # GUID
    | https?://\S+
    """,
    re.VERBOSE | re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")


def clean_header(cells: Sequence[str]) -> tuple[str, ...]:
    """Strip blanks and byte order marks from header cells and drop the empty ones at the end."""
    cleaned = [cell.replace("\ufeff", "").strip() for cell in cells]
    while cleaned and not cleaned[-1]:
        cleaned.pop()
    return tuple(cleaned)


def looks_like_data(cell: str) -> bool:
    """Tell whether a stripped cell is a value rather than a column's name; a bare year may head a column."""
    if _YEAR.fullmatch(cell):
        return False
    return "\0" in cell or len(cell) > HEADER_CELL_CHARS or cell.casefold() in NAMELESS or bool(_DATA.fullmatch(cell))


def find_header(rows: Sequence[Sequence[str]]) -> int | None:
    """Give the index of the first wide row, where the header must be; None when there are only blank rows.

    Title lines above fill at most half as many cells as the widest row.
    """
    filled = [sum(map(bool, clean_header(row))) for row in rows[:ROWS_SEARCHED]]
    widest = max(filled, default=0)
    wide = (index for index, cells in enumerate(filled) if cells >= min(2, widest) and 2 * cells > widest)
    return next(wide, None) if widest else None


def check_header(header: Sequence[str]) -> None:
    """Raise Refused when a header holds values instead of names: the file has none."""
    if any(map(looks_like_data, filter(None, header))):
        raise Refused("The first row holds values, not column names: add a row with the names of the columns above it.")
