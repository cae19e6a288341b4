"""Saved views as tabs above a list. Who keeps them registers here; the list itself knows no model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.views.main import PAGE_VAR
from django.http import HttpRequest, QueryDict

# What an address holds besides filters, search and order.
_PASSING = {PAGE_VAR, "e", "_changelist_filters", "_popup", "_to_field"}


@dataclass(frozen=True)
class View:
    """A named set of filters, search and order; `mine` when this person may change it."""

    name: str
    query: str
    mine: bool


Keeper = Callable[[HttpRequest, str], Sequence[View]]
_keeper: list[Keeper] = []


def register_keeper(keeper: Keeper) -> None:
    """Say who keeps saved views: called with the request and the list's model label."""
    _keeper[:] = [keeper]


def tabs_for(request: HttpRequest, page: str) -> dict[str, Any]:
    """Give what the tabs of a list need; nothing where nobody keeps views, or in a pick list's pop-up."""
    if not _keeper or "_popup" in request.GET or getattr(request, "org", None) is None:
        return {}
    now = normal(request.GET.urlencode())
    views = [
        {"name": view.name, "address": f"?{view.query}", "is_open": view.query == now, "mine": view.mine}
        for view in _keeper[0](request, page)
    ]
    open_view = next((view for view in views if view["is_open"]), None)
    return {
        "saved_views": views,
        "open_view": open_view if open_view and open_view["mine"] else None,
        "view_is_open": open_view is not None,
        "view_page": page,
        "view_query": now,
        "may_save_view": bool(now),
    }


def normal(query: str) -> str:
    """Give a query with its parts in order and without what passes, so that equal views are equal text."""
    parts = QueryDict(query).lists()
    kept = sorted((key, value) for key, values in parts for value in values if key not in _PASSING and value != "")
    given = QueryDict(mutable=True)
    for key, value in kept:
        given.appendlist(key, value)
    return given.urlencode()
