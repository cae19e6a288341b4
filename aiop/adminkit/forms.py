"""Forms of rows that belong to an organisation: what must be unique there is checked before the database refuses it."""

from __future__ import annotations

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget


class KeptLines(UnfoldAdminTextareaWidget):
    """Asks for text of several lines, and takes what a browser sends of unchanged text for the stored one.

    Browsers send every line end as CR LF, and drop line ends from a field of one line: a form that nobody changed would change
    what its row says.
    """

    def __init__(self, stored: str) -> None:
        super().__init__()
        self.stored = stored

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Give the text with plain line ends, or as it is stored."""
        sent = super().value_from_datadict(data, files, name)
        if not isinstance(sent, str):
            return sent
        return self.stored if _plain(sent) == _plain(self.stored) else _plain(sent)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


class OrgForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own is not subscriptable at run time
    """A form whose row gets its organisation before it is checked; `org` is set on the class made for a request."""

    org: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            stored = self.get_initial_for_field(field, name) if isinstance(field, forms.CharField) else None
            stored = stored if isinstance(stored, str) else ""
            # Widgets of other forms, such as those of secrets, stay what they are.
            if type(field.widget) is UnfoldAdminTextareaWidget or (
                type(field.widget) is UnfoldAdminTextInputWidget and len(stored.splitlines()) > 1
            ):
                field.widget = KeptLines(stored)

    def _post_clean(self) -> None:
        if self.org is not None and getattr(self.instance, "org_id", self.org.pk) is None:
            self.instance.org_id = self.org.pk
        super()._post_clean()  # type: ignore[misc]

    def _get_validation_exclusions(self) -> set[str]:
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        # Django leaves out each rule that names a column which the form does not show.
        return excluded - {"org"}
