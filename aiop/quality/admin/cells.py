"""What a fix would write, as people read it: columns by their names, linked rows by theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst

from aiop.adminkit.format import UNKNOWN
from aiop.quality.models import Fix


@dataclass(frozen=True, slots=True)
class Change:
    """A cell before and after."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row with what would change in it."""

    label: str
    page: str
    changes: list[Change]


def headings(fix: Fix) -> list[str]:
    """Name the columns that are written."""
    return [capfirst(str(field.verbose_name)) for field in _fields(fix)]


def rows(fix: Fix, most: int) -> list[Row]:
    """Give the first rows; one query for each column that links to other rows."""
    fields, cells = _fields(fix), fix.cells[:most]
    names = {field.column: _names(field, cells) for field in fields}
    return [
        Row(
            cell["label"],
            _page(fix, cell["id"]),
            [
                Change(*(_word(names[name], cell[when][name]) for when in ("before", "after")))
                for name in (field.column for field in fields)
            ],
        )
        for cell in cells
    ]


def _fields(fix: Fix) -> list[models.Field[Any, Any]]:
    by_column = {field.column: field for field in apps.get_model(fix.table)._meta.concrete_fields}
    # An old fix may have written a column that is gone.
    return [by_column[name] for name in fix.columns if name in by_column]


def _names(field: models.Field[Any, Any], cells: Sequence[dict[str, Any]]) -> dict[Any, str]:
    """Name the rows that a column links to; nothing for a column of values."""
    target: Any = field.related_model
    if target is None:
        return {}
    ids = {cell[when][field.column] for cell in cells for when in ("before", "after")} - {None}
    return {row.pk: str(row) for row in target._default_manager.filter(pk__in=ids)}


def _word(names: dict[Any, str], value: Any) -> str:
    return UNKNOWN if value is None else names.get(value, str(value))


def _page(fix: Fix, row: int) -> str:
    app, _, model = fix.table.partition(".")
    try:
        return reverse(f"admin:{app}_{model.lower()}_change", args=[row])
    except NoReverseMatch:
        return ""
