"""Columns of texts into columns of COPY text, with a problem noted for every cell that does not parse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.db import models

from aiop.values.blank import BLANKS, INVISIBLE
from aiop.values.blank import text as words
from aiop.values.errors import BadValue
from aiop.values.moments import MomentReader
from aiop.values.numbers import identifier, long_integer, money, plain_digits, plain_identifier, plain_money

NULL = "\\N"
# Values repeat in a column, so parsing is remembered; the memory is bounded, because addresses hardly repeat.
REMEMBERED = 4_000
MAX_INTEGER = 2_147_483_647
MAX_LONG = 9_223_372_036_854_775_807
FORMULA_STARTS = frozenset("=+-@\t\r")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copy_text(value: Any) -> str:
    """Write a value as a field of PostgreSQL's COPY text format."""
    if value is None:
        return NULL
    if isinstance(value, str):
        return value.translate(_ESCAPES) if needs_escape(value) else value
    return str(value)


def needs_escape(text: str) -> bool:
    """Tell whether COPY would misread a text as it stands; four searches cost a tenth of one translation."""
    return "\\" in text or "\n" in text or "\t" in text or "\r" in text


def plain(text: str) -> str:
    """Take off the one apostrophe that a formula-safe export puts before a text that a spreadsheet would run."""
    return text[1:] if text[:1] == "'" and text.lstrip("'")[:1] in FORMULA_STARTS else text


def formula_safe(text: str) -> str:
    """Put one apostrophe before a text that a spreadsheet would run; `plain` takes it off again."""
    return f"'{text}" if text.lstrip("'")[:1] in FORMULA_STARTS else text


class ColumnEncoder(dict[str, str]):
    """Parses the texts of one column: a mapping from text to COPY text that fills itself, and the reasons of bad texts.

    `usual` gives COPY text of the texts that it knows at once, and None of all others.
    """

    __slots__ = ("bad", "parse", "usual")

    def __init__(self, parse: Callable[[str], Any], usual: Callable[[str], str | None] = lambda text: None) -> None:
        super().__init__()
        self.parse = parse
        self.usual = usual
        self.bad: dict[str, str] = {}

    def __missing__(self, text: str) -> str:
        encoded = self.usual(text)
        if encoded is None:
            try:
                encoded = copy_text(self.parse(plain(text) if text[:1] == "'" else text))
            except BadValue as error:
                self.bad[text] = error.reason
                encoded = NULL
        self[text] = encoded
        return encoded

    def encode(self, texts: Sequence[str]) -> list[str]:
        """Give the COPY text of each cell."""
        if len(self) > REMEMBERED:
            self.clear()
            self.bad.clear()
        return list(map(self.__getitem__, texts))

    def problems(self, texts: Sequence[str]) -> list[tuple[int, str]]:
        """List (position, reason) of the cells that did not parse; call after `encode` of the same texts."""
        if not self.bad:
            return []
        bad = self.bad
        return [(i, bad[text]) for i, text in enumerate(texts) if text in bad]


def encode_words(texts: Sequence[str]) -> list[str]:
    """Give the COPY text of a column of plain words: blanks to null, the rest as it stands.

    The same as encoding each cell by `aiop.values.blank.text`, at a tenth of the cost: whole columns are searched for what
    hardly ever occurs, and cells are looked at singly only where it does.
    """
    joined = "".join(texts)
    odd = not joined.isascii() and any(character in joined for character in INVISIBLE)
    if odd or "'" in joined or needs_escape(joined):
        return [copy_text(words(plain(text))) for text in texts]
    return [NULL if text in BLANKS else text for text in map(str.strip, texts)]


def encode_derived(make: Callable[..., Any], columns: Sequence[Sequence[str]]) -> list[str]:
    """Give the COPY text of a derived column; its function takes the texts of its source columns and must not fail."""
    plained = [list(map(plain, texts)) if "'" in "".join(texts) else texts for texts in columns]
    return list(map(copy_text, map(make, *plained)))


def usual_texts(parse: Callable[[str], Any], column: models.Field[Any, Any]) -> Callable[[str], str | None]:
    """Give what writes a column's usual texts at once, as parsing them would, because most cells are usual."""
    if isinstance(parse, MomentReader):
        return parse.written
    if parse is identifier:
        return plain_identifier
    if parse is long_integer and isinstance(column, models.BigIntegerField):
        return plain_digits
    holds_money = isinstance(column, models.DecimalField) and column.max_digits >= 10 and column.decimal_places == 2
    return plain_money if parse is money and holds_money else lambda text: None


def fitted(parse: Callable[[str], Any], column: models.Field[Any, Any]) -> Callable[[str], Any]:
    """Give a parser that also refuses what the column cannot hold, so that one wild number never stops a load."""
    if isinstance(column, models.DecimalField):
        bound = Decimal(10) ** (column.max_digits - column.decimal_places)
        return lambda text: _fit_decimal(parse(text), bound, column.decimal_places or 0)
    if isinstance(column, models.IntegerField):
        most = MAX_LONG if isinstance(column, models.BigIntegerField) else MAX_INTEGER
        return lambda text: _fit_integer(parse(text), most)
    return parse


def _fit_decimal(value: Decimal | None, bound: Decimal, places: int) -> Decimal | None:
    if value is None:
        return None
    if abs(value) >= bound:
        raise BadValue(f"is not below {bound:,}, the most that is stored")
    if value != round(value, places):
        raise BadValue(f"has more than {places} decimals")
    return value


def _fit_integer(value: int | None, most: int) -> int | None:
    if value is not None and abs(value) > most:
        raise BadValue(f"is above {most:,}, the most that is stored")
    return value


def missing(encoded: Sequence[str]) -> list[int]:
    """List the positions of blank cells."""
    return [i for i, text in enumerate(encoded) if text == NULL] if NULL in encoded else []
