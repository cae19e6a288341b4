"""Pages of the admin that belong to no model, registered by the apps that own them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


@dataclass(frozen=True)
class Page:
    """An address below the admin's, the view that answers it, and its name for `reverse` (as `admin:name`)."""

    route: str
    view: Callable[..., Any]
    name: str


def needs(request: HttpRequest, right: str) -> None:
    """Refuse whoever does not have a right."""
    if not request.user.has_perm(right):
        raise PermissionDenied


_pages: dict[str, Page] = {}


def register(page: Page) -> None:
    """Add a page; call while apps start, before addresses are read."""
    _pages[page.name] = page


def all_pages() -> list[Page]:
    """List the registered pages."""
    return list(_pages.values())
