"""The list of runs, and the page of one: followed live, cancelled, tried again."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html

from aiop.adminkit.lists import ReadOnlyAdmin
from aiop.adminkit.search import PREFIX, text
from aiop.runs.admin import page, words
from aiop.runs.admin.timetable import timetable_view
from aiop.runs.asking import NotPossible, cancel, retry
from aiop.runs.jobs import title_of
from aiop.runs.models import Run


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin[Run]):
    """What machines did, do and will do in this organisation."""

    list_display = ["what", "state_words", "started_at", "took", "result", "actor"]
    list_filter = ["state", "job", "started_at"]
    search_exact: ClassVar[Any] = {f"{PREFIX}job": text}
    search_help_text = "the beginning of a job's name"
    empty_words = "Runs appear here as soon as a file is loaded or the timetable asks for a job."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Run]:
        """Leave out what only the run's own page shows."""
        return super().get_queryset(request).defer("parameters", "worker")

    @admin.display(description="Job")
    def what(self, run: Run) -> str:
        """Name the job and its interval."""
        return f"{title_of(run.job)}, {words.interval(run.interval)}"

    @admin.display(description="State")
    def state_words(self, run: Run) -> str:
        """Say the state, with progress while it runs."""
        share = words.percent(run.done, run.total) if run.state == Run.State.RUNNING else None
        shown = run.get_state_display() if share is None else f"{run.get_state_display()}, {share} %"
        return format_html('<span class="run-state run-state-{}">{}</span>', run.state, shown)

    @admin.display(description="Took")
    def took(self, run: Run) -> str:
        """Say how long it took or has taken."""
        return words.duration(words.since(run.started_at, run.finished_at, timezone.now()))

    @admin.display(description="Result")
    def result(self, run: Run) -> str:
        """Give the counts, or why there are none."""
        return run.error[:120] if run.error else words.counted(run.counts)

    @property
    def media(self) -> Any:
        """Add the style of states."""
        return super().media + Media(css={"all": ["runs/runs.css"]}, js=["runs/run.js"])

    def get_urls(self) -> list[URLPattern]:
        """Add the pages beside the list."""
        wrap = self.admin_site.admin_view
        own = [
            path("timetable/", wrap(self.timetable), name="runs_timetable"),
            path("<int:pk>/live/", wrap(self.live), name="runs_run_live"),
            path("<int:pk>/cancel/", wrap(self.cancel), name="runs_run_cancel"),
            path("<int:pk>/retry/", wrap(self.retry), name="runs_run_retry"),
        ]
        return [*own, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show one run."""
        run = self._run(request, object_id)
        now, zone = timezone.now(), request.org.zone  # type: ignore[attr-defined]
        search = request.GET.get("q", "").strip()
        lines, before = page.lines(run, search=search), page.previous(run)
        context = {
            **self.admin_site.each_context(request),
            **page.summary(run, now, may_run=self._may_run(request)),
            "opts": self.model._meta,
            "title": page.heading(run),
            "media": self.media,
            "facts": page.facts(run, zone, now),
            "parameters": page.parameters(run),
            "steps": page.steps(run, now),
            "lines": lines,
            "latest": lines[-1].pk if lines else 0,
            "lines_shown": page.LINES_SHOWN,
            "search": search,
            "zone": zone,
            "change_sets": page.change_sets(run),
            "before": before,
            "comparison": page.comparison(run, before, now) if before else [],
        }
        return TemplateResponse(request, "admin/runs/run.html", context)

    def live(self, request: HttpRequest, pk: int) -> JsonResponse:
        """Give what has changed since the page was shown; asked for each second while the run is alive."""
        run = self._run(request, pk)
        given = request.GET.get("after", "")
        lines = page.lines(run, after=int(given) if given.isdecimal() else 0)
        shown = page.summary(run, timezone.now(), may_run=self._may_run(request))
        org_zone = request.org.zone  # type: ignore[attr-defined]
        return JsonResponse(
            {
                "live": run.is_live,
                "state": run.get_state_display(),
                "summary": render_to_string("admin/runs/summary.html", shown, request),
                "lines": render_to_string("admin/runs/lines.html", {"lines": lines, "zone": org_zone}, request),
                "latest": lines[-1].pk if lines else None,
            }
        )

    def cancel(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask a run to stop."""
        run = self._pressed(request, pk)
        try:
            cancel(run, by=request.user.get_username())
            messages.success(request, f"Asked {page.heading(run)} to stop.")
        except NotPossible as answer:
            messages.warning(request, str(answer))
        return HttpResponseRedirect(reverse("admin:runs_run_change", args=[pk]))

    def retry(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Queue a run again."""
        run = self._pressed(request, pk)
        try:
            retry(run, by=request.user.get_username())
            messages.success(request, f"{page.heading(run)} is queued again.")
        except NotPossible as answer:
            messages.warning(request, str(answer))
        return HttpResponseRedirect(reverse("admin:runs_run_change", args=[pk]))

    def timetable(self, request: HttpRequest) -> HttpResponse:
        """Show when each job is next due."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return timetable_view(request, {**self.admin_site.each_context(request), "media": self.media})

    def _run(self, request: HttpRequest, pk: str | int) -> Run:
        if not self.has_view_permission(request):
            raise PermissionDenied
        run = Run.objects.for_org(request.org).filter(pk=pk).first() if str(pk).isdecimal() else None  # type: ignore[attr-defined]
        if run is None:
            raise Http404("There is no such run in this organisation.")
        return run

    def _pressed(self, request: HttpRequest, pk: int) -> Run:
        if request.method != "POST" or not self._may_run(request):
            raise PermissionDenied
        return self._run(request, pk)

    def _may_run(self, request: HttpRequest) -> bool:
        return request.user.has_perm("runs.run_run")
