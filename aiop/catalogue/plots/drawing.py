"""What a chart consists of: boxes, lines and words, each with the class that colours it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from aiop.dashboards.geometry import Number

WIDTH = 720
# Colours of series; beyond them nothing can be told apart.
SERIES = 6


@dataclass(frozen=True)
class Series:
    """One line or kind of bar: its name, its values along the axis, the same as text."""

    name: str
    values: Sequence[Number | None]
    texts: Sequence[str]


@dataclass(frozen=True)
class Box:
    """A rectangle; `title` is what the pointer reads, `opacity` how strong its colour is."""

    x: float
    y: float
    width: float
    height: float
    look: str
    title: str = ""
    opacity: float = 1.0


@dataclass(frozen=True)
class Words:
    """A text and where it is anchored."""

    x: float
    y: float
    text: str
    look: str = "cg-axis"
    anchor: str = "start"


@dataclass(frozen=True)
class Stroke:
    """A line through corners, or the area within them."""

    points: str
    look: str
    filled: bool = False


@dataclass
class Drawing:
    """A chart: its size, what a screen reader says of it, its parts from back to front, what is said beneath it."""

    height: float
    name: str
    boxes: list[Box] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    bands: list[Box] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    note: str = ""
    width: float = WIDTH


def look(place: int) -> str:
    """Give the class of a series' colour."""
    return f"cg-s{place % SERIES}"


def shortened(text: str, most: int) -> str:
    """Cut a text to a length, saying that it is cut."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def legend(drawing: Drawing, names: Sequence[str], y: float, left: float = 0) -> None:
    """Set names beside their colours in a row; one name needs none."""
    x = left
    for place, name in enumerate(names if len(names) > 1 else ()):
        text = shortened(name, 24)
        drawing.boxes.append(Box(x, y - 9, 10, 10, look(place)))
        drawing.words.append(Words(x + 15, y, text))
        x += 30 + len(text) * 6.2
