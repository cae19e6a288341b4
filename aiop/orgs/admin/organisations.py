"""The organisation that is open: its name, zone and year."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from aiop.adminkit.forms import OrgForm
from aiop.adminkit.lists import FastAdmin
from aiop.orgs.apps_used import SETTING, choices, uses
from aiop.orgs.models import Org


class OrgUsesForm(OrgForm):
    """An organisation, with the apps that it uses as boxes to tick."""

    uses = forms.MultipleChoiceField(
        label="Apps in use",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Pages, tiles and checks of the others are not shown here.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = [label for label, _ in choices()]
        self.fields["uses"].choices = choices()  # type: ignore[attr-defined]
        self.fields["uses"].initial = [label for label in labels if uses(self.instance, label)]

    def clean(self) -> dict[str, Any]:
        """Write the ticked boxes into the settings, beside what stands there."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "uses" in self.changed_data and "settings" in cleaned:
            cleaned["settings"] = {**cleaned["settings"], SETTING: sorted(cleaned["uses"])}
        return cleaned


@admin.register(Org)
class OrgAdmin(FastAdmin[Org]):
    """One's own organisation; others, and new ones, are made on the command line by whoever runs the machine."""

    form = OrgUsesForm
    small = True
    order = "name"
    list_display = ["name", "time_zone", "data_start_date"]
    readonly_fields = ["slug"]
    fieldsets = [
        (None, {"fields": [("name", "slug"), "time_zone", ("fiscal_year_start_month", "data_start_date")]}),
        (None, {"fields": ["uses"]}),
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
