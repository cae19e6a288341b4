"""Incidents: the list, and the page of one with its history, rows and messages; what people do with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from aiop.adminkit import format as fmt
from aiop.adminkit.lists import ReadOnlyAdmin
from aiop.adminkit.search import PREFIX, text
from aiop.alerts import desk
from aiop.alerts.admin import page
from aiop.alerts.models import Incident
from aiop.alerts.states import Act, NotPossible, possible

DESK = "alerts.change_incident"


class CausesFilter(admin.SimpleListFilter):
    """Leaves out what follows from another incident: who looks after the cause looks after that too."""

    title = "follows from another"
    parameter_name = "follows"
    template = "adminkit/filter.html"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, str]]:
        """Offer all."""
        return [("shown", "Shown too")]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Name what the list shows by itself."""
        yield from (
            {**choice, "display": "Left out" if not at else choice["display"]}
            for at, choice in enumerate(super().choices(changelist))
        )

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Keep what stands by itself, unless all is asked for."""
        return queryset if self.value() else queryset.own()


@admin.register(Incident)
class IncidentAdmin(ReadOnlyAdmin[Incident]):
    """What is wrong and what was, newest first."""

    list_display = ["what", "state_words", "severity_words", "explains", "owner", "opened_at", "failed_at"]
    list_filter = ["state", "severity", "family", "owner", CausesFilter]
    list_select_related = ["part_of"]
    search_exact: ClassVar[Any] = {f"{PREFIX}topic": text}
    search_help_text = "the beginning of a topic, such as check:job_"
    empty_words = "Nothing has gone wrong. Failed runs and failing checks appear here by themselves."
    actions = ["acknowledge_ticked", "snooze_ticked", "take_ticked", "resolve_ticked"]

    @admin.display(description="What is wrong")
    def what(self, incident: Incident) -> str:
        """Name it, and its cause where it follows from another."""
        return f"{incident.title} ← {incident.part_of.title}" if incident.part_of else incident.title

    def get_queryset(self, request: HttpRequest) -> QuerySet[Incident]:
        """Count what follows from each."""
        effects = Incident.objects.filter(org=OuterRef("org"), part_of=OuterRef("pk")).order_by().values("part_of")
        return super().get_queryset(request).annotate(explained=Subquery(effects.annotate(n=Count("pk")).values("n")))

    @admin.display(description="Explains")
    def explains(self, incident: Incident) -> str:
        """Say how many follow from it."""
        number: int | None = incident.explained  # type: ignore[attr-defined]  # annotated
        return fmt.number(number) if number else ""

    @admin.display(description="State")
    def state_words(self, incident: Incident) -> SafeString:
        """Say where it stands."""
        return format_html('<span class="al-state al-{}">{}</span>', incident.state, incident.get_state_display())

    @admin.display(description="Severity")
    def severity_words(self, incident: Incident) -> SafeString:
        """Say how grave it is."""
        return format_html('<span class="al-{}">{}</span>', incident.severity, incident.get_severity_display())

    @property
    def media(self) -> Any:
        """Add the styles of states; the page's parts are those of a run's."""
        return super().media + Media(css={"all": ["runs/runs.css", "alerts/alerts.css"]})

    def get_urls(self) -> list[URLPattern]:
        """Add what the buttons of the page ask for."""
        act = self.admin_site.admin_view(require_POST(self.act))
        return [path("<path:object_id>/act/", act, name="alerts_incident_act"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show one incident."""
        incident = self._incident(request, object_id)
        may = request.user.has_perm(DESK)
        context = {
            **self.admin_site.each_context(request),
            **page.shown(incident, request.org, timezone.now()),  # type: ignore[attr-defined]
            "opts": self.model._meta,
            "title": incident.title,
            "media": self.media,
            "acts": [act.value for act in possible(incident.state)] if may else [],
            "may_act": may,
            "snoozes": page.SNOOZES,
            "owners": desk.owners(incident.org_id) if may else [],
        }
        return TemplateResponse(request, "admin/alerts/incident.html", context)

    def act(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Do what a button of the page asks for, and say so."""
        if not request.user.has_perm(DESK):
            raise PermissionDenied
        incident = self._incident(request, object_id)
        asked, by = request.POST.get("act", ""), request.user.get_username()
        try:
            messages.success(request, self._do(incident, asked, request.POST, by))
        except NotPossible as answer:
            messages.warning(request, str(answer))
        return HttpResponseRedirect(reverse("admin:alerts_incident_change", args=[incident.pk]))

    def _do(self, incident: Incident, asked: str, given: Any, by: str) -> str:
        note = given.get("note", "").strip()
        if asked == Act.ACKNOWLEDGE:
            desk.acknowledge(incident, by=by, note=note)
            return "Acknowledged: the others see that you look after it."
        if asked == Act.SNOOZE:
            desk.snooze(incident, timezone.now() + _span(given.get("for", "")), by=by, note=note)
            return "Snoozed. It comes back by itself."
        if asked == Act.RESOLVE:
            desk.resolve_by_hand(incident, by=by, note=note)
            return "Resolved. If it fails again within a week, it opens again."
        if asked == Act.REOPEN:
            desk.reopen(incident, by=by, note=note)
            return "Open again."
        if asked == "assign":
            desk.assign(incident, given.get("owner", ""), by=by)
            return f"{given.get('owner') or 'Nobody'} looks after it now."
        if asked == "note" and note:
            desk.note(incident, note, by=by)
            return "Noted."
        raise NotPossible("Nothing was asked for.")

    # Several at once

    def has_desk_permission(self, request: HttpRequest) -> bool:
        """Let curators work on incidents."""
        return request.user.has_perm(DESK)

    @admin.action(description="Acknowledge", permissions=["desk"])
    def acknowledge_ticked(self, request: HttpRequest, queryset: QuerySet[Incident]) -> None:
        """Acknowledge the ticked ones."""
        self._each(request, queryset, "acknowledged", desk.acknowledge)

    @admin.action(description="Snooze for a day", permissions=["desk"])
    def snooze_ticked(self, request: HttpRequest, queryset: QuerySet[Incident]) -> None:
        """Put the ticked ones aside."""
        until = timezone.now() + dt.timedelta(days=1)
        self._each(request, queryset, "snoozed", lambda incident, by: desk.snooze(incident, until, by=by))

    @admin.action(description="Assign to me", permissions=["desk"])
    def take_ticked(self, request: HttpRequest, queryset: QuerySet[Incident]) -> None:
        """Take the ticked ones."""
        self._each(request, queryset, "yours now", lambda incident, by: desk.assign(incident, by, by=by))

    @admin.action(description="Resolve", permissions=["desk"])
    def resolve_ticked(self, request: HttpRequest, queryset: QuerySet[Incident]) -> None:
        """Close the ticked ones."""
        self._each(request, queryset, "resolved", desk.resolve_by_hand)

    def _each(self, request: HttpRequest, queryset: QuerySet[Incident], done: str, do: Callable[..., None]) -> None:
        by, number, refused = request.user.get_username(), 0, 0
        for incident in queryset:
            try:
                do(incident, by=by)
                number += 1
            except NotPossible:
                refused += 1
        kept = f" {refused:,} stay as they are: their state does not allow it." if refused else ""
        messages.success(request, f"{number:,} {'incident is' if number == 1 else 'incidents are'} {done}.{kept}")

    def _incident(self, request: HttpRequest, object_id: str) -> Incident:
        if not self.has_view_permission(request):
            raise PermissionDenied
        org: Any = request.org  # type: ignore[attr-defined]
        found = (
            Incident.objects.for_org(org).select_related("part_of").filter(pk=object_id)
            if object_id.isdecimal()
            else None
        )
        incident = found.first() if found is not None else None
        if incident is None:
            raise Http404("There is no such incident in this organisation.")
        return incident


def _span(hours: str) -> dt.timedelta:
    known = {str(number): number for number, _ in page.SNOOZES}
    if hours not in known:
        raise NotPossible("Say for how long.")
    return dt.timedelta(hours=known[hours])
