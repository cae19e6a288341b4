"""The catalogue itself: every question by category, searched, one's own favourites first, how much each is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from aiop.adminkit import format as fmt
from aiop.adminkit.pages import needs
from aiop.catalogue.entries import Entry, survey
from aiop.catalogue.models import Favourite, SavedQuestion
from aiop.catalogue.pages.base import draw, find, org_of, person_of
from aiop.catalogue.shelf import entries_for
from aiop.catalogue.using import Used, used


@dataclass(frozen=True)
class Line:
    """One entry of the list: what it asks, whether it is a favourite, how much it is asked."""

    entry: Entry
    is_favourite: bool
    use: Used | None
    last: str

    @property
    def address(self) -> str:
        """Where it is answered."""
        return reverse("admin:catalogue_entry", args=[self.entry.name])


def called(category: str) -> str:
    """Give what people call a category."""
    return category.replace("_", " ").capitalize()


def list_page(request: HttpRequest) -> TemplateResponse:
    """Show the catalogue, or what of it fits a search or a category."""
    needs(request, "catalogue.view_entry")
    org, asked, category = org_of(request), request.GET.get("q", "").strip(), request.GET.get("category", "")
    entries = entries_for(request.user, org)
    lines = _lines(request, [entry for entry in entries if _fits(entry, asked, category)])
    mine = Q(user=person_of(request)) | Q(is_shared=True)
    known = {entry.name for entry in entries}
    saved = SavedQuestion.objects.for_org(org).filter(mine, entry__in=known).order_by("title")[:50]
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(called(line.entry.category), []).append(line)
    context = {
        "title": "Catalogue",
        "count": len(entries),
        "refusals": survey()[1],
        "asked": asked,
        "category": category,
        "categories": [(name, called(name)) for name in sorted({entry.category for entry in entries})],
        "favourites": [] if asked or category else [line for line in lines if line.is_favourite],
        "groups": groups,
        "saved": [] if asked or category else saved,
        "may_write": request.user.has_perm("catalogue.add_ownentry"),
    }
    return draw(request, "list", context)


def _fits(entry: Entry, asked: str, category: str) -> bool:
    if category and entry.category != category:
        return False
    text = f"{entry.name} {entry.title} {entry.head.question} {entry.category}".casefold().replace("_", " ")
    return all(word in text for word in asked.casefold().replace("_", " ").split())


def _lines(request: HttpRequest, entries: Sequence[Entry]) -> list[Line]:
    org, now = org_of(request), timezone.now()
    stars = set(Favourite.objects.for_org(org).filter(user=person_of(request)).values_list("entry", flat=True))
    uses = used(org)
    return [
        Line(entry, entry.name in stars, use, fmt.ago(use.last, now) if use else "")
        for entry in entries
        for use in [uses.get(entry.name)]
    ]


@require_POST
def favourite(request: HttpRequest, name: str) -> HttpResponse:
    """Take an entry among one's favourites, or out of them; goes back to where one was."""
    entry, org = find(request, name), org_of(request)
    removed, _ = Favourite.objects.for_org(org).filter(user=person_of(request), entry=entry.name).delete()
    if not removed:
        Favourite.objects.create(org=org, user=person_of(request), entry=entry.name)
    messages.success(request, f"“{entry.title}” is {'no longer' if removed else 'now'} among your favourites.")
    back = request.POST.get("from", "")
    safe = url_has_allowed_host_and_scheme(back, None)
    return HttpResponseRedirect(back if safe else reverse("admin:catalogue"))
