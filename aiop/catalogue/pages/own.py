"""Entries that staff write: checked as text, as SQL by the planner, and as rows by a first answer, before they stand; every version is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from aiop.adminkit.pages import needs
from aiop.catalogue.entries import Entry, UnknownEntry, named, parse
from aiop.catalogue.head import RefusedEntry
from aiop.catalogue.models import EntryVersion, OwnEntry
from aiop.catalogue.pages.base import draw, org_of
from aiop.catalogue.pages.entry import BROKE
from aiop.catalogue.parameters import WrongValue
from aiop.catalogue.run import Answer, answer
from aiop.catalogue.shelf import OWN, entries_for
from aiop.orgs.models import Org

# What an entry needs at least, where there is none to learn from.
_EMPTY = '/*\ntitle = ""\nquestion = ""\nowner = ""\n[columns.n]\ntitle = ""\n*/\nSELECT 1 AS n\n'
_NAME = re.compile(r"[a-z][a-z0-9_]{2,79}\Z")


@dataclass(frozen=True)
class Draft:
    """What somebody wrote, and what became of trying it."""

    name: str
    category: str
    text: str
    is_shared: bool
    refused: str = ""
    tried: Answer | None = None


def write_page(request: HttpRequest, name: str = "") -> HttpResponse:
    """Show the text of an own entry, or an example to begin with; a posted one is tried, and stands if that was asked for."""
    needs(request, "catalogue.add_ownentry")
    org = org_of(request)
    row = get_object_or_404(_own(request, org), name=name) if name else None
    if request.method != "POST":
        draft = (
            Draft(row.name, row.category, row.text, row.is_shared)
            if row
            else Draft("", "own", _example(request), False)
        )
        return _form(request, row, draft)
    draft = _tried(org, row, _posted(request, row))
    if draft.refused or "stand" not in request.POST:
        return _form(request, row, draft)
    saved = _stand(request, org, row, draft)
    messages.success(request, f"“{saved.name}” stands, version {saved.version}.")
    return redirect("admin:catalogue_entry", saved.name)


def _example(request: HttpRequest) -> str:
    """Give a text to begin with: the shortest entry that this person sees."""
    return min((entry.source for entry in entries_for(request.user, org_of(request))), key=len, default=_EMPTY)


def _own(request: HttpRequest, org: Org) -> QuerySet[OwnEntry]:
    found: QuerySet[OwnEntry] = OwnEntry.objects.for_org(org).filter(author=request.user.get_username())
    return found


def _posted(request: HttpRequest, row: OwnEntry | None) -> Draft:
    posted = request.POST
    name = row.name if row else posted.get("name", "").strip()
    category = posted.get("category", "").strip() or "own"
    # Browsers send lines with a carriage return, and a refusal's line must be the person's.
    return Draft(name, category, posted.get("text", "").replace("\r\n", "\n"), "is_shared" in posted)


def _tried(org: Org, row: OwnEntry | None, draft: Draft) -> Draft:
    """Read a draft, have the planner look at it and answer it once; what is refused says where and why."""
    try:
        entry = _read(org, row, draft)
        found = answer(entry, org, {}, most=20)
    except (RefusedEntry, WrongValue, *BROKE) as error:
        return Draft(draft.name, draft.category, draft.text, draft.is_shared, refused=str(error))
    return Draft(draft.name, draft.category, draft.text, draft.is_shared, tried=found)


def _read(org: Org, row: OwnEntry | None, draft: Draft) -> Entry:
    file = f"{draft.name}.sql"
    for value, key in ((draft.name, "name"), (draft.category, "category")):
        if not _NAME.match(value):
            raise RefusedEntry(file, 1, key, "is 3 to 80 small letters, digits and _, and begins with a letter")
    if row is None and (OwnEntry.objects.for_org(org).filter(name=draft.name).exists() or _is_taken(draft.name)):
        raise RefusedEntry(file, 1, "name", "is taken")
    return parse(draft.text, name=draft.name, category=draft.category, file=file, app=OWN)


def _is_taken(name: str) -> bool:
    try:
        named(name)
    except UnknownEntry:
        return False
    return True


def _stand(request: HttpRequest, org: Org, row: OwnEntry | None, draft: Draft) -> OwnEntry:
    """Keep a draft as the version that stands."""
    by = request.user.get_username()
    row = row or OwnEntry(org=org, name=draft.name, author=by, version=0)
    row.category, row.text, row.is_shared = draft.category, draft.text, draft.is_shared
    row.version += 1
    row.save()
    EntryVersion.objects.create(org=org, entry=row, number=row.version, text=row.text, author=by)
    return row


def _form(request: HttpRequest, row: OwnEntry | None, draft: Draft) -> HttpResponse:
    context = {
        "title": f"Write “{row.name}”" if row else "Write an entry",
        "row": row,
        "draft": draft,
        "versions": row.versions.all() if row else [],
        "address": reverse("admin:catalogue_own", args=[row.name]) if row else reverse("admin:catalogue_write"),
    }
    return draw(request, "write", context, status=422 if draft.refused else 200)
