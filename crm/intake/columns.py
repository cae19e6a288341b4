"""Short ways to declare the columns of a report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from aiop.loading.kind import Derived, Field, Parse, Setting
from aiop.values.blank import text
from aiop.values.branch_name import branch_marks
from aiop.values.dates import date
from aiop.values.durations import volume_weight
from aiop.values.errors import BadValue
from aiop.values.markers import is_test_name
from aiop.values.moments import MomentReader


def words(column: str, *headers: str, **options: Any) -> Field:
    """Text as exported, blank is unknown."""
    return Field(column, headers, text, **options)


def day(column: str, *headers: str) -> Field:
    """A day of the organisation."""
    return Field(column, headers, _date_parser, in_setting=True, is_date=True)


def instant(column: str, *headers: str) -> Field:
    """A moment: bare ones are wall clock of the organisation."""
    return Field(column, headers, _moment_parser, in_setting=True, is_date=True)


def key(column: str, of: str, parse: Parse) -> Field:
    """A normalised form of the text under the header `of`, kept beside the text."""
    return Field(column, (of,), parse, dumped=False)


_MEASURES = "nullif(concat_ws(' / ', t.volume_cuft::text || ' cuft', t.weight_lbs::text || ' lbs'), '')"


def measures(*headers: str) -> tuple[Field, Field]:
    """Volume and weight out of one text such as `525 cuft / 3698 lbs`."""
    return (
        Field("volume_cuft", headers, lambda t: volume_weight(t)[0], written=_MEASURES),
        Field("weight_lbs", headers, lambda t: volume_weight(t)[1], dumped=False),
    )


def flags_tests(*sources: str, branch: str | None = None) -> Derived:
    """Flag rows whose name says test, dummy or placeholder, or whose branch is a test branch; they are never dropped."""

    def is_test(*texts: str) -> bool:
        names = texts[:-1] if branch else texts
        return any(is_test_name(t) for t in names if t) or bool(branch and "test" in branch_marks(texts[-1]))

    return Derived("is_test", (*sources, branch) if branch else sources, is_test)


def choice(words_to_value: dict[str, str], what: str) -> Callable[[str], str | None]:
    """Give a parser of a vocabulary in any letter case; a word outside it is a problem, never a blank."""

    def parse(cell: str) -> str | None:
        word = text(cell)
        if word is None:
            return None
        value = words_to_value.get("".join(word.casefold().split()))
        if value is None:
            raise BadValue(f"is not a known {what}")
        return value

    return parse


def _date_parser(setting: Setting) -> Callable[[str], dt.date | None]:
    return lambda t: date(t, setting.date_order)


def _moment_parser(setting: Setting) -> Callable[[str], dt.datetime | None]:
    return MomentReader(setting.zone, setting.date_order)
