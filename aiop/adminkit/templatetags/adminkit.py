"""What templates need to write numbers, moments and rows as people do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.apps import apps
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aiop.adminkit import format as fmt
from aiop.adminkit import hover
from aiop.adminkit.markup import escaped, joined

register = template.Library()


@register.filter
def figure(value: int | Decimal | None) -> str:
    """Write a number with thousands separated."""
    return fmt.number(value)


@register.filter
def moment(value: dt.datetime | None, zone: dt.tzinfo) -> SafeString:
    """Write a moment in a zone, with how long ago on hover."""
    return hover.moment(value, zone, timezone.now())


@register.filter
def shown(value: Any) -> Any:
    """Write a recorded value; blank is a dash."""
    if value is None or value == "":
        return hover.unknown("blank")
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


@register.simple_tag
def row_link(change: Any) -> str | SafeString:
    """Give a link to the row that a change or report line is about, as `#id`."""
    table = getattr(change, "table_name", None) or getattr(change, "table", "")
    model = next((model for model in apps.get_models() if model._meta.db_table == table), None)
    text = f"#{change.row_id}"
    if model is None:
        return text
    try:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[change.row_id])
    except NoReverseMatch:
        return text
    return format_html('<a href="{}">{}</a>', address, text)


@register.filter
def moment_ago(value: dt.datetime, zone: dt.tzinfo) -> SafeString:
    """Write how long ago a moment was, with the moment itself on hover."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(),
        fmt.clock(value, zone),
        fmt.ago(value, timezone.now()),
    )


_CURRENT = ' aria-current="true"'


@register.simple_tag
def choice_links(choices: Sequence[dict[str, Any]]) -> SafeString:
    """Give the choices of a filter as a list of links; lookups have hundreds."""
    return joined(
        f'<li><a href="{escaped(choice["query_string"])}"{_CURRENT if choice["selected"] else ""}>'
        f"{escaped(choice['display'])}</a></li>"
        for choice in choices
    )


@register.filter
def chosen(choices: Sequence[dict[str, Any]]) -> str:
    """Give the words of the choice that is open, blank where it is the first, which stands for all."""
    return next((str(choice["display"]) for choice in choices[1:] if choice["selected"]), "")
