"""The side bar: groups of pages as staff think of them, registered by the apps that own the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class Item:
    """A page: its name, its route, the permission that opens it, and the letter that `g` goes to it by."""

    title: str
    route: str
    icon: str
    permission: str = ""
    key: str = ""
    search: bool = False


@dataclass(frozen=True)
class Group:
    """Pages under one heading; groups with a lower order stand higher."""

    title: str
    order: int
    items: Sequence[Item] = field(default_factory=tuple)


_groups: dict[str, Group] = {}


def register(group: Group) -> None:
    """Add a group, or replace the one of the same title; ImproperlyConfigured if a letter already leads elsewhere."""
    taken = {item.key: item.title for known in _groups.values() if known.title != group.title for item in known.items}
    for item in group.items:
        if item.key and taken.setdefault(item.key, item.title) != item.title:
            raise ImproperlyConfigured(f"The letter {item.key} of {item.title} already leads to {taken[item.key]}.")
    _groups[group.title] = group


def for_request(request: HttpRequest) -> list[dict[str, Any]]:
    """Give the groups that this person may open, the page that is open marked."""
    if getattr(request, "org", None) is None:
        return []
    shown: list[dict[str, Any]] = []
    for group in sorted(_groups.values(), key=lambda group: group.order):
        items = [entry for item in group.items if (entry := _entry(request, item)) is not None]
        if items:
            shown.append({"title": group.title, "items": items})
    _mark_open([item for group in shown for item in group["items"]], request.path)
    return shown


def _entry(request: HttpRequest, item: Item) -> dict[str, Any] | None:
    if item.permission and not request.user.has_perm(item.permission):
        return None
    try:
        link = _address(item.route)
    except NoReverseMatch:
        return None
    return {"title": item.title, "link": link, "icon": item.icon, "key": item.key, "search": item.search}


@cache
def _address(route: str) -> str:
    """Give the address of a route; it does not change while the process lives, and every page asks for all of them."""
    return reverse(route)


def _mark_open(items: list[dict[str, Any]], path: str) -> None:
    """Mark the page that is open: of two addresses that begin the path, the longer one; home only where it is all."""
    home = reverse("admin:index")
    leading = [
        item for item in items if path == item["link"] or (item["link"] != home and path.startswith(item["link"]))
    ]
    nearest = max(leading, key=lambda item: len(item["link"]), default=None)
    for item in items:
        item["active"] = item is nearest


def account_links(request: HttpRequest) -> list[dict[str, str]]:
    """Give the links of the person's own menu."""
    return [
        {"title": "Change password", "link": reverse("admin:password_change")},
        {"title": "One-time codes", "link": reverse("mfa_index")},
    ]
