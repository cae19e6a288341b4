"""Lists by page number, over rows that may change meanwhile: no short page, no repeated page and no “has more” is believed at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aiop.sources.answers import JsonPage, read_page
from aiop.sources.errors import TooLarge, TryAgain
from aiop.sources.http import HttpClient
from aiop.sources.paging import EMPTY_IN_A_ROW, Turn
from aiop.sources.records import Row, make_ready
from aiop.sources.systems import StreamSpec
from servicetitan.client import TooSlow, tenant_of
from servicetitan.endpoints import Endpoint
from servicetitan.extract.doubts import ask_until_sound, has_poison

SMALLEST_PAGE = 5


class Listing:
    """One reading of a list. Afterwards `seen` holds the ids that it met and `total` how many the source says there are."""

    def __init__(
        self,
        http: HttpClient,
        endpoint: Endpoint,
        spec: StreamSpec,
        params: Mapping[str, str] | None = None,
        *,
        at: int = 0,
        counted: bool = False,
    ) -> None:
        """`params` narrow the list, `at` is how many rows were read before; `counted` asks how many there are."""
        self.http, self.endpoint, self.spec = http, endpoint, spec
        self.params = {**endpoint.list_params(), **(params or {})}
        self.size, self.at, self.counted = endpoint.page_size, at, counted
        self.seen: set[str] = set()
        self.total: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether as many were met as the source says there are."""
        return self.total is not None and len(self.seen) >= self.total

    def turns(self) -> Iterator[Turn]:
        """Give the pages to the end, each with the place after it."""
        empty = 0
        while True:
            page = self._fetch()
            empty = 0 if page.records else empty + 1
            self.seen.update(self._ids(page))
            self.at = self._number * self.size
            yield Turn(page, {"at": self.at})
            ends = not self._goes_on(page) and len(page.records) < self.size
            if ends or empty >= EMPTY_IN_A_ROW:
                return

    def _fetch(self) -> JsonPage:
        """Ask for the page at our place, smaller where it is too much."""
        while True:
            try:
                return ask_until_sound(self._ask, self._is_doubtful)
            except (TooLarge, TooSlow):
                if self.size <= SMALLEST_PAGE:
                    raise
                self.size = max(SMALLEST_PAGE, self.size // 2)

    @property
    def _number(self) -> int:
        return self.at // self.size + 1

    def _ask(self) -> JsonPage:
        asked: dict[str, Any] = {**self.params, "page": self._number, "pageSize": self.size}
        if self.counted and self.total is None:
            asked["includeTotal"] = "true"
        page = self.http.get(self.endpoint.list_path(tenant_of(self.http)), asked, read=read_page)
        told = page.envelope.get("totalCount")
        if isinstance(told, int):
            self.total = told
        return page

    def _is_doubtful(self, page: JsonPage) -> bool:
        """Tell whether a page looks cut, like one that came before, or holds what is no record."""
        if self._goes_on(page) and len(page.records) < self.size:
            return True
        return has_poison(page) or (bool(page.records) and self.seen.issuperset(self._ids(page)))

    def _ids(self, page: JsonPage) -> list[str]:
        if self.spec.keyless is None:
            return [str(r.value[self.spec.key]) for r in page.records if _has_key(r.value, self.spec.key)]
        rows, _ = make_ready(page, self.spec)
        return [row.source_id for row in rows if isinstance(row, Row)]

    def _goes_on(self, page: JsonPage) -> bool:
        said = page.envelope.get("hasMore")
        if not isinstance(said, bool):
            raise TryAgain(f"{page.answer.url} does not say whether there is more.")
        return said


def _has_key(value: Any, key: str) -> bool:
    return isinstance(value, dict) and value.get(key) is not None
