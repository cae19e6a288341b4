"""Pages that are asked for again before they are believed. Pure."""

from __future__ import annotations

from collections.abc import Callable

from aiop.sources.answers import JsonPage
from aiop.sources.records import moment

# What stays as it is when it is asked for so often again is what the source means.
LOOKS = 3


def ask_until_sound(ask: Callable[[], JsonPage], is_doubtful: Callable[[JsonPage], bool]) -> JsonPage:
    """Give the first page that is not doubtful, or the latest one."""
    page = ask()
    for _ in range(LOOKS - 1):
        if not is_doubtful(page):
            break
        page = ask()
    return page


def has_poison(page: JsonPage) -> bool:
    """Tell whether a record of the page is none, or tells no moment where its latest change belongs."""
    for record in page.records:
        if not isinstance(record.value, dict):
            return True
        told = record.value.get("modifiedOn")
        if told is not None and moment(told) is None:
            return True
    return False
