"""What tables of results share. Their links never keep a row from going: they follow from rows and go with them."""

from __future__ import annotations

from typing import Any

from django.db import models

from aiop.builders.models import Result
from hvac.models.base import decimal


def of(to: str, *, optional: bool = False) -> Any:
    """Give a link to the row that a result is about, never empty unless it is optional: keys are compared by the hash of it."""
    on_delete = models.SET_NULL if optional else models.CASCADE
    return models.ForeignKey(
        to, on_delete, related_name="+", null=optional, blank=optional, db_index=False, db_constraint=False
    )


def key(prefix: str, *columns: str) -> list[models.BaseConstraint]:
    """Give the rule that columns together name one result of an organisation; unknown counts as one value."""
    return [models.UniqueConstraint(fields=["org", *columns], name=f"{prefix}_grain", nulls_distinct=False)]


def found_by(prefix: str, *columns: str) -> list[models.Index]:
    """Give the indexes by which pages look results up, each with the organisation first."""
    return [models.Index(fields=["org", column], name=f"{prefix}_{column}"[:30]) for column in columns]


def amount(**options: Any) -> Any:
    """Give a column of dollars and cents that may be unknown."""
    return decimal(14, 2, null=True, **options)


def hours(**options: Any) -> Any:
    """Give a column of hours that may be unknown."""
    return decimal(10, 2, null=True, **options)


def per_cent(**options: Any) -> Any:
    """Give a column of per cents that may be unknown."""
    return decimal(12, 2, null=True, **options)


def why(**options: Any) -> Any:
    """Give the column that says in words why a figure is unknown, or how it came about."""
    return models.TextField(default="", blank=True, **options)


__all__ = ["Result", "amount", "found_by", "hours", "key", "of", "per_cent", "why"]
