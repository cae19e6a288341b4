"""Connections: the list, the form of each system, and the button that tries one."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from aiop.audit.admin.recorded import RecordedAdmin
from aiop.audit.naming import name_open_change_set
from aiop.runs.asking import enqueue
from aiop.sources.admin.form import ConnectionForm, form_of
from aiop.sources.admin.sealed import PREFIX
from aiop.sources.models import Connection, Token
from aiop.sources.syncing import syncs_of
from aiop.sources.systems import System, all_systems, find
from aiop.sources.testing import test_connection


@admin.register(Connection)
class ConnectionAdmin(RecordedAdmin[Connection]):
    """Administrators make and change connections; everybody else sees that they are there and how they stand."""

    small = True
    order = "name"
    empty_words = "A connection tells where data is read from, and with which credentials."
    list_display = ["name", "system_label", "standing", "expiry", "checked_at", "is_enabled"]
    change_form_template = "sources/connection.html"

    # The list

    @admin.display(description="System")
    def system_label(self, row: Connection) -> str:
        """Name the system."""
        system = find(row.system)
        return system.label if system else row.system

    @admin.display(description="State")
    def standing(self, row: Connection) -> str:
        """Say how it stands, with the reason where it needs mending."""
        return f"{row.get_state_display()}: {row.state_reason}" if row.state_reason else row.get_state_display()

    @admin.display(description="Credentials")
    def expiry(self, row: Connection) -> str:
        """Say how long the credentials are good for."""
        return expiry_words(row.days_left(timezone.localdate(timezone=row.org.zone)))

    # The form

    def get_urls(self) -> list[URLPattern]:
        """Add the addresses of the buttons."""
        buttons = [("test", self.test_page), ("read", self.read_page)]
        own = [
            path(
                f"<path:object_id>/{name}/",
                self.admin_site.admin_view(require_POST(page)),
                name=f"sources_connection_{name}",
            )
            for name, page in buttons
        ]
        return [*own, *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Ask for the system first, then for what it needs."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if find(request.GET.get("system", "")) is None:
            context = {**self.admin_site.each_context(request), "opts": self.opts, "systems": all_systems()}
            return TemplateResponse(request, "sources/choose_system.html", {**context, "title": "Add connection"})
        return super().add_view(request, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Give the form of the system; who may not change it gets none of its fields."""
        system = self._system(request, obj)
        if system is not None and self._edits(request, obj):
            kwargs["form"] = form_of(system)
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Group the fields of the system's form; who may not change it sees name and state alone."""
        system = self._system(request, obj)
        if system is None or not self._edits(request, obj):
            return [(None, {"fields": ["name", "system_label", "standing", "expiry", "is_enabled"]})]
        plain = [PREFIX + field.name for field in system.fields if not field.secret]
        secret = [PREFIX + field.name for field in system.fields if field.secret]
        addresses = [name for name in ("base_url", "auth_url") if getattr(system, name)]
        return [
            (system.label, {"fields": ["name", "is_enabled"]}),
            ("How it is reached", {"fields": [*addresses, *plain]}),
            ("Credentials", {"fields": [*secret, "expires_on"]}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show what is worked out to those who may not change it."""
        return (
            [] if self._edits(request, obj) and self._system(request, obj) else ["system_label", "standing", "expiry"]
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show what it can read and the buttons that try it again and read it, beside the form."""
        may_test = request.user.has_perm("sources.run_connection")
        row = self.get_object(request, object_id) if request.method == "GET" else None
        syncs = syncs_of(row.system) if row is not None and row.is_enabled else []
        shown = {"may_test": may_test, "connection": row, "syncs": syncs, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, shown)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save settings as they are and secrets sealed; a token of other credentials is worth nothing any more.

        A refresh token that the source has rotated lives with the access token alone: only a new one takes its place.
        """
        given: dict[str, str] = {}
        if isinstance(form, ConnectionForm):
            obj.system = form.system.name
            obj.org_id = request.org.pk  # type: ignore[attr-defined]
            obj.settings = {**obj.settings, **form.given(secret=False)}
            if given := form.given(secret=True):
                obj.keep_secrets(given)
                obj.state, obj.state_reason = Connection.State.UNTESTED, ""
        super().save_model(request, obj, form, change)
        if change and form.changed_data:
            held = Token.objects.for_org(obj.org_id).filter(connection=obj)
            held.delete() if "refresh_token" in given else held.update(expires_at=timezone.now())

    # The buttons

    def test_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Try a connection and say in words what it can and cannot read."""
        row = self._pressed(request, object_id)
        abilities = test_connection(row)
        name_open_change_set(row.org_id, f"Tested connection {row}")
        can = [ability.what for ability in abilities if ability.can]
        cannot = [f"{a.what} ({a.why})" if a.why else a.what for a in abilities if not a.can]
        if can:
            messages.success(request, f"{row} can read: {', '.join(can)}.")
        if cannot:
            messages.warning(request, f"{row} cannot: {'; '.join(cannot)}.")
        return redirect(reverse("admin:sources_connection_change", args=[row.pk]))

    def read_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for one of the jobs that read the system, and go to its run."""
        row = self._pressed(request, object_id)
        sync = next((one for one in syncs_of(row.system) if one.name == request.POST.get("name")), None)
        if sync is None:
            raise Http404
        asked = enqueue(row.org_id, sync.job, by=request.user.get_username())
        messages.success(request, f"{sync.title} is asked for. This page says how far it is.")
        return redirect(reverse("admin:runs_run_change", args=[asked.pk]))

    def _pressed(self, request: HttpRequest, object_id: str) -> Connection:
        """Give the connection whose button was pressed by somebody who may."""
        if not request.user.has_perm("sources.run_connection"):
            raise PermissionDenied
        row: Connection | None = self.get_object(request, object_id)
        if row is None:
            raise Http404
        return row

    def _system(self, request: HttpRequest, obj: Connection | None) -> System | None:
        return find(obj.system if obj is not None else request.GET.get("system", ""))

    def _edits(self, request: HttpRequest, obj: Connection | None) -> bool:
        return self.has_add_permission(request) if obj is None else self.has_change_permission(request, obj)


def expiry_words(days: int | None) -> str:
    """Say how many days credentials are still good for."""
    if days is None:
        return "no end known"
    if days < 0:
        return f"expired {-days} day{'s' if days < -1 else ''} ago"
    return "expire today" if days == 0 else f"{days} day{'s' if days > 1 else ''} left"
