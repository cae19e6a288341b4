"""The base of pages of rows with normalised columns, which follow what people write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from django.http import HttpRequest

from aiop.adminkit.search import Normalise
from aiop.audit.admin.recorded import RecordedAdmin
from aiop.audit.models import Recorded

M = TypeVar("M", bound=Recorded)


class KeyedAdmin(RecordedAdmin[M]):
    """`keys` maps each normalised column to the column that it follows and to what normalises it."""

    keys: ClassVar[Mapping[str, tuple[str, Normalise]]] = {}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Bring the normalised columns up to date, then save."""
        for column, (source, normalise) in self.keys.items():
            if not change or source in form.changed_data:
                setattr(obj, column, normalise(getattr(obj, source) or ""))
        super().save_model(request, obj, form, change)
