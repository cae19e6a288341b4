"""Keeping saved views: the tabs above a list, and the form that saves and removes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from aiop.adminkit.saved_views import View, normal
from aiop.home.models import SavedView

MOST = 12


def views_of(request: HttpRequest, page: str) -> Sequence[View]:
    """Give the person's own and the shared views of a list, by name; one query."""
    person = request.user.get_username()
    org: Any = request.org  # type: ignore[attr-defined]
    rows = SavedView.objects.for_org(org).filter(Q(owner=person) | Q(is_shared=True), page=page).order_by("name", "id")
    return [View(row.name, row.query, mine=row.owner == person) for row in rows[:MOST]]


@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Save the open filters under a name, or remove the view; goes back to the list."""
    org: Any = request.org  # type: ignore[attr-defined]
    page, name = request.POST.get("page", "")[:100], request.POST.get("name", "").strip()[:60]
    query = normal(request.POST.get("query", "")[:4000])
    own = SavedView.objects.for_org(org).filter(page=page, owner=request.user.get_username())
    if request.POST.get("act") == "remove":
        own.filter(query=query).delete()
        messages.success(request, "The view is removed; the rows are untouched.")
        return HttpResponseRedirect(_list(request))
    if not name or not query:
        messages.error(request, "A view needs a name and at least one filter.")
        return HttpResponseRedirect(_list(request, query))
    # A view is known by its filters as well as by its name: saving either again replaces it.
    own.filter(Q(query=query) | Q(name=name)).delete()
    SavedView.objects.create(
        org=org,
        page=page,
        name=name,
        query=query,
        owner=request.user.get_username(),
        is_shared="shared" in request.POST,
    )
    messages.success(request, f"Saved as “{name}”. It is a tab above the list now.")
    return HttpResponseRedirect(_list(request, query))


def _list(request: HttpRequest, query: str = "") -> str:
    address = request.POST.get("from", "")
    if not url_has_allowed_host_and_scheme(address, None):
        return reverse("admin:index")
    return f"{address}?{query}" if query else address
