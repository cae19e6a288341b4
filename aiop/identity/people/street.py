"""A street address in its parts: house number, street, unit."""

import re
from typing import NamedTuple

from aiop.values.address import address_key

_MORE_SHORT_FORMS = {
    "apartment": "apt",
    "terr": "ter",
    "dv": "dr",
    "driv": "dr",
    "pkway": "pkwy",
    "pky": "pkwy",
    "expressway": "expy",
    "freeway": "fwy",
    "plaza": "plz",
    "point": "pt",
    "ridge": "rdg",
    "grove": "grv",
    "close": "cl",
    "crest": "crst",
    "circuit": "cct",
    "parade": "pde",
    "esplanade": "esp",
    "way": "wy",
    "route": "rt",
    "rte": "rt",
    "strt": "st",
    "aven": "ave",
    "avn": "ave",
    "fort": "ft",
    "first": "1st",
    "second": "2nd",
    "third": "3rd",
    "fourth": "4th",
    "fifth": "5th",
    "sixth": "6th",
    "seventh": "7th",
    "eighth": "8th",
    "ninth": "9th",
    "tenth": "10th",
}
_LONGEST = 200
_UNIT_FIRST = re.compile(r"\s*([0-9]{1,5}[a-zA-Z]?)\s*-\s*(?=[0-9]{1,6}[a-zA-Z]?\s)")  # `2304-3606 Maple St`
_KINDS = frozenset(
    [
        "st",
        "ave",
        "rd",
        "blvd",
        "dr",
        "ct",
        "cres",
        "ln",
        "pl",
        "hwy",
        "pkwy",
        "cir",
        "trl",
        "ter",
        "sq",
        "gdns",
        "hts",
        "wy",
        "way",
        "n",
        "s",
        "e",
        "w",
        "ne",
        "nw",
        "se",
        "sw",
        "cl",
        "pt",
        "grv",
        "rdg",
    ]
)
_AMERICAN = re.compile(r"[0-9]{5}")
_NO_STREET = frozenset({"unknown", "na", "n a", "none", "tba", "tbd", "test", "same", "see notes"})


class Street(NamedTuple):
    """The parts of an address; blank where it has none. `zip` is one that was written into the address."""

    number: str = ""
    street: str = ""
    unit: str = ""
    zip: str = ""


def street_of(address: str, zip_code: str, city: str, state: str) -> Street:
    """Take an address apart; town, state and code at its end are dropped, the code given back where it was not known."""
    unit_first = _UNIT_FIRST.match(address)
    key = address_key(address[unit_first.end() if unit_first else 0 :][:_LONGEST])
    if key is None or key in _NO_STREET:
        return Street()
    body, _, unit = key.partition(" unit ")
    words = body.split(" ")
    if body.startswith("unit "):  # nothing but a unit
        words, unit = [], body[5:]
    unit = unit or (unit_first[1].lower() if unit_first else "")
    found = ""
    if "," in address and len(words) > 3:
        words, found = _without_place(words, zip_code, city, state)
    number, rest = _number(words)
    if not unit and len(rest) > 2 and rest[-1].isdigit() and rest[-2] in _KINDS:
        unit = rest.pop()
    return Street(number, " ".join([_MORE_SHORT_FORMS.get(word, word) for word in rest]), unit, found)


def _without_place(words: list[str], zip_code: str, city: str, state: str) -> tuple[list[str], str]:
    found = ""
    if words[-1].upper() == zip_code or (not zip_code and _AMERICAN.fullmatch(words[-1])):
        found = words.pop()
    if state and words[-1] == state.lower():
        words.pop()
    town = city.split()
    if town and len(words) > len(town) + 1 and words[-len(town) :] == town:
        del words[-len(town) :]
    return words, found.upper()


def _number(words: list[str]) -> tuple[str, list[str]]:
    """Give the house number and what follows it; that of a post box stands behind its words."""
    if words and words[0][:1].isdigit():
        if len(words) == 1 or not words[0][-2:].isalpha() or len(words[0]) > 5:
            return words[0], words[1:]
        return "", words
    if words[:2] == ["po", "box"] and len(words) > 2:
        return words[2], ["po", "box"]
    return "", words
