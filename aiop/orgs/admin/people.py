"""People of the open organisation: who they are, what they may do, a new password."""

from __future__ import annotations

from typing import Any

from axes.utils import reset
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminPasswordWidget, UnfoldAdminTextInputWidget

from aiop.adminkit.lists import FastAdmin
from aiop.orgs.models import Membership, User


class MemberForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own is not subscriptable at run time
    """A person and a role in one form: an account is made when the log-in is new."""

    username = forms.CharField(label="Log-in", max_length=150, widget=UnfoldAdminTextInputWidget())
    full_name = forms.CharField(label="Name", max_length=200, required=False, widget=UnfoldAdminTextInputWidget())
    password = forms.CharField(
        label="New password",
        required=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters. Leave blank to keep the present one. Setting one also lifts a lock.",
    )
    is_active = forms.BooleanField(label="May log in", required=False, initial=True)

    class Meta:
        model = Membership
        fields = ("role",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            user = self.instance.user
            self.initial.update(username=user.username, full_name=user.get_full_name(), is_active=user.is_active)
            self.fields["username"].disabled = True
            if user.memberships.exclude(pk=self.instance.pk).exists() or user.is_superuser:
                # Their account is shared with other organisations: only the role here is this administrator's to set.
                for name in ("full_name", "password", "is_active"):
                    self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        """Refuse a weak password, a second membership, and an account that another organisation owns."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.instance.pk and User.objects.filter(username=cleaned.get("username")).exists():
            self.add_error("username", "This log-in is taken. Ask whoever runs the machine to add that person here.")
        if cleaned.get("password"):
            try:
                validate_password(cleaned["password"])
            except ValidationError as error:
                self.add_error("password", error)
        elif not self.instance.pk:
            self.add_error("password", "A new account needs a password.")
        return cleaned


@admin.register(Membership)
class MembershipAdmin(FastAdmin[Membership]):
    """Who works in this organisation, and as what."""

    form = MemberForm
    small = True
    order = "id"
    list_display = ["person", "name", "role", "last_login", "may_log_in"]
    list_filter = ["role"]
    list_select_related = ("user", "org")
    fieldsets = [(None, {"fields": ["username", "full_name", "role", "password", "is_active"]})]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Membership]:
        """Give the memberships of the organisation that is open."""
        org = getattr(request, "org", None)
        rows = Membership.objects.filter(org=org) if org is not None else Membership.objects.none()
        return rows.select_related("user", "org")

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Membership], search_term: str
    ) -> tuple[models.QuerySet[Membership], bool]:
        """Find people by any part of their log-in or name."""
        term = search_term.strip().replace("\0", "")
        parts = models.Q(user__username__icontains=term) | models.Q(user__first_name__icontains=term)
        return queryset.filter(parts | models.Q(user__last_name__icontains=term)), False

    @admin.display(description="Log-in")
    def person(self, row: Membership) -> str:
        """Give the log-in."""
        return row.user.get_username()

    @admin.display(description="Name")
    def name(self, row: Membership) -> str:
        """Give the full name."""
        return row.user.get_full_name()

    @admin.display(description="Last log-in")
    def last_login(self, row: Membership) -> Any:
        """Say when they last logged in."""
        from aiop.adminkit.templatetags.adminkit import moment

        return moment(row.user.last_login, row.org.zone)

    @admin.display(description="May log in", boolean=True)
    def may_log_in(self, row: Membership) -> bool:
        """Tell whether the account is switched on."""
        return row.user.is_active

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the account and the role together."""
        given = form.cleaned_data
        user = obj.user if change else User(username=given["username"], is_staff=True)
        if not form.fields["password"].disabled:
            user.first_name, _, user.last_name = given["full_name"].partition(" ")
            user.is_active = given["is_active"]
            if given["password"]:
                user.set_password(given["password"])
                reset(username=user.username)
            user.save()
        obj.user = user
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        """Let administrators remove anyone but themselves, so that nobody locks the organisation."""
        if obj is not None and obj.user_id == request.user.pk:
            return False
        return super().has_delete_permission(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Membership]) -> None:
        """Remove the ticked people, oneself never."""
        queryset.exclude(user=request.user).delete()  # type: ignore[misc]
        if queryset.exists():
            messages.warning(request, "You stay: someone else has to remove you.")
