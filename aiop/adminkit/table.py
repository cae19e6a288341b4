"""What the table of a list holds: headers and rows, worked out once a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.contrib.admin.views.main import ORDER_VAR
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from aiop.adminkit import hover
from aiop.adminkit.columns import Column

_CHECKBOX = "action_checkbox"


@dataclass(frozen=True)
class Header:
    """A column's head; `sort` is the address that sorts by it, `sorted` how it is sorted now."""

    text: str
    is_number: bool
    sort: str | None = None
    sorted: str = ""


@dataclass(frozen=True)
class Cell:
    """One value, ready to show."""

    html: Any
    label: str
    is_number: bool


@dataclass(frozen=True)
class Row:
    """One row: its id, its page, what to call it, its cells."""

    pk: Any
    address: str
    name: str
    cells: list[Cell]


def headers(cl: Any) -> list[Header]:
    """Give the heads of the columns, the tick box left out."""
    return [_header(cl, position, name) for position, name in enumerate(cl.list_display) if name != _CHECKBOX]


def _header(cl: Any, position: int, name: Any) -> Header:
    text, attr = label_for_field(name, cl.model, model_admin=cl.model_admin, return_attr=True)
    order_field = getattr(attr, "admin_order_field", None)
    is_number = isinstance(name, Column) and name.is_number
    if order_field not in cl.sortable_names:
        return Header(str(text), is_number)
    now = ("descending" if cl.order.descending else "ascending") if order_field == cl.order.field else ""
    sort = cl.get_query_string({ORDER_VAR: f"{'-' if now == 'ascending' else ''}{position}"})
    return Header(str(text), is_number, sort, now)


def rows(cl: Any, heads: list[Header]) -> Iterator[Row]:
    """Give the rows of the page."""
    shown = [name for name in cl.list_display if name != _CHECKBOX]
    tail = str(add_preserved_filters({"preserved_filters": cl.preserved_filters, "opts": cl.opts}, "", cl.is_popup))
    for row in cl.result_list:
        cells = [Cell(_value(cl, name, row), h.text, h.is_number) for name, h in zip(shown, heads, strict=True)]
        yield Row(row.pk, cl.url_for_result(row) + tail, str(row), cells)


def _value(cl: Any, name: Any, row: models.Model) -> Any:
    if isinstance(name, Column):
        value = name(row)
        return _yes(value) if name.boolean else value
    try:
        _, attr, value = lookup_field(name, row, cl.model_admin)
    except ObjectDoesNotExist:
        return hover.unknown()
    if getattr(attr, "boolean", False):
        return _yes(value)
    return hover.unknown() if value is None or value == "" else value


_YES: SafeString = mark_safe('<span class="ak-tag">yes</span>')
_NO: SafeString = mark_safe('<span class="ak-quiet">no</span>')


def _yes(value: bool | None) -> SafeString:
    """Write a truth in a word: only what is so stands out."""
    return hover.unknown() if value is None else (_YES if value else _NO)


def link(address: str, text: str) -> SafeString:
    """Give a link to a row."""
    return format_html('<a href="{}">{}</a>', address, text)
