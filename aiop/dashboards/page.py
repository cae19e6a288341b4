"""A dashboard: up to eight tiles under one period and one row of filters, all of it in the address."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from psycopg.errors import QueryCanceled

from aiop.dashboards.periods import DEFAULT, PRESETS, Period
from aiop.dashboards.tables import Table, as_csv
from aiop.files.exports import record_export
from aiop.quality.measure import limit_transaction

MOST_TILES = 8
# A page that people wait for; whatever takes longer belongs to a mart.
SECONDS = 20
# A safety net alone: whoever keeps tiles names what they follow from.
KEPT_SECONDS = 3_600
_CSV = "csv"


@dataclass(frozen=True)
class Link:
    """One choice of a filter."""

    label: str
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class Filter:
    """One filter: its parameter in the address, its choices as value and label, the one that is chosen."""

    parameter: str
    label: str
    options: Sequence[tuple[str, str]]
    chosen: str = ""
    links: Sequence[Link] = ()

    @property
    def chosen_label(self) -> str:
        """What the chosen value is called."""
        return dict(self.options).get(self.chosen, self.chosen)


@dataclass(frozen=True)
class Tile:
    """One question answered: a chart, the table of its numbers, and the words for when there are none."""

    key: str
    title: str
    about: str
    chart: SafeString
    table: Table
    none: str = "Nothing in this period."
    figure: str | SafeString = ""
    change: str = ""
    note: str | SafeString = ""
    width: int = 6  # of 12
    is_open: bool = False  # shows its table in place of a chart


@dataclass(frozen=True)
class Freshness:
    """Up to when the numbers are complete, in a sentence."""

    words: str
    is_stale: bool = False
    link: str = ""
    link_words: str = ""


@dataclass(frozen=True)
class Empty:
    """What to say, and what to do next, where there is nothing to show."""

    title: str
    words: str
    link: str = ""
    link_words: str = ""


@dataclass
class Page:
    """All that a dashboard shows for one address."""

    title: str
    period: Period
    freshness: Freshness
    tiles: Sequence[Tile]
    filters: Sequence[Filter] = ()
    definition: str = ""
    empty: Empty | None = None
    problems: Sequence[str] = ()
    siblings: Sequence[Link] = ()  # pages that belong with it; their queries are whole addresses
    kept_as: str = ""  # names everything that its tiles follow from, so that they are written once; blank: each time
    presets: Sequence[Link] = field(init=False)

    def __post_init__(self) -> None:
        if len(self.tiles) > MOST_TILES:
            raise ValueError(f"A page has at most {MOST_TILES} tiles; {self.title} has {len(self.tiles)}.")
        self.filters = [self._linked(item) for item in self.filters]
        chosen = self._chosen()
        self.presets = [
            Link(label, urlencode({"period": key, **chosen}), key == self.period.preset)
            for key, label in PRESETS.items()
        ]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a change of the period leaves in the address."""
        return list(self._chosen().items())

    @property
    def query(self) -> str:
        """The address of what is shown."""
        return urlencode({**self._days(), **self._chosen()})

    @property
    def is_filtered(self) -> bool:
        """Tell whether anything differs from the page as it opens."""
        return bool(self._chosen()) or self.period.preset != DEFAULT

    def _days(self) -> dict[str, str]:
        if self.period.preset:
            return {"period": self.period.preset}
        days = {"from": self.period.days.start, "to": self.period.days.end}
        return {name: day.isoformat() for name, day in days.items() if day}

    def _chosen(self, but: str = "") -> dict[str, str]:
        return {item.parameter: item.chosen for item in self.filters if item.chosen and item.parameter != but}

    def _linked(self, item: Filter) -> Filter:
        others = {**self._days(), **self._chosen(but=item.parameter)}
        links = [Link("All", urlencode(others), not item.chosen)]
        links += [
            Link(label, urlencode({**others, item.parameter: value}), value == item.chosen)
            for value, label in item.options
        ]
        return Filter(item.parameter, item.label, item.options, item.chosen, links)


@dataclass(frozen=True)
class Dashboard:
    """A declared dashboard: its name in exports, its title, the right that opens it, what builds its page."""

    name: str
    title: str
    permission: str
    build: Callable[[HttpRequest], Page]
    export_permission: str

    def view(self, request: HttpRequest) -> HttpResponse:
        """Show the page, or with ?csv= the table of one tile as a file."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        try:
            with transaction.atomic():
                limit_transaction(SECONDS)
                page = self.build(request)
        except DatabaseError as error:
            return self._broke(request, error)
        if _CSV in request.GET:
            return self._file(request, page, request.GET[_CSV])
        tiles = _written(page, may_export=request.user.has_perm(self.export_permission))
        return self._draw(request, "page", {"page": page, "tiles": tiles})

    def _file(self, request: HttpRequest, page: Page, key: str) -> HttpResponse:
        tile = next((tile for tile in page.tiles if tile.key == key), None)
        if tile is None:
            raise Http404("There is no such tile.")
        if not request.user.has_perm(self.export_permission):
            raise PermissionDenied
        filters = {name: str(value) for name, value in request.GET.items()}
        org: Any = request.org  # type: ignore[attr-defined]
        by, rows = request.user.get_username(), len(tile.table.rows)
        record_export(org, f"{self.name}.{key}", filters, "csv", by=by, rows=rows)
        name = f"{self.name}-{key}-{page.period.days.start or 'all'}-{page.period.days.end or 'all'}.csv"
        # The mark at the start tells spreadsheets that the text is UTF-8.
        return HttpResponse(
            "\ufeff" + as_csv(tile.table),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def _broke(self, request: HttpRequest, error: DatabaseError) -> HttpResponse:
        slow = isinstance(error.__cause__, QueryCanceled)
        words = f"They took longer than {SECONDS} seconds." if slow else "The database refused the question."
        return self._draw(request, "broke", {"words": words}, status=503)

    def _draw(
        self, request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200
    ) -> TemplateResponse:
        shared = {**admin.site.each_context(request), "title": self.title, **context}
        return TemplateResponse(request, f"dashboards/{template}.html", shared, status=status)


def _written(page: Page, *, may_export: bool) -> SafeString:
    """Write the tiles of a page, or give them as they were written for what is shown anew."""
    key = f"{page.kept_as}:{may_export}:{hashlib.sha256(page.query.encode()).hexdigest()}" if page.kept_as else ""
    held: SafeString | None = cache.get(key) if key else None
    if held is None:
        held = render_to_string("dashboards/tiles.html", {"page": page, "may_export": may_export})
        if key:
            cache.set(key, held, KEPT_SECONDS)
    return held


def chosen_value(given: Mapping[str, str], parameter: str, options: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Give the chosen value of a filter, and what is wrong with it: a value that no row stands for is left out."""
    value = given.get(parameter, "")
    if not value or value in dict(options):
        return value, ""
    return "", f"The address asks for a {parameter.replace('_', ' ')} that does not exist; all are shown."
