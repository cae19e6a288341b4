"""Paging by key: every page starts where an indexed column says, so the ten-thousandth costs what the first does."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models import Q

M = TypeVar("M", bound=models.Model)
LAST = "end"


class CursorError(Exception):
    """The address holds a place that no page can start from."""


@dataclass(frozen=True)
class Order:
    """An indexed column and a direction; the id settles ties, and rows without a value come after all others."""

    field: str
    descending: bool = True

    @classmethod
    def of(cls, text: str) -> Order:
        """Read `-job_date` or `name`."""
        return cls(text.removeprefix("-"), text.startswith("-"))

    def names(self, *, reverse: bool = False) -> list[str]:
        """Give the names that `order_by` takes."""
        sign = "-" if self.descending != reverse else ""
        return [f"{sign}pk"] if self.by_id else [f"{sign}{self.field}", f"{sign}pk"]

    @property
    def by_id(self) -> bool:
        """Tell whether the id alone orders the rows."""
        return self.field in {"pk", "id"}


@dataclass(frozen=True)
class Cursor:
    """The row that a page comes after, or before when `back`; without a row, the page at the end."""

    back: bool
    pk: int | None = None
    value: Any = None

    def token(self) -> str:
        """Give the text that an address holds."""
        if self.pk is None:
            return LAST
        value = self.value.isoformat() if isinstance(self.value, dt.date) else self.value
        packed = json.dumps([value, self.pk], separators=(",", ":"), default=str).encode()
        return ("b" if self.back else "a") + base64.urlsafe_b64encode(packed).decode().rstrip("=")

    @classmethod
    def read(cls, token: str, model: type[models.Model], order: Order) -> Cursor:
        """Read a token for `order`; raises CursorError when it is none."""
        if token == LAST:
            return cls(back=True)
        try:
            if token[:1] not in {"a", "b"}:
                raise CursorError(token)
            value, pk = json.loads(base64.urlsafe_b64decode(token[1:] + "=" * (-len(token[1:]) % 4)))
            if not order.by_id and value is not None:
                value = _field(model, order.field).to_python(value)
            return cls(back=token[0] == "b", pk=int(pk), value=value)
        except (ValueError, TypeError, binascii.Error, ValidationError, FieldDoesNotExist) as error:
            raise CursorError(token) from error


@dataclass(frozen=True)
class Page(Generic[M]):
    """The rows of a page and the places that its neighbours start from; None where there is no neighbour."""

    rows: list[M]
    previous: Cursor | None
    next: Cursor | None
    is_first: bool


def read_page(rows: models.QuerySet[M], order: Order, cursor: Cursor | None, size: int) -> Page[M]:
    """Read `size` rows of `rows` in `order` from `cursor` on; one query, or two where the empty values begin."""
    back = cursor is not None and cursor.back
    found: list[M] = []
    for where in _segments(rows.model, order, cursor, back=back):
        part = rows.filter(where).order_by(*order.names(reverse=back))
        found += part[: size + 1 - len(found)]
        if len(found) > size:
            break
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    came_from = cursor is not None and cursor.pk is not None
    has_next, has_previous = (came_from, more) if back else (more, came_from)
    return Page(
        found,
        previous=_cursor(found[0], order, back=True) if found and has_previous else None,
        next=_cursor(found[-1], order, back=False) if found and has_next else None,
        is_first=not has_previous,
    )


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)  # noqa: S101  (lists are ordered by columns)
    return field


def _cursor(row: models.Model, order: Order, *, back: bool) -> Cursor:
    return Cursor(back, row.pk, None if order.by_id else getattr(row, order.field))


def _segments(model: type[models.Model], order: Order, cursor: Cursor | None, *, back: bool) -> list[Q]:
    """Give the conditions to read one after the other: rows with a value, then rows without, or the reverse."""
    beyond_id = _beyond("pk", cursor.pk, less=order.descending != back) if cursor and cursor.pk is not None else Q()
    if order.by_id:
        return [beyond_id]
    field = order.field
    if not _field(model, field).null:
        return [_beyond_value(order, cursor, beyond_id, back=back)]
    valued, blank = Q(**{f"{field}__isnull": False}), Q(**{f"{field}__isnull": True})
    if cursor is None or cursor.pk is None:
        return [blank, valued] if back else [valued, blank]
    if cursor.value is None:
        return [blank & beyond_id, valued] if back else [blank & beyond_id]
    beyond = _beyond_value(order, cursor, beyond_id, back=back)
    return [beyond] if back else [beyond, blank]


def _beyond_value(order: Order, cursor: Cursor | None, beyond_id: Q, *, back: bool) -> Q:
    if cursor is None or cursor.pk is None:
        return Q()
    less = order.descending != back
    # The first condition is what the index is entered by; the rest only drops the ties that were already shown.
    reach = Q(**{f"{order.field}__{'lte' if less else 'gte'}": cursor.value})
    return reach & (_beyond(order.field, cursor.value, less=less) | (Q(**{order.field: cursor.value}) & beyond_id))


def _beyond(field: str, value: Any, *, less: bool) -> Q:
    return Q(**{f"{field}__{'lt' if less else 'gt'}": value})
