"""Every view runs in one transaction, in one organisation, as one person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from aiop.orgs.access import choose_membership, memberships_of
from aiop.orgs.apps_used import unused
from aiop.orgs.context import org_context

Get = Callable[[HttpRequest], HttpResponseBase]


class OrgMiddleware:
    """Puts `request.org`, `request.role` and `request.memberships` in place and wraps the view in its transaction."""

    def __init__(self, get_response: Get) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Work out whom the request is for; which organisation is kept in the session."""
        request.org = request.role = None  # type: ignore[attr-defined]
        request.memberships = []  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            memberships = memberships_of(request.user)
            chosen = choose_membership(memberships, request.session.get("org"))
            request.memberships = memberships  # type: ignore[attr-defined]
            if chosen is not None:
                request.org, request.role = chosen.org, chosen.role  # type: ignore[attr-defined]
                request.user.current_role, request.user.unused_apps = chosen.role, unused(chosen.org)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Run the view, and render what it answers, inside the organisation's transaction."""
        org = getattr(request, "org", None)
        if org is None or _is_about_oneself(request):
            return None
        with org_context(org, actor=request.user.get_username()), timezone.override(org.zone):
            response = view(request, *args, **kwargs)
            # A list page queries while it renders, which must not happen after the transaction has ended.
            render = getattr(response, "render", None)
            return render() if callable(render) else response


def _is_about_oneself(request: HttpRequest) -> bool:
    """Tell whether the page is one of log-in: they hold no organisation's rows, and raise what only allauth answers."""
    match = request.resolver_match
    return match is not None and match.route.startswith("accounts/")
