"""The pages of checks: the list, one check with its history, its failing rows, running it now."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from aiop.adminkit.lists import ReadOnlyAdmin
from aiop.orgs.models import Org
from aiop.quality.admin.lines import describe, draw, make_line, sort_into_sections
from aiop.quality.causes import in_words
from aiop.quality.checks import Check, UnknownCheck
from aiop.quality.jobs import INTEGRITY
from aiop.quality.known import checks_for, named
from aiop.quality.latest import history, latest
from aiop.quality.measure import CheckBroke, limit_transaction
from aiop.quality.models import CheckResult
from aiop.quality.playbooks import Playbook, count_fixable, playbooks_for
from aiop.quality.run import run_checks
from aiop.quality.verdict import Status
from aiop.quality.wording import value_text
from aiop.quality.wrong_rows import WrongRow, count_wrong_rows, model_of, read_page, stream_csv
from aiop.runs.asking import enqueue

SPARK_DAYS = 30
HISTORY_DAYS = 90
HISTORY_ROWS = 60
PREVIEW_ROWS = 10


class CheckAdmin(ReadOnlyAdmin[CheckResult]):
    """Checks are declared in code; what is stored of them is their results."""

    def get_urls(self) -> list[URLPattern]:
        """Give the list of checks and the pages of each; single results have no page."""
        view = self.admin_site.admin_view
        return [
            path("", view(self.list_page), name="quality_checkresult_changelist"),
            path("run", view(require_POST(self.run_all)), name="quality_run_all"),
            path("<slug:name>/", view(self.check_page), name="quality_check"),
            path("<slug:name>/rows", view(self.rows_page), name="quality_check_rows"),
            path("<slug:name>/rows.csv", view(self.rows_file), name="quality_check_rows_csv"),
            path("<slug:name>/run", view(require_POST(self.run_one)), name="quality_check_run"),
        ]

    def list_page(self, request: HttpRequest) -> TemplateResponse:
        """Show every check: what needs a look, what is in order, and the first monitoring's readings."""
        org = self._org(request)
        checks, last = checks_for(org), latest(org)
        past = history(org, [check.name for check in checks], SPARK_DAYS)
        lines = [make_line(check, past.get(check.name, []), last.get(check.name), org.zone) for check in checks]
        return self._page(
            request,
            "checks",
            title="Checks",
            sections=sort_into_sections(lines),
            count=len(checks),
            ran=bool(last),
            latest_at=max((result.at for result in last.values()), default=None),
        )

    def check_page(self, request: HttpRequest, name: str) -> TemplateResponse:
        """Show one check: its question, how it stands, its past, its first failing rows."""
        org = self._org(request)
        check = self._check(org, name)
        past = history(org, [name], HISTORY_DAYS).get(name, [])
        return self._page(
            request,
            "check",
            title=check.title,
            check=check,
            sql=dedent(check.query).strip(),
            line=make_line(check, past, past[-1] if past else None, org.zone),
            chart=draw(check, past, org.zone, width=640, height=120),
            caption=describe(check, past, org.zone),
            past=[(result, value_text(check, result.value)) for result in past[: -HISTORY_ROWS - 1 : -1]],
            why=in_words(past[-1].causes) if past else "",
            fixable=self._fixable(request, check, org),
            **self._rows(request, check, org, size=PREVIEW_ROWS),
        )

    def rows_page(self, request: HttpRequest, name: str) -> TemplateResponse:
        """Show all rows that fail now, a page at a time."""
        org = self._org(request)
        check = self._check(org, name)
        self._need_rows_right(request, check, "view")
        place = {"older_than": _id(request, "older"), "newer_than": _id(request, "newer")}
        return self._page(request, "rows", title=check.title, check=check, **self._rows(request, check, org, **place))

    def rows_file(self, request: HttpRequest, name: str) -> HttpResponseBase:
        """Send all rows that fail now as CSV."""
        org = self._org(request)
        check = self._check(org, name)
        self._need_rows_right(request, check, "export")
        limit_transaction()
        try:
            count_wrong_rows(check, org)
        except CheckBroke as error:
            messages.error(request, f"The rows could not be read: {error}")
            return redirect("admin:quality_check", name)
        lines = stream_csv(check, org, by=request.user.get_username())
        today = timezone.localdate(timezone=org.zone)
        return StreamingHttpResponse(
            lines,
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}-{today}.csv"'},
        )

    def run_one(self, request: HttpRequest, name: str) -> HttpResponse:
        """Run one check while the person waits."""
        org = self._org(request)
        check = self._check(org, name)
        self._need_run_right(request)
        result = run_checks(org, [name], by=request.user.get_username())[0]
        level = messages.SUCCESS if result.status is Status.PASSED else messages.WARNING
        messages.add_message(request, level, f"{check.title}: {result.message}")
        return redirect("admin:quality_check", name)

    def run_all(self, request: HttpRequest) -> HttpResponse:
        """Put the run of all checks into the worker's queue."""
        org = self._org(request)
        self._need_run_right(request)
        enqueue(org, INTEGRITY, by=request.user.get_username())
        messages.success(
            request, f"All {len(checks_for(org))} checks will run; their results appear here as they come in."
        )
        return redirect("admin:quality_checkresult_changelist")

    def _page(self, request: HttpRequest, template: str, **context: Any) -> TemplateResponse:
        shared = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "may_run": request.user.has_perm("quality.run_checkresult"),
            "zone": request.org.zone,  # type: ignore[attr-defined]
        }
        return TemplateResponse(request, f"admin/quality/{template}.html", {**shared, **context})

    def _rows(self, request: HttpRequest, check: Check, org: Org, **place: Any) -> dict[str, Any]:
        """Give the failing rows for a page, or the sentence that says why there are none."""
        if not _may(request, check, "view"):
            return {"rows_hidden": True}
        limit_transaction()
        try:
            page = read_page(check, org, **place)
        except CheckBroke as error:
            return {"rows_broke": str(error)}
        return {"page": page, "rows": [(row, _address(row)) for row in page.rows]}

    def _fixable(self, request: HttpRequest, check: Check, org: Org) -> list[tuple[Playbook, str]]:
        """List what can be done about it at once, named with its number of rows."""
        if not _may(request, check, "change"):
            return []
        found = []
        for playbook in playbooks_for(check):
            limit_transaction()
            try:
                count = count_fixable(playbook, check, org)
            except CheckBroke:
                continue
            if count:
                found.append((playbook, playbook.verb.format(count=f"{count:,}")))
        return found

    def _org(self, request: HttpRequest) -> Org:
        org: Org | None = getattr(request, "org", None)
        if org is None or not self.has_view_permission(request):
            raise PermissionDenied
        return org

    def _check(self, org: Org, name: str) -> Check:
        try:
            return named(org, [name])[0]
        except UnknownCheck as error:
            raise Http404(str(error)) from error

    def _need_run_right(self, request: HttpRequest) -> None:
        if not request.user.has_perm("quality.run_checkresult"):
            raise PermissionDenied

    def _need_rows_right(self, request: HttpRequest, check: Check, action: str) -> None:
        if not _may(request, check, action):
            raise PermissionDenied


def _may(request: HttpRequest, check: Check, action: str) -> bool:
    meta = model_of(check)._meta
    return request.user.has_perm(f"{meta.app_label}.{action}_{meta.model_name}")


def _address(wrong: WrongRow) -> str | None:
    meta = wrong.row._meta
    try:
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[wrong.row.pk])
    except NoReverseMatch:
        return None


def _id(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else None
