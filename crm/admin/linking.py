"""Linking by hand: what each step would do, and asking the worker to do it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.generic import View

from aiop.adminkit.pages import Page, needs, register
from aiop.runs.asking import enqueue
from aiop.runs.models import Run
from crm.link.run import UnknownStep, link, steps_named
from crm.link.steps import STEPS
from crm.tasks import LINK

RIGHT_TO_SEE = "crm.view_job"
RIGHT_TO_RUN = "runs.run_run"


class LinkingView(View):
    """The steps, a preview of those that were asked for, and a button for each."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the steps; with `?preview=` what that step, or every one, would write."""
        needs(request, RIGHT_TO_SEE)
        asked = request.GET.get("preview")
        results = link(request.org, _names(asked), by=request.user.get_username()) if asked else []  # type: ignore[attr-defined]
        found = {result.name: result for result in results}
        runs = Run.objects.for_org(request.org).filter(job=LINK)  # type: ignore[attr-defined]
        context = {
            **admin.site.each_context(request),
            "title": "Linking",
            "steps": [(step, found.get(step.name)) for step in STEPS],
            "asked": asked,
            "is_settled": bool(results) and not any(result.planned for result in results),
            "last": runs.order_by("-pk").first(),
            "may_run": request.user.has_perm(RIGHT_TO_RUN),
        }
        return TemplateResponse(request, "admin/crm/linking.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask the worker for a step, or for all of them in their order."""
        needs(request, RIGHT_TO_RUN)
        names = _names(request.POST.get("step"))
        org: Any = request.org  # type: ignore[attr-defined]
        run = enqueue(org, LINK, parameters={"steps": names} if names else {}, by=request.user.get_username())
        messages.success(request, "Linking has been asked for; this page follows it.")
        return redirect("admin:runs_run_change", run.pk)


def _names(asked: str | None) -> list[str] | None:
    """Give the steps that a request names; None for all, which is a name of its own."""
    if asked == "all":
        return None
    try:
        return [step.name for step in steps_named([asked or ""])]
    except UnknownStep as error:
        raise Http404(str(error)) from None


register(Page("lead-pool/link/", LinkingView.as_view(), "crm_linking"))
