"""What the templates of review need to write ids, shares and nodes."""

from __future__ import annotations

from collections.abc import Iterable, Sized
from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aiop.adminkit import format as fmt
from aiop.adminkit.hover import unknown
from aiop.audit.history import name_of
from aiop.identity.effects import Effect, Moved
from aiop.identity.entity import Entity
from aiop.identity.models import Candidate
from aiop.identity.pages.records import label_of, title_of
from aiop.identity.pages.related import listed
from aiop.identity.pages.sheet import percent

register = template.Library()
_NAMED = 4


@register.filter
def plain(value: float) -> str:
    """Write a number as addresses and drawings need it, without thousands."""
    return f"{value:g}" if isinstance(value, float) else str(value)


@register.filter
def share(value: float) -> str:
    """Write a probability in per cent."""
    return percent(value)


@register.filter
def whole(value: Decimal) -> str:
    """Write money without cents."""
    return fmt.number(round(value))


@register.filter
def heading(column: str) -> str:
    """Write what people call a column."""
    return title_of(column)


@register.filter
def labels(nodes: Iterable[int], entity: Entity) -> str:
    """Name some nodes, the first few of many."""
    named = [label_of(entity, node) for node in nodes]
    more = len(named) - _NAMED
    return listed([*named[:_NAMED], f"{fmt.number(more)} more"]) if more > 0 else listed(named)


@register.simple_tag
def shares(pair: Candidate) -> SafeString:
    """Draw how likely one person, one household and strangers are, as one bar; the words stand beside it."""
    one, home = pair.probability * 100, (pair.household or 0) * 100
    return format_html(
        '<svg class="rv-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="rv-one" width="{}" '
        'height="4"/><rect class="rv-home" x="{}" width="{}" height="4"/></svg>',
        f"{one:.2f}", f"{one:.2f}", f"{min(home, 100 - one):.2f}",
    )  # fmt: skip


@register.filter
def by_title(rows: Iterable[Moved]) -> list[tuple[str, list[Moved]]]:
    """Gather moved rows by what people call them."""
    found: dict[str, list[Moved]] = {}
    for row in rows:
        found.setdefault(row.title, []).append(row)
    return list(found.items())


@register.filter
def merged_count(effect: Effect) -> int:
    """Count the records that somebody else stands for from then on."""
    return sum(into is not None for into in effect.merged.values())


@register.filter
def label(node: int, entity: Entity) -> str:
    """Name one node."""
    return label_of(entity, node)


@register.filter
def called(table: str) -> str:
    """Write what people call the rows of a table."""
    return name_of(table).capitalize()


@register.filter
def subtract(number: int, shown: Sized) -> int:
    """Give how many are not shown."""
    return number - len(shown)


@register.filter
def exact(share_: float | None) -> SafeString | str:
    """Write a measured share in per cent to two places; a dash where nothing was measured."""
    return unknown("nothing measured yet") if share_ is None else f"{share_ * 100:.2f} %"


@register.filter
def metric(value: object) -> str:
    """Write a figure of a model version."""
    if isinstance(value, dict):
        return ", ".join(f"{title_of(str(name)).lower()} {metric(part)}" for name, part in value.items())
    return f"{value:.3f}" if isinstance(value, float) else str(value)
