"""Checks that staff declare: the list, the form, a version with its trial on history, putting it live."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_POST

from aiop.adminkit.lists import ReadOnlyAdmin
from aiop.audit.naming import name_open_change_set
from aiop.orgs.apps_used import unused
from aiop.orgs.models import Org
from aiop.quality.models import OwnCheck
from aiop.quality.own import keeping
from aiop.quality.own.compiled import QUESTIONS, compiled, said
from aiop.quality.own.form import DeclareForm, question_named
from aiop.quality.own.words import BadDeclaration, table_named, tables
from aiop.quality.sparkline import sparkline

DECLARE = "quality.add_owncheck"


@admin.register(OwnCheck)
class OwnCheckAdmin(ReadOnlyAdmin[OwnCheck]):
    """Every version of every check that staff made."""

    empty_words = "Declare a check of your own: rows that should not exist, a rate, freshness, volume and so on."
    list_display = ["title", "version", "kind_words", "model", "state", "made_by", "tried_at", "updated_at"]
    list_filter = ["state"]
    change_list_template = "admin/quality/own_list.html"

    @admin.display(description="Asks")
    def kind_words(self, row: OwnCheck) -> str:
        """Say what kind of question it is."""
        return QUESTIONS[row.kind].words if row.kind in QUESTIONS else row.kind

    def get_urls(self) -> list[URLPattern]:
        """Add the form and the buttons of a version."""
        view = self.admin_site.admin_view
        return [
            path("declare/", view(self.declare), name="quality_owncheck_declare"),
            path("<path:object_id>/next/", view(self.next_version), name="quality_owncheck_next"),
            path("<path:object_id>/act/", view(require_POST(self.act)), name="quality_owncheck_act"),
            *super().get_urls(),
        ]

    def declare(self, request: HttpRequest) -> HttpResponse:
        """Ask for kind and table, then for the rest; keep a draft."""
        org = self._author(request)
        question = question_named(request.GET.get("kind", ""))
        try:
            model = table_named(request.GET.get("model", ""))
        except BadDeclaration:
            model = None
        if question is None or model is None:
            return self._choose(request, org)
        return self._form(request, org, DeclareForm(question, model, request.POST or None), None)

    def next_version(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Change a check: what was declared, in the form again, kept as its next version."""
        org, row = self._author(request), self._row(request, object_id)
        form = DeclareForm(QUESTIONS[row.kind], table_named(row.model), request.POST or None, of=row)
        return self._form(request, org, form, row)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show a version: its question in words, how it did on history, what can be done with it."""
        row = self._row(request, object_id)
        versions = OwnCheck.objects.for_org(row.org_id).filter(name=row.name).order_by("-version")
        shown = {"row": row, "versions": versions, "may_write": request.user.has_perm(DECLARE), **_sense(row)}
        return self._page(request, "own", title=row.title, **shown)

    def act(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Try a version, put it live, retire it."""
        org, row = self._author(request), self._row(request, object_id)
        by, asked = request.user.get_username(), request.POST.get("act", "")
        try:
            if asked == "try":
                keeping.try_out(org, row)
                messages.success(request, f"Tried: {row.tried['now']['message']}")
            elif asked == "live":
                keeping.put_live(org, row, by=by)
                messages.success(request, f"{row} is live: it runs every night and whenever checks are run.")
            elif asked == "retire":
                keeping.retire(row, by=by)
                messages.success(request, f"{row} runs no more. Its results stay.")
        except (keeping.NotYet, BadDeclaration) as refusal:
            messages.warning(request, str(refusal))
        name_open_change_set(org.pk, f"{asked.capitalize()} check {row}")
        return HttpResponseRedirect(reverse("admin:quality_owncheck_change", args=[row.pk]))

    def _choose(self, request: HttpRequest, org: Org) -> HttpResponse:
        offered = [
            (
                model._meta.label,
                f"{model._meta.app_config.verbose_name}: {capfirst(str(model._meta.verbose_name_plural))}",
            )
            for model in tables(unused(org))
        ]
        return self._page(
            request,
            "own_choose",
            title="Declare a check",
            questions=list(QUESTIONS.values()),
            tables=sorted(offered, key=lambda t: t[1]),
        )

    def _form(self, request: HttpRequest, org: Org, form: DeclareForm, of: OwnCheck | None) -> HttpResponse:
        if request.method == "POST" and form.is_valid():
            try:
                row = keeping.add_version(org, form.given(), of=of, by=request.user.get_username())
            except BadDeclaration as refusal:
                form.add_error(None, str(refusal))
            else:
                name_open_change_set(org.pk, f"Declared check {row}")
                messages.success(request, "Kept as a draft. Try it on history, then put it live.")
                return HttpResponseRedirect(reverse("admin:quality_owncheck_change", args=[row.pk]))
        title = f"Change {of.title}" if of else f"Declare a check: {form.question.words.lower()}"
        return self._page(
            request, "own_form", title=title, form=form, of=of, table=form.model._meta.verbose_name_plural
        )

    def _page(self, request: HttpRequest, template: str, **context: Any) -> TemplateResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, f"admin/quality/{template}.html", {**shared, **context})

    def _author(self, request: HttpRequest) -> Org:
        if not request.user.has_perm(DECLARE):
            raise PermissionDenied
        org: Org = request.org  # type: ignore[attr-defined]
        return org

    def _row(self, request: HttpRequest, object_id: str) -> OwnCheck:
        if not self.has_view_permission(request):
            raise PermissionDenied
        row: OwnCheck | None = self.get_object(request, object_id) if object_id.isdecimal() else None
        if row is None:
            raise Http404("There is no such check in this organisation.")
        return row


def _sense(row: OwnCheck) -> dict[str, Any]:
    """Say what a version asks and how it did; of one whose table has changed since, why it cannot be asked."""
    try:
        check = compiled(keeping.declared_of(row))
    except BadDeclaration as refusal:
        return {"broke": str(refusal)}
    points = row.tried.get("points", [])
    values = [Decimal(point["value"]) for point in points if point["value"] is not None]
    failed = sum(point["status"] == "failed" for point in points)
    broke = sum(point["status"] == "errored" for point in points)
    says = f"{len(points)} weeks: it would have failed in {failed}" + (f" and broken in {broke}" if broke else "") + "."
    chart = sparkline(values, row.threshold, says=says, width=640, height=120)
    return {
        "said": said(keeping.declared_of(row)),
        "sql": check.query,
        "points": points[::-1],
        "chart": chart,
        "says": says,
    }
