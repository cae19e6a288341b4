"""The organisation that is open: its name, zone and year."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from aiop.adminkit.lists import FastAdmin
from aiop.orgs.models import Org


@admin.register(Org)
class OrgAdmin(FastAdmin[Org]):
    """One's own organisation; others, and new ones, are made on the command line by whoever runs the machine."""

    small = True
    order = "name"
    list_display = ["name", "time_zone", "data_start_date"]
    readonly_fields = ["slug"]
    fieldsets = [
        (None, {"fields": [("name", "slug"), "time_zone", ("fiscal_year_start_month", "data_start_date")]}),
        ("Settings", {"fields": ["settings"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Org]:
        """Give the organisation that is open."""
        org = getattr(request, "org", None)
        return Org.objects.filter(pk=org.pk) if org is not None else Org.objects.none()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Go to the only row there is."""
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        org: Any = request.org  # type: ignore[attr-defined]
        return HttpResponseRedirect(reverse("admin:orgs_org_change", args=[org.pk]))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: an organisation's rows outlive a slip of the hand."""
        return False

    def response_change(self, request: HttpRequest, obj: Org) -> HttpResponse:
        """Stay on the page."""
        super().response_change(request, obj)
        return HttpResponseRedirect(request.path)
