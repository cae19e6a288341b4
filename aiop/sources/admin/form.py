"""The form of a connection, made from what its system declares; secrets go in and never come out."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminPasswordWidget, UnfoldAdminTextInputWidget

from aiop.adminkit.forms import OrgForm
from aiop.sources.allowed import check_address
from aiop.sources.errors import FixConnection
from aiop.sources.models import Connection
from aiop.sources.systems import FormField, System
from aiop.sources.vault import CannotOpen

PREFIX = "given_"


class ConnectionForm(OrgForm):
    """A connection of one system; `system` and its fields are set on the class made by `form_of`."""

    system: System

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held = _held(self.instance)
        for field in self.system.fields:
            asked = self.fields[PREFIX + field.name]
            if field.secret:
                asked.required = field.required and field.name not in self._held
            else:
                asked.initial = self.instance.settings.get(field.name, field.default)
        if not self.instance.pk:
            self.initial.setdefault("base_url", self.system.base_url)
            self.initial.setdefault("auth_url", self.system.auth_url)

    def clean(self) -> dict[str, Any]:
        """Refuse addresses that may not be called, and texts that are not as the system writes them."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("base_url", "auth_url"):
            if url := cleaned.get(name):
                try:
                    check_address(url, self.system.permitted_hosts)
                except FixConnection as error:
                    self.add_error(name, str(error))
        for field in self.system.fields:
            text = cleaned.get(PREFIX + field.name) or ""
            if text and field.pattern and not re.fullmatch(field.pattern, text):
                self.add_error(PREFIX + field.name, field.help or "This is not as the system writes it.")
        return cleaned

    def _post_clean(self) -> None:
        # Two connections of one name are refused by name only when the system is known as well.
        self.instance.system = self.system.name
        super()._post_clean()

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"system"}

    def given(self, *, secret: bool) -> dict[str, str]:
        """Give what was filled in, settings or secrets; a secret left blank stays as it is."""
        chosen = [field for field in self.system.fields if field.secret is secret]
        texts = {field.name: self.cleaned_data.get(PREFIX + field.name) or "" for field in chosen}
        return {name: text for name, text in texts.items() if text or not secret}


def _held(connection: Connection) -> set[str]:
    try:
        return set(connection.secrets()) if connection.pk else set()
    except CannotOpen:
        return set()


def form_of(system: System) -> type[ConnectionForm]:
    """Give the form of a system's connections."""
    asked = {PREFIX + field.name: _asked(field) for field in system.fields}
    for name, label in (("base_url", "Address"), ("auth_url", "Address for log-in")):
        required = name == "base_url" or bool(system.auth_url)
        asked[name] = forms.URLField(
            label=label, required=required, assume_scheme="https", widget=UnfoldAdminTextInputWidget()
        )
    return type("SystemForm", (ConnectionForm,), {"system": system, **asked})


def _asked(field: FormField) -> forms.CharField:
    if field.secret:
        # Without render_value the widget shows nothing, not even what was just typed.
        hint = "Stored encrypted and never shown again. Leave blank to keep the present one."
        widget: forms.Widget = UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"})
        return forms.CharField(label=field.label, help_text=f"{field.help} {hint}".strip(), widget=widget, strip=True)
    return forms.CharField(
        label=field.label, required=field.required, help_text=field.help, widget=UnfoldAdminTextInputWidget()
    )
