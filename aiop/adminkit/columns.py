"""Columns of a list: a field's value formatted by its type, sortable where an index carries the order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.text import capfirst

from aiop.adminkit import format as fmt
from aiop.adminkit import hover

_NUMBERS = (models.IntegerField, models.DecimalField, models.FloatField)


def indexed_fields(model: type[models.Model]) -> set[str]:
    """Give the columns that an index orders within an organisation: the second of each index that begins with it."""
    groups = [index.fields for index in model._meta.indexes if index.condition is None]
    groups += [list(c.fields) for c in model._meta.constraints if isinstance(c, models.UniqueConstraint)]
    return _second(groups) | {"id"}


def marked_fields(model: type[models.Model]) -> set[str]:
    """Give the columns whose few marked rows an index holds: good to filter by, not to sort by."""
    return _second([index.fields for index in model._meta.indexes if index.condition is not None])


def _second(groups: Iterable[Sequence[str]]) -> set[str]:
    return {fields[1].lstrip("-") for fields in groups if len(fields) > 1 and fields[0] == "org"}


@dataclass(frozen=True)
class Column:
    """One column of one model's list, in the organisation's time zone; the admin calls it with a row."""

    model: type[models.Model]
    name: str
    zone: dt.tzinfo
    sortable: bool

    @cached_property
    def field(self) -> models.Field[Any, Any]:
        """The field that is shown."""
        found = self.model._meta.get_field(self.name)
        assert isinstance(found, models.Field)  # noqa: S101  (list_display names columns only)
        return found

    @cached_property
    def is_number(self) -> bool:
        """Tell whether the column is set right, in figures of one width."""
        return isinstance(self.field, _NUMBERS) and not self.field.is_relation and not self.field.choices

    @property
    def __name__(self) -> str:
        return f"{self.name}__number" if self.is_number else self.name

    @property
    def short_description(self) -> str:
        """The header."""
        return str(capfirst(str(self.field.verbose_name)))

    @property
    def admin_order_field(self) -> str | None:
        """What the list is sorted by when the header is pressed."""
        return self.name if self.sortable else None

    @property
    def boolean(self) -> bool:
        """Tell the admin to draw a tick or a cross."""
        return isinstance(self.field, models.BooleanField)

    @cached_property
    def _write(self) -> Callable[[Any], Any]:
        return writer(self.field, self.zone)

    @cached_property
    def _labels(self) -> dict[Any, str] | None:
        return {value: str(label) for value, label in self.field.flatchoices} if self.field.choices else None

    def __call__(self, row: models.Model) -> Any:
        """Give the value of `row` as the list shows it."""
        value = getattr(row, self.name)
        if self._labels is None:
            return self._write(value)
        return UNKNOWN if value is None else self._labels.get(value, value)


UNKNOWN = hover.unknown()


def writer(field: models.Field[Any, Any], zone: dt.tzinfo) -> Callable[[Any], Any]:
    """Give what writes the values of a field for reading; made once a page, because it looks at the clock."""
    if isinstance(field, models.BooleanField):
        return lambda value: value
    write = _writer(field, zone)
    return lambda value: UNKNOWN if value is None or value == "" else write(value)


def _writer(field: models.Field[Any, Any], zone: dt.tzinfo) -> Callable[[Any], Any]:
    now = timezone.now()
    if isinstance(field, models.DateTimeField):
        return lambda value: hover.moment(value, zone, now)
    if isinstance(field, models.DateField):
        today = timezone.localdate(now, zone)
        return lambda value: hover.calendar_day(value, today)
    if isinstance(field, models.DecimalField):
        return fmt.money if field.decimal_places == 2 else fmt.number
    if isinstance(field, models.IntegerField) and not field.is_relation and not isinstance(field, models.AutoField):
        return fmt.number
    return str


def show(value: Any, field: models.Field[Any, Any], zone: dt.tzinfo) -> Any:
    """Format one value of a field for reading."""
    return writer(field, zone)(value)
