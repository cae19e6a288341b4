"""Channels: the list, the form of each kind with its routes, and the button that tries one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from aiop.adminkit.lists import OrgInline
from aiop.alerts.admin.form import ChannelForm, form_of
from aiop.alerts.channels import KINDS, test_channel
from aiop.alerts.claiming import note_standing
from aiop.alerts.models import Channel, Route
from aiop.audit.admin.recorded import RecordedAdmin
from aiop.audit.naming import name_open_change_set
from aiop.sources.admin.sealed import PREFIX
from aiop.sources.errors import SourceFailed

WHEN = ["quiet_from", "quiet_until", "digest_at", "urgent_at_once"]


class RouteInline(OrgInline):
    """Which incidents go to the channel."""

    model = Route
    fields = ["least_severity", "topic_starts"]
    verbose_name_plural = "What it is told"
    hide_title = True


@admin.register(Channel)
class ChannelAdmin(RecordedAdmin[Channel]):
    """Administrators make and change channels; everybody else sees that they are there and how they stand."""

    small = True
    order = "name"
    empty_words = "A channel tells people or programs of incidents: by e-mail, in Slack, by webhook."
    list_display = ["name", "kind", "stands", "told", "is_enabled"]
    change_form_template = "admin/alerts/channel.html"
    inlines = [RouteInline]

    @admin.display(description="State")
    def stands(self, row: Channel) -> str:
        """Say how it stands, with the reason where it needs mending."""
        shown = row.get_standing_display()
        return f"{shown}: {row.standing_reason}" if row.standing_reason else shown

    @admin.display(description="Told")
    def told(self, row: Channel) -> str:
        """Say what goes to it."""
        return "; ".join(str(route) for route in row.routes.all()) or "nothing yet"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Read the routes with the channels."""
        return super().get_queryset(request).prefetch_related("routes")

    # The form

    def get_urls(self) -> list[URLPattern]:
        """Add the address of the test button."""
        view = self.admin_site.admin_view(require_POST(self.test_page))
        return [path("<path:object_id>/test/", view, name="alerts_channel_test"), *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Ask for the kind first, then for what it needs."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.GET.get("kind") not in KINDS:
            context = {**self.admin_site.each_context(request), "opts": self.opts, "kinds": Channel.Kind.choices}
            return TemplateResponse(request, "admin/alerts/choose_kind.html", {**context, "title": "Add channel"})
        return super().add_view(request, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Give the form of the kind; who may not change it gets none of its fields."""
        kind = self._kind(request, obj)
        if kind and self._edits(request, obj):
            kwargs["form"] = form_of(kind)
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Group the fields of the kind's form."""
        kind = self._kind(request, obj)
        if not kind or not self._edits(request, obj):
            return [(None, {"fields": ["name", "kind", "stands", "is_enabled", *WHEN]})]
        asked = [PREFIX + asked.name for asked in KINDS[kind].asks]
        return [
            (Channel.Kind(kind).label, {"fields": ["name", "is_enabled", *asked]}),
            ("When", {"fields": WHEN}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show what is worked out to those who may not change it."""
        return [] if self._edits(request, obj) and self._kind(request, obj) else ["kind", "stands"]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show how it stands and the button that tries it, beside the form."""
        row = self.get_object(request, object_id) if request.method == "GET" else None
        shown = {"may_test": request.user.has_perm("alerts.run_channel"), "channel": row, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, shown)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save settings as they are and secrets sealed."""
        if isinstance(form, ChannelForm):
            obj.org_id = request.org.pk  # type: ignore[attr-defined]
            obj.settings = {**obj.settings, **form.given(secret=False)}
            obj.keep_secrets(form.given(secret=True))
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: forms.ModelForm[Any], formset: Any, change: bool) -> None:
        """Save routes in the organisation that is open."""
        for added in formset.save(commit=False):
            added.org_id = request.org.pk  # type: ignore[attr-defined]
            added.save()
        for gone in formset.deleted_objects:
            gone.delete()
        formset.save_m2m()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Tell a new channel of everything from warning upwards, where nothing else was said."""
        super().save_related(request, form, formsets, change)
        if not change and not form.instance.routes.exists():
            Route.objects.create(org_id=form.instance.org_id, channel=form.instance)

    # The button

    def test_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Send a channel a test message and say how it went."""
        if not request.user.has_perm("alerts.run_channel"):
            raise PermissionDenied
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        try:
            test_channel(row, by=request.user.get_username())
            note_standing(row, Channel.Standing.WORKING, "")
            messages.success(request, f"{row} took a test message.")
        except SourceFailed as error:
            note_standing(row, Channel.Standing.BROKEN, str(error))
            messages.warning(request, f"{row} did not take a test message. {error}")
        name_open_change_set(row.org_id, f"Tested channel {row}")
        return redirect(reverse("admin:alerts_channel_change", args=[row.pk]))

    def _kind(self, request: HttpRequest, obj: Channel | None) -> str:
        kind = obj.kind if obj is not None else request.GET.get("kind", "")
        return kind if kind in KINDS else ""

    def _edits(self, request: HttpRequest, obj: Channel | None) -> bool:
        return self.has_add_permission(request) if obj is None else self.has_change_permission(request, obj)
