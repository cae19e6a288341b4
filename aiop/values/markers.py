"""Rows that are no business: test entries and the totals under a report."""

import re
from collections.abc import Sequence

from aiop.values.blank import blank_to_none
from aiop.values.folding import fold

# Bordered by letters alone, so that `Test2` is a test entry and `Testa` a surname.
_TEST_WORD = re.compile(r"(?<![^\W\d_])(?:test|dummy|placeholder)(?![^\W\d_])")
_TOTALS = re.compile(r"(?:grand\s+)?totals?\s*:?|summary\s*:?")


def is_test_name(t: str) -> bool:
    """Tell whether a name has the whole word test, dummy or placeholder."""
    # Nearly every name is plain letters without any of the three; folding is left to the few that are not.
    lower = t.lower()
    if t.isascii() and "test" not in lower and "dummy" not in lower and "placeholder" not in lower:
        return False
    return _TEST_WORD.search(fold(t)) is not None


def is_totals_row(cells: Sequence[str]) -> bool:
    """Tell whether the first cell with content says Total, Totals, Grand Total or Summary."""
    first = next((content for cell in cells if (content := blank_to_none(cell)) is not None), "")
    return _TOTALS.fullmatch(first.casefold()) is not None
