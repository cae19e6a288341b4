"""Keys that rows are found by, each with the column that it follows."""

from __future__ import annotations

from aiop.values.blank import blank_to_none
from aiop.values.email import email_key
from aiop.values.folding import fold, without_punctuation
from aiop.values.phone import phone_key


def words_key(text: str) -> str | None:
    """Give a name in one letter case without accents and punctuation, as lists are searched by its beginning."""
    found = blank_to_none(text)
    return without_punctuation(fold(found)) or None if found else None


NAME = {"name_key": ("name", words_key)}
PHONE = {"phone_key": ("phone", phone_key)}
EMAIL = {"email_key": ("email", email_key)}
