"""Fixes: proposed from a failing check, looked at row by row, approved by somebody else or an operator, taken back by undo."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from aiop.adminkit.lists import ReadOnlyAdmin
from aiop.orgs.models import Org
from aiop.quality.admin import cells
from aiop.quality.checks import UnknownCheck
from aiop.quality.known import named
from aiop.quality.measure import CheckBroke, limit_transaction
from aiop.quality.models import Fix
from aiop.quality.playbooks import CannotFix, approve, may_approve, playbook_named, propose, reject

CELLS_SHOWN = 200


@admin.register(Fix)
class FixAdmin(ReadOnlyAdmin[Fix]):
    """What was proposed and what became of it, newest first."""

    empty_words = "A failing check that can be mended offers a fix on its page."
    list_display = ["title", "state_words", "rows", "written", "proposed_by", "decided_by", "proposed_at"]

    @admin.display(description="State")
    def state_words(self, fix: Fix) -> str:
        """Say where it stands."""
        return fix.get_state_display()

    def get_urls(self) -> list[URLPattern]:
        """Add what the buttons ask for."""
        view = self.admin_site.admin_view
        return [
            path("propose/", view(require_POST(self.propose)), name="quality_fix_propose"),
            path("<path:object_id>/decide/", view(require_POST(self.decide)), name="quality_fix_decide"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave the cells to the page of one fix."""
        return super().get_queryset(request).defer("cells")

    def propose(self, request: HttpRequest) -> HttpResponse:
        """Keep what a playbook would write now, and show it."""
        org: Org = request.org  # type: ignore[attr-defined]
        try:
            playbook = playbook_named(request.POST.get("playbook", ""))
            self._need_right(request, playbook.model)
            limit_transaction()
            fix = propose(playbook, named(org, [playbook.check])[0], org, by=request.user.get_username())
        except (CannotFix, CheckBroke, UnknownCheck) as refusal:
            messages.warning(request, str(refusal))
            return HttpResponseRedirect(reverse("admin:quality_checkresult_changelist"))
        return HttpResponseRedirect(reverse("admin:quality_fix_change", args=[fix.pk]))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what would be, or was, written."""
        fix = self._fix(request, object_id)
        by = request.user.get_username()
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": fix.title, "fix": fix,
            "headings": cells.headings(fix), "rows": cells.rows(fix, CELLS_SHOWN),
            "shown": CELLS_SHOWN, "about": _about(fix), "waits": fix.state == Fix.State.PROPOSED,
            "may_change": self._may(request, fix.table),
            "may_approve": may_approve(fix, by=by, is_operator=self._is_operator(request)),
        }  # fmt: skip
        return TemplateResponse(request, "admin/quality/fix.html", context)

    def decide(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Approve or reject."""
        fix = self._fix(request, object_id)
        self._need_right(request, fix.table)
        by = request.user.get_username()
        try:
            if request.POST.get("act") == "approve":
                done = approve(fix, by=by, is_operator=self._is_operator(request))
                left = done.rows - (done.written or 0)
                kept = f" {left:,} had changed since and stay as they are." if left else ""
                messages.success(request, f"{done.written:,} rows written.{kept}")
            else:
                reject(fix, by=by, reason=request.POST.get("reason", "").strip())
                messages.success(request, "Rejected; nothing was written.")
        except CannotFix as refusal:
            messages.warning(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:quality_fix_change", args=[fix.pk]))

    def _fix(self, request: HttpRequest, object_id: str) -> Fix:
        if not self.has_view_permission(request):
            raise PermissionDenied
        org: Org = request.org  # type: ignore[attr-defined]
        fix = Fix.objects.for_org(org).filter(pk=object_id).first() if object_id.isdecimal() else None
        if fix is None:
            raise Http404("There is no such fix in this organisation.")
        if not request.user.has_perm(_right("view", fix.table)):
            raise PermissionDenied
        return fix

    def _need_right(self, request: HttpRequest, model: str) -> None:
        if not self._may(request, model):
            raise PermissionDenied

    def _may(self, request: HttpRequest, model: str) -> bool:
        return request.user.has_perm(_right("change", model))

    def _is_operator(self, request: HttpRequest) -> bool:
        return request.user.has_perm("quality.run_fix")


def _right(action: str, model: str) -> str:
    app, _, name = model.partition(".")
    return f"{app}.{action}_{name.lower()}"


def _about(fix: Fix) -> str:
    try:
        return playbook_named(fix.playbook).about
    except CannotFix:
        return ""
