"""What makes a row good, blank or bad, for every format."""

from collections import Counter
from collections.abc import Sequence

from aiop.files.reading.header_row import clean_header

ENOUGH_ROWS = 10


class RowRule:
    """Judges rows against the header; `shortest` is the width down to which missing cells at the end are blanks."""

    def __init__(self, header: tuple[str, ...], shortest: int) -> None:
        self.width = len(header)
        self._header, self._shortest = header, shortest

    def odd(self, rows: Sequence[list[str]]) -> list[int]:
        """Give the indexes of rows that need a closer look; the rest is good as it stands."""
        width, name = self.width, self._header[0]
        return [at for at, row in enumerate(rows) if len(row) != width or not row[0].strip() or name in row[0]]

    def settle(self, row: list[str]) -> list[str] | str | None:
        """Give the row at the header's width, or the reason why it is bad, or None for a blank row."""
        if not any(map(str.strip, row)):
            return None
        if self._header[0] in row[0] and clean_header(row) == self._header:
            return "This row is the header again."
        if len(row) == self.width:
            return row
        if len(row) > self.width:
            return row[: self.width] if not any(map(str.strip, row[self.width :])) else self._ragged(row)
        if len(row) < self._shortest:
            return self._ragged(row)
        return row + [""] * (self.width - len(row))

    def _ragged(self, row: list[str]) -> str:
        return f"This row has {len(row)} of {self.width} cells."


def usual_width(rows: Sequence[Sequence[str]], width: int) -> int:
    """Give how many cells a row may have at least: fewer than the header only if most rows leave out the last ones.

    Rows of less than half the header are no such habit: they are pieces of something else.
    """
    widths = Counter(len(row) for row in rows if any(row))
    if widths.total() < ENOUGH_ROWS:
        return width
    usual, count = widths.most_common(1)[0]
    is_habit = 2 * count > widths.total() and 2 * usual >= width and usual > 1
    return min(width, usual) if is_habit else width
