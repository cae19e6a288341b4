"""Change sets: the list of everything that was done, the page of one, and undo."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from aiop.adminkit.lists import ReadOnlyAdmin
from aiop.audit.history import SHOWN, changes_of, name_of, tallies_of
from aiop.audit.models import ChangeSet
from aiop.audit.report import Report
from aiop.audit.undo import CannotUndo, preview, taken_back, undo


def number(term: str) -> str | None:
    """Give the number of a change set that was typed."""
    return term.strip() if term.strip().isdecimal() and len(term.strip()) < 19 else None


@admin.register(ChangeSet)
class ChangeSetAdmin(ReadOnlyAdmin[ChangeSet]):
    """Everything that people and machines did, newest first."""

    order = "-id"
    list_display = ["what", "kind", "actor", "at", "reason"]
    list_filter = ["kind"]
    search_exact = {"id": number}
    search_help_text = "Number of a change set"
    empty_words = "Every load, link and edit is listed here, and can be taken back."
    change_form_template = "audit/change_set.html"
    fields: ClassVar[Any] = ()

    @admin.display(description="What was done")
    def what(self, change_set: ChangeSet) -> str:
        """Give the title."""
        return str(change_set)

    def get_urls(self) -> list[URLPattern]:
        """Add the page that takes a change set back."""
        undo_page = path("<int:number>/undo/", self.admin_site.admin_view(self.undo_view), name="audit_changeset_undo")
        return [undo_page, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what a change set did."""
        change_set = self.get_object(request, object_id)
        shown: dict[str, Any] = dict(extra_context or {})
        if change_set is not None:
            undone = None
            if taken_back(change_set.org_id, [change_set.pk]):
                undone = ChangeSet.objects.for_org(change_set.org_id).filter(undoes_id=change_set.pk).first()
            shown |= {
                "change_set": change_set,
                "tallies": tallies_of(change_set),
                "events": [(event, name_of(event.change.table_name)) for event in changes_of(change_set)],
                "shown": SHOWN,
                "undone": undone,
                "may_undo": undone is None and request.user.has_perm("audit.undo_changeset"),
                "title": str(change_set),
            }
        response: HttpResponse = super().change_view(request, object_id, form_url, shown)
        return response

    def undo_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Show what undo would do; do it when the button is pressed."""
        if not request.user.has_perm("audit.undo_changeset"):
            raise PermissionDenied
        org: Any = request.org  # type: ignore[attr-defined]
        change_set = ChangeSet.objects.for_org(org).filter(pk=number).first()
        if change_set is None:
            raise Http404
        page = reverse("admin:audit_changeset_change", args=[number])
        try:
            if request.method == "POST":
                return self._undo(request, org, change_set)
            report = preview(org, number)
        except CannotUndo as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(page)
        context = {**self.admin_site.each_context(request), "change_set": change_set, "report": report, "page": page}
        context |= {"title": f"Undo {change_set}", "opts": self.opts, "lines": report_lines(report)}
        return TemplateResponse(request, "audit/undo.html", context)

    def _undo(self, request: HttpRequest, org: Any, change_set: ChangeSet) -> HttpResponse:
        report = undo(org, change_set.pk, by=request.user.get_username())
        again = reverse("admin:audit_changeset_undo", args=[report.change_set])
        said = format_html(
            '{} was taken back: {} <a href="{}" data-undo class="underline">Undo</a>',
            change_set,
            report.sentence(),
            again,
        )
        messages.success(request, said)
        return HttpResponseRedirect(reverse("admin:audit_changeset_change", args=[report.change_set]))


def report_lines(report: Report) -> list[tuple[str, int]]:
    """Give the counts of a report as lines to read."""
    parts = [
        ("{} that it added leave", report.removed),
        ("{} that it changed go back", report.restored),
        ("{} that it deleted return", report.put_back),
        ("links to {} are cleared", report.unlinked),
    ]
    return [
        (words.format(name_of(table)).capitalize(), count) for words, counts in parts for table, count in counts.items()
    ]
