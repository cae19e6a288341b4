"""What an answer tells, taken out of it by name: unknown fields are nobody's business, a missing one is refused by name. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

_BARE_DATE = re.compile(r"\d{4}-\d\d-\d\d")


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


def need_text(value: Any, name: str, where: str) -> str:
    """Give a field that must hold a text that is not blank; a number is its digits, as some systems write ids."""
    found = need(value, name, where)
    if isinstance(found, bool) or not isinstance(found, str | int) or not str(found).strip():
        raise ShapeError(f"“{name}” of {where} is no text.")
    return str(found)


def need_count(value: Any, name: str, where: str) -> int:
    """Give a field that must hold a whole number, 0 or more; digits in quotes are one."""
    found = need(value, name, where)
    if isinstance(found, str) and found.isdecimal():
        found = int(found)
    if isinstance(found, float) and found.is_integer():
        found = int(found)
    if isinstance(found, bool) or not isinstance(found, int) or found < 0:
        raise ShapeError(f"“{name}” of {where} is no count.")
    return found


def text_in(value: Mapping[str, Any], name: str) -> str:
    """Give a field that may be missing, as text; blank when it is missing, null or an object."""
    found = value.get(name)
    return "" if found is None or isinstance(found, Mapping | list | bool) else str(found)


def amount(text: str) -> Decimal | None:
    """Read an amount as these systems write it, a plain decimal number; None for anything else."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def moment(text: str) -> dt.datetime | None:
    """Read a moment in ISO 8601, a bare date being midnight in UTC; None for anything else."""
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
