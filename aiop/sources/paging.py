"""Turning pages until there are no more, believing no source blindly: not its token, and not its “has more”."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aiop.sources.answers import JsonPage
from aiop.sources.errors import TryAgain

# A page may be empty by chance of a filter; this many in a row are the end, whatever the source says.
EMPTY_IN_A_ROW = 2
# The same token for the next page may be a hiccup; after so many it does not move on.
SAME_TOKEN = 3
# Systems fill their pages to a round number.
ROUND = 10


@dataclass(frozen=True, slots=True)
class Turn:
    """A page, and the cursor to keep with it: where a reading goes on that breaks off after it."""

    page: JsonPage
    cursor: Mapping[str, Any]


def turn_numbered(
    fetch: Callable[[int], JsonPage], *, start: int = 1, full: int, more: str = "hasMore"
) -> Iterator[Turn]:
    """Turn pages by number, from `start`; `full` is the size of a full page. Raises TryAgain when a page does not say.

    A full page that claims to be the last is not believed: the next one is asked for. Pages that stay empty are the end.
    """
    number, empty = start, 0
    while True:
        page = fetch(number)
        goes_on = _says(page, more)
        empty = 0 if page.records else empty + 1
        number += 1
        yield Turn(page, {"page": number})
        if empty >= EMPTY_IN_A_ROW or (not goes_on and len(page.records) < full):
            return


def turn_by_token(
    fetch: Callable[[str | None], JsonPage],
    *,
    start: str | None,
    token: str = "continueFrom",  # noqa: S107  (the name of a field)
    more: str = "hasMore",
    full: int | None = None,
) -> Iterator[Turn]:
    """Turn pages by the token that each gives for the next, which is kept after the last one as well.

    `full` is the longest page that was ever seen, kept in the cursor as well (0: none yet): a page as long as that, and of a
    round number, which claims to be the last is not believed. Raises TryAgain when a page gives no token, or when tokens go round in a circle: what was read until then is kept.
    """
    current, seen, same, longest = start, {start}, 0, full or 0
    while True:
        page = fetch(current)
        following = page.envelope.get(token)
        goes_on = _says(page, more)
        if not isinstance(following, str) or not following:
            raise TryAgain(f"{page.answer.url} gives no “{token}” to go on from.")
        same = same + 1 if following == current else 0
        if goes_on and (same >= SAME_TOKEN or (following != current and following in seen)):
            raise TryAgain(f"{page.answer.url} does not move on: it gave the same “{token}” again.")
        looks_full = full is not None and _looks_full(len(page.records), longest)
        longest = max(longest, len(page.records))
        yield Turn(page, {"token": following} if full is None else {"token": following, "full": longest})
        if not goes_on and (not looks_full or following == current):
            return
        seen.add(following)
        current = following


def _looks_full(records: int, longest: int) -> bool:
    return 0 < records >= longest and records % ROUND == 0


def _says(page: JsonPage, more: str) -> bool:
    said = page.envelope.get(more)
    if not isinstance(said, bool):
        raise TryAgain(f"{page.answer.url} does not say whether there is more (“{more}”).")
    return said
