"""Postal codes and street addresses in one spelling."""

import re

from aiop.values.blank import blank_to_none
from aiop.values.errors import BadValue
from aiop.values.folding import fold, without_punctuation

# Canadian codes use no D, F, I, O, Q, U, and none begins with W or Z.
_CANADIAN = re.compile(
    r"([ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z])[\s-]?([0-9][ABCEGHJ-NPRSTV-Z][0-9])", re.IGNORECASE
)
_AMERICAN = re.compile(r"[0-9]{5}(?:-[0-9]{4})?")
_UNIT = re.compile(r"(?:\b(?:apartment|apt|suite|ste|unit)\b[.:]?\s*#?|#)\s*([a-z0-9-]+)")
_COUNTRY = re.compile(r"(?:,|,? )(?:canada|usa|us|u\.s\.a?\.?|united states(?: of america)?)$")
_SHORT_FORMS = {
    "street": "st",
    "str": "st",
    "saint": "st",
    "sainte": "ste",
    "avenue": "ave",
    "av": "ave",
    "road": "rd",
    "boulevard": "blvd",
    "boul": "blvd",
    "drive": "dr",
    "court": "ct",
    "crt": "ct",
    "crescent": "cres",
    "cr": "cres",
    "lane": "ln",
    "place": "pl",
    "highway": "hwy",
    "parkway": "pkwy",
    "circle": "cir",
    "trail": "trl",
    "terrace": "ter",
    "square": "sq",
    "gardens": "gdns",
    "heights": "hts",
    "mount": "mt",
    "north": "n",
    "south": "s",
    "east": "e",
    "west": "w",
    "northeast": "ne",
    "northwest": "nw",
    "southeast": "se",
    "southwest": "sw",
}


def postal_code(t: str) -> str | None:
    """Give `A1A 1A1` or the five-digit or ZIP+4 code; BadValue for anything else."""
    stripped = blank_to_none(t)
    if stripped is None:
        return None
    canadian = _CANADIAN.fullmatch(stripped)
    if canadian is not None:
        return f"{canadian[1]} {canadian[2]}".upper()
    if _AMERICAN.fullmatch(stripped):
        return stripped
    raise BadValue("is not a postal code of Canada or the USA")


def postal_key(t: str) -> str | None:
    """Give the postal code as `postal_code` does, or None when it is none."""
    try:
        return postal_code(t)
    except BadValue:
        return None


def address_key(t: str) -> str | None:
    """Give an address for comparison: folded, short forms of street words, unit at the end, country dropped."""
    stripped = blank_to_none(t)
    if stripped is None:
        return None
    folded = _COUNTRY.sub("", " ".join(fold(stripped).split()))
    folded = _CANADIAN.sub(r"\1\2", folded)
    units = _UNIT.findall(folded)
    words = without_punctuation(_UNIT.sub(" ", folded)).split()
    key = [_SHORT_FORMS.get(word, word) for word in words]
    for unit in units:
        key += ["unit", *without_punctuation(unit).split()]
    return " ".join(key) or None
