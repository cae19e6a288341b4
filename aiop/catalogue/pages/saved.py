"""Keeping a question: an entry with its parameters filled in, under a title and an address of its own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_POST

from aiop.catalogue.asking import query
from aiop.catalogue.models import SavedQuestion
from aiop.catalogue.pages.base import find, org_of, person_of
from aiop.catalogue.pages.entry import read_query

_TITLE = 120


@require_POST
def save(request: HttpRequest, name: str) -> HttpResponse:
    """Keep what the page asks under a title; the same title again replaces what it held."""
    entry, org = find(request, name), org_of(request)
    posted: MultiValueDict[str, str] = request.POST
    asked = query(entry, read_query(posted.get("query", "")))
    title = posted.get("title", "").strip()[:_TITLE]
    if not title:
        messages.error(request, "A kept question needs a title.")
        return redirect(f"{reverse('admin:catalogue_entry', args=[entry.name])}?{asked}")
    saved, _ = SavedQuestion.objects.update_or_create(
        org=org, user=person_of(request), entry=entry.name, title=title,
        defaults={"query": asked, "is_shared": "shared" in posted},
    )  # fmt: skip
    messages.success(request, f"Kept as “{title}”. This address shows it from now on.")
    return redirect("admin:catalogue_saved", saved.pk)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a kept question go; only whoever kept it may."""
    saved = get_object_or_404(SavedQuestion.objects.for_org(org_of(request)), pk=pk, user=person_of(request))
    saved.delete()
    messages.success(request, f"“{saved.title}” is no longer kept; the entry is untouched.")
    return redirect("admin:catalogue_entry", saved.entry)
