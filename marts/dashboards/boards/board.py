"""A dashboard of marts: sections of figures, each of one mart, drawn as tiles and reached beside the other dashboards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from aiop.adminkit import pages
from aiop.dashboards.page import MOST_TILES, Dashboard, Empty, Link, Page, Tile
from marts.dashboards.boards.asked import Asked, Question, Spans, freshness, read
from marts.dashboards.boards.drawn import figure_tile, makeup_tile, shares_tile
from marts.dashboards.boards.figures import Figure, Makeup, Shares
from marts.dashboards.boards.kept import kept, key_of
from marts.etl.declared import Job

Shown = Figure | Shares | Makeup
_DASHED = "The dashed end of a line is not over, or its source may still restate it; what nobody knows is a gap."
RIGHT, EXPORT_RIGHT = "marts.view_martstanding", "marts.export_martstanding"


@dataclass(frozen=True)
class Section:
    """What a page shows of one mart."""

    job: Job[Any]
    shown: Sequence[Shown]
    rows: str = ""  # SQL that makes one row of each day, where the mart has several


@dataclass(frozen=True)
class Board:
    """One page: its name in addresses, its title, its sections, and what its figures mean."""

    name: str
    title: str
    sections: Sequence[Section]
    definition: str = ""
    order: int = 1  # where it stands beside the others

    @property
    def address(self) -> str:
        """The name of its address."""
        return f"marts_{self.name}"

    def sections_of(self, asked: Asked) -> list[Section]:
        """Give the sections whose marts the organisation has."""
        return [section for section in self.sections if section.job.name in asked.standings]

    def build(self, request: HttpRequest) -> Page:
        """Put the page together: one query for the standings and, where its tiles are not kept, one for all figures and one for each makeup."""
        asked = read(request, [section.job for section in self.sections])
        sections = self.sections_of(asked)
        key = key_of(asked, self.name)
        tiles = kept(key, lambda: _chosen(_drawn(asked, sections)))
        return Page(
            self.title,
            asked.period,
            freshness(asked, [section.job for section in sections]),
            tiles,
            definition=f"{self.definition} {_DASHED}",
            empty=None if sections else self._nothing(request),
            problems=[asked.period.problem] if asked.period.problem else [],
            siblings=siblings(asked, self),
            kept_as=key,
        )

    def _nothing(self, request: HttpRequest) -> Empty:
        systems = " or ".join(dict.fromkeys(section.job.title for section in self.sections))
        title = "No figures yet"
        words = (
            f"{systems} is read every night once this organisation has a connection to the system that it comes from."
        )
        if not request.user.has_perm("sources.add_connection"):
            return Empty(title, f"{words} Ask an administrator to add it.")
        return Empty(title, words, reverse("admin:sources_connection_changelist"), "See the connections")


_boards: list[Board] = []


def register(board: Board) -> Board:
    """Make a dashboard reachable, in the order in which they are to stand beside one another."""
    _boards.append(board)
    _boards.sort(key=lambda one: one.order)
    shown = Dashboard(board.address, board.title, RIGHT, board.build, EXPORT_RIGHT)
    pages.register(pages.Page(f"figures/{board.name}/", shown.view, board.address))
    return board


def siblings(asked: Asked, current: Board | None) -> list[Link]:
    """Give the dashboards that have something to show for the organisation, with the days that are asked for."""
    days = asked.period.days
    query = {"period": asked.period.preset} if asked.period.preset else {"from": days.start or "", "to": days.end or ""}
    return [
        Link(board.title, f"{reverse(f'admin:{board.address}')}?{urlencode(query)}", board is current)
        for board in _boards
        if board is current or board.sections_of(asked)
    ]


def _chosen(drawn: Sequence[Sequence[Tile]]) -> list[Tile]:
    """Give as many tiles as a page has room for, in their order: the first of each mart before the second of any."""
    ranked = sorted(
        (place, section, tile.key) for section, tiles in enumerate(drawn) for place, tile in enumerate(tiles)
    )
    kept_ones = {(section, key) for _, section, key in ranked[:MOST_TILES]}
    return [tile for section, tiles in enumerate(drawn) for tile in tiles if (section, tile.key) in kept_ones]


def _drawn(asked: Asked, sections: Sequence[Section]) -> list[list[Tile]]:
    """Draw sections: the figures of all by one query, what the latest row of a mart is made up of by one each."""
    questions = [Question(one.job, [sql for shown in one.shown for sql in _sql(shown)], one.rows) for one in sections]
    told = asked.spans([one for one in questions if one.figures])
    spans = iter(told)
    return [
        _tiles(asked, section, next(spans) if question.figures else None)
        for section, question in zip(sections, questions, strict=True)
    ]


def _tiles(asked: Asked, section: Section, spans: Spans | None) -> list[Tile]:
    row = asked.latest(section.job) if any(isinstance(shown, Makeup) for shown in section.shown) else None
    tiles, place = [], 0
    for shown in section.shown:
        width = len(_sql(shown))
        at = range(place, place + width)
        place += width
        if isinstance(shown, Makeup):
            tiles.append(makeup_tile(asked, section.job, shown, row))
        elif isinstance(shown, Shares) and spans:
            tiles.append(shares_tile(asked, section.job, shown, spans, at))
        elif isinstance(shown, Figure) and spans:
            tiles.append(figure_tile(asked, section.job, shown, spans, at.start))
    return tiles


def _sql(shown: Shown) -> list[str]:
    """Give the SQL of everything that is worked out over spans."""
    if isinstance(shown, Figure):
        return [shown.sql]
    return [sql for _, sql in shown.parts] if isinstance(shown, Shares) else []
