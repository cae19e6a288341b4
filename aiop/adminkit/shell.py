"""Unfold's settings: what stands around every page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static


def environment(request: HttpRequest) -> list[str] | None:
    """Name the machine where it is not the real one, so that nobody mistakes a trial for it."""
    if settings.DEBUG:
        return ["Development", "warning"]
    return None if settings.SECURE else ["This computer only", "info"]


def style(request: HttpRequest) -> str:
    """Give the address of our style sheet."""
    return static("adminkit/adminkit.css")


def script(request: HttpRequest) -> str:
    """Give the address of our script."""
    return static("adminkit/adminkit.js")


def favicon(request: HttpRequest) -> str:
    """Give the address of the icon."""
    return static("adminkit/favicon.svg")


# One accent, a calm blue; its 600 carries white text at a contrast above 6.
_ACCENT = {
    "50": "oklch(97% .014 254)",
    "100": "oklch(93.5% .03 254)",
    "200": "oklch(88% .055 254)",
    "300": "oklch(80% .09 254)",
    "400": "oklch(71% .125 254)",
    "500": "oklch(60% .145 256)",
    "600": "oklch(50% .15 258)",
    "700": "oklch(43.5% .135 259)",
    "800": "oklch(37.5% .11 260)",
    "900": "oklch(32% .085 261)",
    "950": "oklch(24% .06 262)",
}

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "AIOP",
    "SITE_HEADER": "AIOP",
    "SITE_URL": None,
    "SITE_FAVICONS": [{"rel": "icon", "sizes": "any", "type": "image/svg+xml", "href": favicon}],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "ENVIRONMENT": "aiop.adminkit.shell.environment",
    "COLORS": {"primary": _ACCENT},
    "DASHBOARD_CALLBACK": "aiop.home.page.context",
    "STYLES": [style],
    "SCRIPTS": [script],
    "SIDEBAR": {"show_search": False, "navigation": "aiop.adminkit.navigation.for_request"},
    "ACCOUNT": {"navigation": "aiop.adminkit.navigation.account_links"},
}
