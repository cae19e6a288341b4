"""What the table of a list holds: headers and rows, worked out once a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.contrib.admin.views.main import ORDER_VAR
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from aiop.adminkit import hover
from aiop.adminkit.columns import Column
from aiop.adminkit.markup import escaped, joined

_CHECKBOX = "action_checkbox"


@dataclass(frozen=True)
class Header:
    """A column's head; `sort` is the address that sorts by it, `sorted` how it is sorted now."""

    text: str
    is_number: bool
    sort: str | None = None
    sorted: str = ""


@dataclass(frozen=True)
class Row:
    """One row: its id, what to call it, and its cells, ready to show."""

    pk: Any
    name: str
    cells: SafeString


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
    """Give the rows of the page. Their markup is joined here, because a template would cost more than the rest of the page."""
    shown = [name for name in cl.list_display if name != _CHECKBOX]
    address = _addresses(cl)
    opening = [f'<td data-label="{escaped(head.text)}"{_NUMBER if head.is_number else ""}>' for head in heads]
    for row in cl.result_list:
        first, *others = [_value(cl, name, row) for name in shown]
        opener = f' data-popup-opener="{row.pk}"' if cl.is_popup else ""
        link = f'<a href="{escaped(address(row.pk))}" class="ak-open"{opener} dir="auto">{escaped(first)}</a>'
        rest = (
            f'{td}<span dir="auto">{escaped(value)}</span></td>' for td, value in zip(opening[1:], others, strict=True)
        )
        yield Row(row.pk, str(row), joined([opening[0], link, "</td>", *rest]))


_NUMBER = ' class="ak-number"'


def _addresses(cl: Any) -> Callable[[Any], str]:
    """Give what names a row's page: worked out for one id, because it is the same for all but the id."""
    meta = cl.model._meta
    try:
        pattern = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=["0"])
    except NoReverseMatch:
        return lambda pk: str(cl.url_for_result(cl.model(pk=pk)))
    tail = str(add_preserved_filters({"preserved_filters": cl.preserved_filters, "opts": cl.opts}, "", cl.is_popup))
    before, _, after = pattern.rpartition("/0/")
    return lambda pk: f"{before}/{pk}/{after}{tail}"


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
