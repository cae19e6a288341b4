"""Names of units and job types reduced to what people mean by them. Pure."""

from __future__ import annotations

import re

from aiop.values.folding import straight_apostrophes

_DASHES = str.maketrans(dict.fromkeys("_\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_BLANKS_AROUND_DASHES = re.compile(r"\s*-[\s-]*")


def name_key(name: str) -> str | None:
    """Give the key under which spellings of a name meet, None for nothing: letter case, blanks, hyphens, apostrophes alike.

    `Z_DO NOT USE - West- Sales ` and `z-do not use - west - sales` have one key.
    """
    straight = straight_apostrophes(name).translate(_DASHES)
    key = _BLANKS_AROUND_DASHES.sub("-", " ".join(straight.split())).casefold()
    return key or None
