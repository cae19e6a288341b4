"""Names of branches: a key, the marks of their state, and the place they stand for."""

import re
from functools import lru_cache

from aiop.values.blank import blank_to_none
from aiop.values.folding import fold, without_emoji, without_punctuation
from aiop.values.state import state_code, state_country

BranchPlace = tuple[str, str, str]

# City and true province or state of each approved branch name; keys as branch_key() gives them.
_PLACE_LINES = """
AB: Calgary, Edmonton, Lethbridge
BC: Abbotsford, Burnaby, Coquitlam, Kelowna, Richmond, Surrey, Vancouver, Victoria Island=Victoria
MB: Winnipeg
NB: Fredericton, Moncton, Saint John
NS: Halifax
ON: Ajax, Aurora, Barrie, Brampton, Brantford, Burlington, Downtown Toronto=Toronto, Hamilton, Kingston, London, Markham
ON: Milton, Mississauga, North York, Oakville, Oshawa, Ottawa, Peterborough, Scarborough, St. Catharines, Vaughan
ON: Waterloo/Kitchener=Waterloo, Windsor
QC: Montreal, Montreal North=Montreal
SK: Regina, Saskatoon
AZ: Phoenix
CO: Colorado Springs
DC: Washington DC=Washington
GA: Marietta
ID: Boise
NJ: Little Ferry, New Jersey
OK: Tulsa
PA: Philadelphia
TN: Nashville
TX: Austin, Houston, The Woodlands
VA: Alexandria, Arlington, Northern Virginia
"""
# Places that begin with an approved name and are elsewhere.
_NAMESAKES = {"richmond hill": ("Richmond Hill", "ON", "CA"), "north vancouver": ("North Vancouver", "BC", "CA")}

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_PARTED_HYPHEN = re.compile(r"\s+-[\s-]*|-[\s-]+")
_PARTED_SLASH = re.compile(r"\s*/\s*")
_PIECES = re.compile(r"([-/])")
_HOLD = re.compile(r"\bon\s+hold\b")
_NO_BOOKINGS = re.compile(r"\bno\s+new\s+bookings?(?:\s+until\s+further\s+notice)?\b")
_CLOSED = re.compile(r"\b(?:temporarily\s+|permanently\s+)?closed\b")
# Whole words, because a branch on Testa Street is a real one; `xxx` also in front of a word, as in `Xxxduplicate`.
_TEST = re.compile(r"\btest\b|\bxxx|\bno\s+longer\s+active\b|\bclose\s+all\s+test")
_MARKS = {"on_hold": _HOLD, "no_new_bookings": _NO_BOOKINGS, "closed": _CLOSED, "test": _TEST}
_STATE_MARKS = (_HOLD, _NO_BOOKINGS, _CLOSED)


def branch_key(t: str) -> str | None:
    """Give the name for comparison: no emoji, state marks, accents, case or punctuation but hyphen and slash."""
    stripped = blank_to_none(t)
    if stripped is None:
        return None
    name = _folded(stripped)
    for mark in _STATE_MARKS:
        name = mark.sub(" ", name)
    pieces = (piece if piece in ("-", "/") else _words(piece) for piece in _PIECES.split(name))
    key = _PARTED_SLASH.sub("/", _PARTED_HYPHEN.sub(" - ", "".join(pieces)))
    return " ".join(key.strip(" -/").split()) or None


@lru_cache(maxsize=4096)  # a company has a few hundred spellings of its branches, on every row
def branch_marks(t: str) -> frozenset[str]:
    """Give what the name says of the branch: any of `on_hold`, `no_new_bookings`, `closed`, `test`."""
    name = _folded(t)
    return frozenset(mark for mark, pattern in _MARKS.items() if pattern.search(name))


def branch_place(t: str) -> BranchPlace | None:
    """Give (city, state code, country code) of an approved name or one that begins with it, else None.

    A province or state written behind the name wins over the table: `VANCOUVER WA` is not in Canada.
    """
    key = branch_key(t)
    if key is None:
        return None
    words = key.split(" ")
    for count in range(_MOST_WORDS, 0, -1):
        place = _PLACES.get(" ".join(words[:count]))
        if place is not None:
            return _corrected(place, words[count:])
    return None


def _corrected(place: BranchPlace, rest: list[str]) -> BranchPlace:
    written = state_code(" ".join(rest)) or state_code(rest[-1]) if rest else None
    country = state_country(written) if written else None
    return (place[0], written, country) if written and country else place


def _words(piece: str) -> str:
    """Drop punctuation, but keep a blank at either end: it tells `A-B` from `A - B`."""
    before, after = " " * piece.startswith(" "), " " * piece.endswith(" ")
    return f"{before}{without_punctuation(piece)}{after}"


def _folded(name: str) -> str:
    return " ".join(_DASHES.sub("-", fold(without_emoji(name))).split())


def _places() -> dict[str, BranchPlace]:
    places = dict(_NAMESAKES)
    for line in _PLACE_LINES.strip().splitlines():
        code, _, names = line.partition(": ")
        for entry in names.split(", "):
            name, _, city = entry.partition("=")
            places[branch_key(name) or name] = (city or name, code, state_country(code) or "")
    return places


_PLACES = _places()
_MOST_WORDS = max(len(name.split(" ")) for name in _PLACES)
