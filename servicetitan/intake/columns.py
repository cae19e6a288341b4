"""A kind of record from the API's own field names: which column each fills, and how its text is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from aiop.loading.kind import Derived, Field, Kind, Parse, Setting
from aiop.values.blank import text
from aiop.values.moments import MomentReader
from aiop.values.numbers import boolean, decimal, long_integer, money
from servicetitan.intake.parsers import calendar_day, ids
from servicetitan.models.base import SourceRow
from servicetitan.spelling import name_key

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def record_kind(
    model: type[SourceRow],
    name: str,
    title: str,
    *,
    order: int,
    fields: str,
    unstored: str = "",
    key: tuple[str, ...] = ("source_id",),
    special: Mapping[str, Parse] | None = None,
    derived: tuple[Derived, ...] = (),
    renamed: Mapping[str, str] | None = None,
) -> Kind:
    """Declare a kind by the API's field names, `jobId` or `job.id` filling `job_source_id`; `renamed` gives other columns.

    A field may have more spellings behind `/`. `special` reads some columns in a way of their own. `deletedAt` is ours: when
    a record was found to be gone.
    """
    named = [_field(model, spelt, renamed or {}, special or {}, key) for spelt in [*fields.split(), "deletedAt"]]
    return Kind(
        name=f"st_{name}",
        title=title,
        model=model,
        key=key,
        order=order,
        date_order="YMD",
        fields=(*named, *_keys(model, named)),
        derived=derived,
        ignored=tuple(unstored.split()),
    )


def column_of(header: str) -> str:
    """Give the column that a field of the API fills by its name: `customer.id` is `customer_source_id`."""
    snake = _HUMP.sub("_", header).replace(".", "_").lower()
    if snake in {"id", "ids"} or snake.endswith(("_id", "_ids")):
        snake = (
            f"{snake.removesuffix('ids')}source_ids"
            if snake.endswith("ids")
            else f"{snake.removesuffix('id')}source_id"
        )
    return snake


def _keys(model: type[models.Model], named: list[Field]) -> list[Field]:
    """Give the field of the compared name, where the model keeps one."""
    if not any(field.column == "name_key" for field in model._meta.concrete_fields):
        return []
    return [Field("name_key", field.headers, name_key, dumped=False) for field in named if field.column == "name"]


def _field(
    model: type[models.Model],
    spelt: str,
    renamed: Mapping[str, str],
    special: Mapping[str, Parse],
    key: tuple[str, ...],
) -> Field:
    headers = tuple(spelt.split("/"))
    column = renamed.get(headers[0]) or column_of(headers[0])
    stored = model._meta.get_field(column)
    assert isinstance(stored, models.Field)  # noqa: S101  (headers fill columns only)
    field = _by_type(column, headers, stored)
    if column in special:
        field = replace(field, parse=special[column], in_setting=False)
    return replace(field, required=column in key and column not in {"source_key", "ordinal"})


def _by_type(column: str, headers: tuple[str, ...], stored: models.Field[Any, Any]) -> Field:
    if isinstance(stored, models.DateTimeField):
        return Field(column, headers, moments, in_setting=True, is_date=True)
    if isinstance(stored, ArrayField):
        return Field(column, headers, ids, written=f"array_to_string(t.\"{column}\", ';')")
    return Field(column, headers, _parser(stored))


def _parser(stored: models.Field[Any, Any]) -> Parse:
    if isinstance(stored, models.DecimalField):
        return money if stored.decimal_places == 2 else decimal
    readers: list[tuple[type[Any], Parse]] = [
        (models.BooleanField, boolean),
        (models.DateField, calendar_day),
        (models.IntegerField, long_integer),
    ]
    return next((parse for kind, parse in readers if isinstance(stored, kind)), text)


def moments(setting: Setting) -> Callable[[str], Any]:
    """Give the reader of a column of moments."""
    return MomentReader(setting.zone, setting.date_order)
