"""What the home page shows: tiles that apps register, each a few lines with a way down to the rows."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import transaction
from django.http import HttpRequest

log = logging.getLogger(__name__)


class State(StrEnum):
    """How a line stands: calm, good, worth a look, or broken. Words say so as well as colour."""

    CALM = "calm"
    GOOD = "good"
    LOOK = "look"
    BAD = "bad"


@dataclass(frozen=True)
class Line:
    """One fact: its name, its value as text, how it stands, where its rows are, and what to know about it on hover."""

    label: str
    value: str = ""
    state: State = State.CALM
    link: str = ""
    hint: str = ""


Render = Callable[[HttpRequest], Sequence[Line]]


@dataclass(frozen=True)
class Tile:
    """A titled list of lines; `empty` is what stands there when there are none, and blank leaves the tile away then.

    Tiles of one title are shown as one.
    """

    title: str
    order: int
    render: Render
    empty: str = "Nothing."
    permission: str = ""


@dataclass
class Shown:
    """A tile as the page shows it."""

    title: str
    empty: str
    lines: list[Line] = field(default_factory=list)


_tiles: list[Tile] = []


def register(tile: Tile) -> None:
    """Add a tile; the same title twice adds lines to one tile."""
    _tiles.append(tile)


def shown_tiles(request: HttpRequest) -> list[Shown]:
    """Render the tiles that this person may see, in order; one that breaks says so and leaves the others standing."""
    found: dict[str, Shown] = {}
    for tile in sorted(_tiles, key=lambda tile: tile.order):
        if tile.permission and not request.user.has_perm(tile.permission):
            continue
        shown = found.setdefault(tile.title, Shown(tile.title, tile.empty))
        # What an app has shown of a page already, the platform's lines below do not repeat.
        known = {line.link for line in shown.lines if line.link}
        shown.lines += [line for line in _lines(tile, request) if line.link not in known]
    return [shown for shown in found.values() if shown.lines or shown.empty]


def _lines(tile: Tile, request: HttpRequest) -> Sequence[Line]:
    try:
        with transaction.atomic():
            return tile.render(request)
    except Exception:
        log.exception("Tile “%s” failed", tile.title)
        return [
            Line("This part could not be worked out", "", State.BAD, hint="The administrator finds why in the log.")
        ]
