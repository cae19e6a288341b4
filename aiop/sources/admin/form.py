"""The form of a connection, made from what its system declares."""

from __future__ import annotations

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminTextInputWidget

from aiop.sources.admin.sealed import SealedForm, fields_for
from aiop.sources.allowed import check_address
from aiop.sources.errors import FixConnection
from aiop.sources.systems import System


class ConnectionForm(SealedForm):
    """A connection of one system; `system` and its fields are set on the class made by `form_of`."""

    system: System

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial.setdefault("base_url", self.system.base_url)
            self.initial.setdefault("auth_url", self.system.auth_url)

    def clean(self) -> dict[str, Any]:
        """Refuse addresses that may not be called, and texts that are not as the system writes them."""
        cleaned = super().clean()
        for name in ("base_url", "auth_url"):
            if url := cleaned.get(name):
                try:
                    check_address(url, self.system.permitted_hosts)
                except FixConnection as error:
                    self.add_error(name, str(error))
        return cleaned

    def _post_clean(self) -> None:
        # Two connections of one name are refused by name only when the system is known as well.
        self.instance.system = self.system.name
        super()._post_clean()

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"system"}


def form_of(system: System) -> type[ConnectionForm]:
    """Give the form of a system's connections."""
    asked: dict[str, Any] = fields_for(system.fields)
    for name, label in (("base_url", "Address"), ("auth_url", "Address for log-in")):
        # A system without addresses, such as a database, names its server among its fields.
        asked[name] = forms.URLField(
            label=label,
            required=bool(getattr(system, name)),
            assume_scheme="https",
            widget=UnfoldAdminTextInputWidget(),
        )
    return type("SystemForm", (ConnectionForm,), {"system": system, "asks": system.fields, **asked})
