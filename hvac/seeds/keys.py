"""Keys that rows are found by, each with the column that it follows."""

from __future__ import annotations

import re
from collections.abc import Callable

from aiop.values.blank import blank_to_none
from aiop.values.email import email_key
from aiop.values.folding import fold, without_punctuation
from aiop.values.phone import phone_key

# What firms of one name add to it: with or without, it is the same firm.
_LEGAL = re.compile(r"(?: (?:and )?(?:inc|incorporated|llc|ltd|limited|plc|corp|corporation|co|company))+$")
_ZIP = re.compile(r"([A-Za-z]{2})[\s,]+([0-9]{5})(?:-[0-9]{4})?\s*$")


def words_key(text: str) -> str | None:
    """Give a name in one letter case without accents and punctuation, as lists are searched by its beginning."""
    found = blank_to_none(text)
    return without_punctuation(fold(found)) or None if found else None


def supplier_key(text: str) -> str | None:
    """Give a firm's name as `words_key` does, less what its legal form adds."""
    found = words_key(text)
    return _LEGAL.sub("", found) or found if found else None


def zip_of(address: str) -> str | None:
    """Give the five-digit ZIP code that an address ends in."""
    match = _ZIP.search(address)
    return match[2] if match else None


def state_of(address: str) -> str | None:
    """Give the state's two letters before the ZIP code that an address ends in."""
    match = _ZIP.search(address)
    return match[1].upper() if match else None


def of_supplier(column: str) -> dict[str, tuple[str, Callable[[str], str | None]]]:
    """Give the key of a firm whose name stands in a column."""
    return {"supplier_key": (column, supplier_key)}


NAME = {"name_key": ("name", words_key)}
PHONE = {"phone_key": ("phone", phone_key)}
EMAIL = {"email_key": ("email", email_key)}
PLACE = {"zip5": ("address", zip_of), "state": ("address", state_of)}
