"""Lists of job types: who stands on each, what is wrong with it, and changing it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.generic import View

from aiop.adminkit.pages import Page, needs, register
from aiop.audit.models import ChangeSet
from aiop.audit.said import done
from aiop.audit.turns import Busy
from servicetitan.admin.asked import NotUnderstood, day
from servicetitan.curate.linting import Looked, looked_at
from servicetitan.curate.listing import CannotList, make_list, put_on_list, take_off_list
from servicetitan.models import JobTypeList
from servicetitan.models.curation import BEGINNING

SEE, DECIDE = "servicetitan.view_jobtypelist", "servicetitan.change_jobtypelist"


class ListsView(View):
    """The first list, or how to make one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Lead to the first list."""
        needs(request, SEE)
        first = JobTypeList.objects.for_org(request.org).order_by("pk").first()  # type: ignore[attr-defined]
        if first is not None:
            return redirect("admin:servicetitan_list", first.key)
        return _page(request, None, None)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make a list."""
        needs(request, DECIDE)
        given = {name: request.POST.get(name, "").strip() for name in ("key", "label", "purpose", "hint")}
        org: Any = request.org  # type: ignore[attr-defined]
        try:
            made = make_list(org, by=request.user.get_username(), **given)
        except CannotList as error:
            messages.error(request, str(error))
            return redirect("admin:servicetitan_lists")
        messages.success(request, f"The list {made} is there; nothing stands on it yet.")
        return redirect("admin:servicetitan_list", made.key)


class ListView(View):
    """One list: findings first, then its entries, then what could be added."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Show the list."""
        needs(request, SEE)
        chosen = _list(request, key)
        return _page(request, chosen, looked_at(request.org, chosen))  # type: ignore[attr-defined]

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Put a job type on the list, take an entry off, or replace one."""
        needs(request, DECIDE)
        chosen = _list(request, key)
        try:
            messages.success(request, done(_act(request, chosen), request))
        except (CannotList, NotUnderstood, Busy) as error:
            messages.error(request, str(error))
        return redirect("admin:servicetitan_list", key)


def _act(request: HttpRequest, chosen: JobTypeList) -> ChangeSet:
    """Do what the pressed button names: `on 21`, `off 5`, `replace 5 21`; a bare `on` takes the chosen type."""
    org: Any = request.org  # type: ignore[attr-defined]
    by, reason = request.user.get_username(), request.POST.get("reason", "")
    since = day(request.POST.get("since", "").strip(), "From") or BEGINNING
    act, *numbers = request.POST.get("act", "").split()
    if act == "on" and not numbers:
        numbers = [request.POST.get("type", "").partition(" ")[0].lstrip("#")]
    if not numbers or not all(number.isdigit() for number in numbers):
        raise NotUnderstood("Choose a job type.")
    if act == "off":
        return take_off_list(org, int(numbers[0]), by=by, reason=reason, since=since)
    if act == "replace":
        old, new = map(int, numbers)
        return put_on_list(org, chosen.key, [new], by=by, reason=reason, since=since, instead_of=old)
    return put_on_list(org, chosen.key, [int(numbers[0])], by=by, reason=reason, since=since)


def _list(request: HttpRequest, key: str) -> JobTypeList:
    chosen: JobTypeList | None = JobTypeList.objects.for_org(request.org).filter(key=key).first()  # type: ignore[attr-defined]
    if chosen is None:
        raise Http404("There is no such list.")
    return chosen


def _page(request: HttpRequest, chosen: JobTypeList | None, looked: Looked | None) -> HttpResponse:
    org: Any = request.org  # type: ignore[attr-defined]
    context = {
        **admin.site.each_context(request),
        "title": "Lists of job types",
        "lists": JobTypeList.objects.for_org(org).order_by("pk"),
        "chosen": chosen,
        "looked": looked,
        "beginning": BEGINNING,
        "may_decide": request.user.has_perm(DECIDE),
    }
    return TemplateResponse(request, "admin/servicetitan/lists.html", context)


register(Page("servicetitan/lists/", ListsView.as_view(), "servicetitan_lists"))
register(Page("servicetitan/lists/<slug:key>/", ListView.as_view(), "servicetitan_list"))
