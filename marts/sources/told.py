"""What an answer tells, taken out of it by name: unknown fields are nobody's business, a missing one is refused by name. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

_BARE_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_EPOCH_MILLISECONDS = re.compile(r"[0-9]{12,13}")


class ShapeError(ValueError):
    """An answer lacks what the source's documentation promises, or holds it otherwise."""


def need(value: Any, name: str, where: str) -> Any:
    """Give a field that must be there and not be null; ShapeError that names it."""
    if not isinstance(value, Mapping):
        raise ShapeError(f"{where} is no object.")
    if value.get(name) is None:
        raise ShapeError(f"{where} has no “{name}”.")
    return value[name]


def need_object(value: Any, name: str, where: str) -> Mapping[str, Any]:
    """Give a field that must hold an object."""
    found = need(value, name, where)
    if not isinstance(found, Mapping):
        raise ShapeError(f"“{name}” of {where} is no object.")
    return found


def need_list(value: Any, name: str, where: str) -> list[Any]:
    """Give a field that must hold a list."""
    found = need(value, name, where)
    if not isinstance(found, list):
        raise ShapeError(f"“{name}” of {where} is no list.")
    return found


def list_in(value: Mapping[str, Any], name: str, where: str) -> list[Any]:
    """Give a field that may be missing, null or empty of any kind, as a list; ShapeError where it holds anything else."""
    found = value.get(name) or []
    if not isinstance(found, list):
        raise ShapeError(f"“{name}” of {where} is no list.")
    return found


def need_text(value: Any, name: str, where: str) -> str:
    """Give a field that must hold a text that is not blank; a number is its digits, as some systems write ids."""
    found = need(value, name, where)
    if isinstance(found, bool) or not isinstance(found, str | int) or not str(found).strip():
        raise ShapeError(f"“{name}” of {where} is no text.")
    return str(found)


def need_count(value: Any, name: str, where: str) -> int:
    """Give a field that must hold a whole number, 0 or more; digits in quotes are one."""
    found = need_whole(value, name, where)
    if found < 0:
        raise ShapeError(f"“{name}” of {where} is no count.")
    return found


def need_whole(value: Any, name: str, where: str) -> int:
    """Give a field that must hold a whole number of either sign, in quotes or not."""
    found = need(value, name, where)
    number = (
        None if isinstance(found, bool) or not isinstance(found, str | int | float) else amount(ungrouped(str(found)))
    )
    if number is None or number != number.to_integral_value():
        raise ShapeError(f"“{name}” of {where} is no whole number.")
    return int(number)


def text_in(value: Mapping[str, Any], name: str) -> str:
    """Give a field that may be missing, as text; blank when it is missing, null or an object."""
    found = value.get(name)
    return "" if found is None or isinstance(found, Mapping | list | bool) else str(found)


def amount(text: str) -> Decimal | None:
    """Read an amount as these systems write it, a plain decimal number; None for anything else."""
    return Decimal(text.strip()) if _NUMBER.fullmatch(text.strip()) else None


def ungrouped(text: str) -> str:
    """Take the commas out of a number that is written in thousands; any other text stays as it is."""
    return text.strip().replace(",", "") if _GROUPED.fullmatch(text.strip()) else text


def moment(text: str) -> dt.datetime | None:
    """Read a moment in ISO 8601, a bare date being midnight in UTC, or milliseconds since 1970; None for anything else."""
    if _EPOCH_MILLISECONDS.fullmatch(text.strip()):
        return dt.datetime.fromtimestamp(int(text) / 1000, dt.UTC)
    try:
        found = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def day(text: str) -> dt.date | None:
    """Read a calendar day in ISO 8601; None for anything else."""
    if not _BARE_DATE.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
