"""The way in: drop files here, and find every import again."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from aiop.files import jobs
from aiop.files.gather import TABULAR
from aiop.files.pages import words
from aiop.files.pages.base import IMPORT, VIEW_LOADS, draw, number, opens_to, org_of, who
from aiop.files.reading.source import Refused
from aiop.files.together import come_together, kind_by_headers
from aiop.files.uploads import receive
from aiop.loading.kind import all_kinds, kinds_without
from aiop.loading.models import Load
from aiop.orgs.apps_used import unused

PER_PAGE = 30
HOLD_ROWS = {*TABULAR, ".zip"}


@opens_to(VIEW_LOADS)
def imports(request: HttpRequest) -> HttpResponseBase:
    """Show the drop zone and what came in lately."""
    titles = {kind.name: kind.title for kind in all_kinds()}
    kinds = {kind.name: kind.title for kind in kinds_without(unused(org_of(request)))}
    wanted = request.GET.get("kind", "")
    wanted = wanted if wanted in kinds else ""
    loads = Load.objects.filter(org=org_of(request), fixes_id=None)
    loads = loads.filter(kind=wanted) if wanted else loads
    older = number(request, "older")
    page = list((loads.filter(pk__lt=older) if older else loads).order_by("-id")[: PER_PAGE + 1])
    return draw(
        request,
        "imports",
        title="Imports",
        kinds=kinds,
        kind=wanted,
        rows=[(load, titles.get(load.kind, "–"), words.result_words(load.counts)) for load in page[:PER_PAGE]],
        older=page[PER_PAGE - 1].pk if len(page) > PER_PAGE else None,
        is_first=older is None,
    )


@opens_to(IMPORT, post=True)
def upload(request: HttpRequest) -> HttpResponseBase:
    """Take files, read the small ones at once, and lead to what was found."""
    loads: list[Load] = []
    refusals: list[str] = []
    for uploaded in _chosen(request):
        try:
            loads += receive(org_of(request), uploaded, who(request))
        except Refused as refusal:
            refusals.append(f"{uploaded.name}: {refusal.reason}")
    # Known only once the files were asked for, because they are read then.
    refusals += [request.upload_refused] if hasattr(request, "upload_refused") else []
    if not loads and not refusals:
        refusals = ["No file was chosen: drop one on the page, or choose one."]
    for sentence in refusals:
        messages.error(request, sentence)
    begin(loads, kind=request.POST.get("kind", ""), by=who(request))
    target = page_of(loads) if loads else reverse("files:imports")
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"next": target})
    return HttpResponseRedirect(target)


def _chosen(request: HttpRequest) -> list[Any]:
    """Give the files that were chosen, and of a folder's those that can hold rows."""
    inside = [file for file in request.FILES.getlist("folder") if PurePath(file.name or "").suffix.lower() in HOLD_ROWS]
    return [*request.FILES.getlist("files"), *inside]


def begin(loads: list[Load], *, kind: str, by: str) -> None:
    """Have uploads read, parents first; a kind that was chosen beforehand is that of one file, or of those whose headers do not say."""
    known = {one.name for one in all_kinds()}
    for load in come_together(loads):
        if kind in known and (len(loads) == 1 or not kind_by_headers(load)):
            answers: dict[str, Any] = {"answers": {"kind": kind}}
            load.question = answers
            load.save(update_fields=["question"])
        jobs.ask(load, jobs.STAGE, by=by)


def page_of(loads: list[Load]) -> str:
    """Give the address of what was uploaded: the import's own, or one for all that came together."""
    if len(loads) == 1:
        return reverse("files:load", args=[loads[0].pk])
    return reverse("files:together", args=[min(load.pk for load in loads)])
