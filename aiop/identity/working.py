"""How the steps of matching open their transactions and say how far they are."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

# Opens one transaction of the organisation; in a preview all of them are parts of one that is rolled back.
Work = Callable[[], AbstractContextManager[None]]
# Told the step, how much of it is done, of how much.
Tell = Callable[[str, int, int | None], None]


def silent(step: str, done: int, total: int | None) -> None:
    """Tell nobody."""
