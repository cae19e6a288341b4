"""Forms of rows that belong to an organisation: what must be unique there is checked before the database refuses it."""

from __future__ import annotations

from typing import Any

from django import forms


class OrgForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own is not subscriptable at run time
    """A form whose row gets its organisation before it is checked; `org` is set on the class made for a request."""

    org: Any = None

    def _post_clean(self) -> None:
        if self.org is not None and getattr(self.instance, "org_id", self.org.pk) is None:
            self.instance.org_id = self.org.pk
        super()._post_clean()  # type: ignore[misc]

    def _get_validation_exclusions(self) -> set[str]:
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        # Django leaves out each rule that names a column which the form does not show.
        return excluded - {"org"}
