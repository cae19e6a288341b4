"""Columns of a list: a field's value formatted by its type, sortable where an index carries the order."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.text import capfirst

from aiop.adminkit import format as fmt
from aiop.adminkit import hover

_NUMBERS = (models.IntegerField, models.DecimalField, models.FloatField)


def indexed_fields(model: type[models.Model]) -> set[str]:
    """Give the columns that an index orders within an organisation: the second of each index that begins with it."""
    groups = [index.fields for index in model._meta.indexes]
    groups += [list(c.fields) for c in model._meta.constraints if isinstance(c, models.UniqueConstraint)]
    names = {fields[1].lstrip("-") for fields in groups if len(fields) > 1 and fields[0] == "org"}
    return names | {"id"}


@dataclass(frozen=True)
class Column:
    """One column of one model's list, in the organisation's time zone; the admin calls it with a row."""

    model: type[models.Model]
    name: str
    zone: dt.tzinfo
    sortable: bool

    @property
    def field(self) -> models.Field[Any, Any]:
        """The field that is shown."""
        found = self.model._meta.get_field(self.name)
        assert isinstance(found, models.Field)  # noqa: S101  (list_display names columns only)
        return found

    @property
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

    def __call__(self, row: models.Model) -> Any:
        """Give the value of `row` as the list shows it."""
        if self.field.choices:
            shown = getattr(row, f"get_{self.name}_display")()
            return shown if shown is not None else hover.unknown()
        return show(getattr(row, self.name), self.field, self.zone)


def show(value: Any, field: models.Field[Any, Any], zone: dt.tzinfo) -> Any:
    """Format a field's value for reading."""
    if isinstance(field, models.BooleanField):
        return value
    if value is None or value == "":
        return hover.unknown()
    if isinstance(value, dt.datetime):
        return hover.moment(value, zone, timezone.now())
    if isinstance(value, dt.date):
        return hover.calendar_day(value, timezone.localdate(timezone=zone))
    if isinstance(field, models.DecimalField):
        return fmt.money(value) if field.decimal_places == 2 else fmt.number(value)
    if isinstance(field, models.IntegerField) and not field.is_relation and not isinstance(field, models.AutoField):
        return fmt.number(value)
    return str(value)
