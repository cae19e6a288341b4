"""Search by exact value: the text is normalised as the column is, and found through an index."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from django.db import models
from django.db.models import Q

M = TypeVar("M", bound=models.Model)
Normalise = Callable[[str], str | None]
MOST = 1_000
# Sorts after every character that a name holds, so a range up to it is a prefix.
_AFTER_ALL = "\U0010ffff"
PREFIX = "prefix:"


def text(term: str) -> str | None:
    """Give the term as it was typed, without blanks around it."""
    return term.strip() or None


def upper(term: str) -> str | None:
    """Give the term in capitals, as identifiers are stored."""
    return term.strip().upper() or None


def find_ids(rows: models.QuerySet[M], exact: Mapping[str, Normalise], term: str) -> list[int]:
    """Give the ids of at most MOST rows where a column equals the term as that column writes it.

    A column named with `prefix:` matches what begins with the term. One query: a union of indexed look-ups.
    """
    base = rows.order_by().select_related(None)
    parts = [base.filter(where).values_list("pk", flat=True)[:MOST] for where in _conditions(exact, term)]
    if not parts:
        return []
    found = parts[0] if len(parts) == 1 else parts[0].union(*parts[1:])
    return list(found[:MOST])


def _conditions(exact: Mapping[str, Normalise], term: str) -> list[Q]:
    conditions = []
    for name, normalise in exact.items():
        value = normalise(term)
        if value is None:
            continue
        field = name.removeprefix(PREFIX)
        # A range of text keeps its index under row security; LIKE does not.
        beginning = Q(**{f"{field}__gte": value, f"{field}__lt": value + _AFTER_ALL})
        conditions.append(beginning if name.startswith(PREFIX) else Q(**{field: value}))
    return conditions
