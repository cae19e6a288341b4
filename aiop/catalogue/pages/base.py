"""What the catalogue's pages share: who asks in which organisation, and the page around them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse

from aiop.catalogue.entries import Entry, UnknownEntry
from aiop.catalogue.head import RefusedEntry
from aiop.catalogue.shelf import entry_for
from aiop.orgs.models import Org, User


def org_of(request: HttpRequest) -> Org:
    """Give the organisation that is open."""
    org: Org = request.org  # type: ignore[attr-defined]
    return org


def person_of(request: HttpRequest) -> User:
    """Give who asks; the admin lets nobody in who has not logged in."""
    person: User = request.user  # type: ignore[assignment]
    return person


def find(request: HttpRequest, name: str) -> Entry:
    """Give an entry that this person may ask, or answer that there is none."""
    try:
        return entry_for(request.user, org_of(request), name)
    except (UnknownEntry, RefusedEntry) as error:
        raise Http404(str(error)) from error


def draw(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> TemplateResponse:
    """Give a page of the catalogue."""
    shared = {**admin.site.each_context(request), "zone": org_of(request).zone}
    return TemplateResponse(request, f"catalogue/{template}.html", {**shared, **context}, status=status)
