"""Forms that ask for settings and secrets as a declaration lists them; secrets go in and never come out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminPasswordWidget, UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from aiop.adminkit.forms import OrgForm
from aiop.sources.systems import FormField
from aiop.sources.vault import CannotOpen, HoldsSecrets

PREFIX = "given_"


class SealedForm(OrgForm):
    """A form of a row that holds secrets; `asks` and the fields for it are set on a class made with `fields_for`."""

    asks: Sequence[FormField]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = _held(self.instance)
        for field in self.asks:
            asked = self.fields[PREFIX + field.name]
            if field.secret:
                asked.required = field.required and field.name not in held
            else:
                asked.initial = self.instance.settings.get(field.name, field.default)

    def clean(self) -> dict[str, Any]:
        """Refuse texts that are not written as they must be."""
        cleaned: dict[str, Any] = super().clean() or {}
        for field in self.asks:
            text = cleaned.get(PREFIX + field.name) or ""
            if text and field.pattern and not re.fullmatch(field.pattern, text):
                self.add_error(PREFIX + field.name, field.help or "This is not as it must be written.")
        return cleaned

    def given(self, *, secret: bool) -> dict[str, str]:
        """Give what was filled in, settings or secrets; a secret left blank stays as it is."""
        chosen = [field for field in self.asks if field.secret is secret]
        texts = {field.name: self.cleaned_data.get(PREFIX + field.name) or "" for field in chosen}
        return {name: text for name, text in texts.items() if text or not secret}


def fields_for(asks: Iterable[FormField]) -> dict[str, forms.Field]:
    """Give the form fields that ask for these, by name."""
    return {PREFIX + field.name: _asked(field) for field in asks}


def _held(row: HoldsSecrets) -> set[str]:
    try:
        return set(row.secrets())
    except CannotOpen:
        return set()


def _asked(field: FormField) -> forms.Field:
    if field.secret:
        # Without render_value the widget shows nothing, not even what was just typed.
        hint = "Stored encrypted and never shown again. Leave blank to keep the present one."
        widget: forms.Widget = UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"})
        return forms.CharField(label=field.label, help_text=f"{field.help} {hint}".strip(), widget=widget, strip=True)
    named: dict[str, Any] = {"label": field.label, "required": field.required, "help_text": field.help}
    if field.options:
        return forms.ChoiceField(choices=field.options, widget=UnfoldAdminSelectWidget(), **named)
    return forms.CharField(widget=UnfoldAdminTextInputWidget(), **named)
