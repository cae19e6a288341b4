"""The pages of things that files name in words, each with its spellings below it."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from django.db import models
from django.http import HttpRequest

from aiop.adminkit.forms import OrgForm
from aiop.adminkit.lists import OrgInline
from aiop.adminkit.search import Normalise
from aiop.audit.admin.keyed import KeyedAdmin
from aiop.identity.admin.mergeable import MergeableAdmin
from aiop.identity.models import Lookup

M = TypeVar("M", bound=Lookup)


def spellings(alias: type[models.Model], normalise: Normalise) -> Any:
    """Give the rows of spellings below a lookup; what people write is normalised as loaded text is."""

    class SpellingForm(OrgForm):
        def clean_key(self) -> str:
            return normalise(self.cleaned_data["key"]) or self.cleaned_data["key"]

    class SpellingInline(OrgInline):
        model = alias
        form = SpellingForm
        fields: ClassVar[Any] = ["key"]
        verbose_name = "spelling"
        verbose_name_plural = "spellings: rows that carry one belong here, from the next linking on"

        def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
            return super().formfield_for_dbfield(db_field, request, label="Spelling", **kwargs)

    return SpellingInline


class LookupAdmin(MergeableAdmin[M], KeyedAdmin[M]):  # type: ignore[misc]  # the library types defaults by what they hold
    """A thing that reports name in words; it is switched off rather than deleted, since rows point to it."""

    order = "name"
    small = True
    empty_words = "They are made from the names in loaded files."
    alias: ClassVar[Any]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: only undo takes a lookup away, which asks first who points to it."""
        return False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Make the name itself a spelling, unless it already means something."""
        super().save_related(request, form, formsets, change)
        row: Any = form.instance
        if row.key and not self.alias.objects.for_org(row.org_id).filter(key=row.key).exists():
            self.alias.objects.create(org_id=row.org_id, key=row.key, target=row)
