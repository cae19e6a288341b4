"""Sales persons, branches and lead sources, each with its spellings."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from aiop.adminkit.forms import OrgForm
from aiop.adminkit.lists import OrgInline
from aiop.adminkit.search import Normalise
from aiop.audit.admin.keyed import KeyedAdmin
from aiop.identity.admin.mergeable import MergeableAdmin
from aiop.values.branch_name import branch_key
from aiop.values.seller_name import seller_key
from aiop.values.source_name import source_key
from crm.models import Branch, BranchAlias, LeadSource, LeadSourceAlias, SalesPerson, SalesPersonAlias
from crm.models.lookups import Lookup

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


@admin.register(SalesPerson)
class SalesPersonAdmin(LookupAdmin[SalesPerson]):
    """People and queues that leads and jobs are owned by."""

    list_display = ["name", "is_active"]
    fieldsets = [(None, {"fields": ["name", "is_active"]})]
    keys = {"key": ("name", seller_key)}
    alias = SalesPersonAlias
    inlines = [spellings(SalesPersonAlias, seller_key)]


@admin.register(Branch)
class BranchAdmin(LookupAdmin[Branch]):
    """Branches of the company."""

    list_display = ["name", "city", "state_code", "country", "is_active", "is_test"]
    fieldsets = [(None, {"fields": ["name", ("city", "state_code", "country"), ("is_active", "is_test")]})]
    keys = {"key": ("name", branch_key)}
    alias = BranchAlias
    inlines = [spellings(BranchAlias, branch_key)]


@admin.register(LeadSource)
class LeadSourceAdmin(LookupAdmin[LeadSource]):
    """Where leads come from."""

    list_display = ["name", "category", "category_set_by_hand", "is_active"]
    list_filter = ["category"]
    readonly_fields = ["category_set_by_hand"]
    fieldsets = [(None, {"fields": ["name", ("category", "category_set_by_hand"), "is_active"]})]
    keys = {"key": ("name", source_key)}
    alias = LeadSourceAlias
    inlines = [spellings(LeadSourceAlias, source_key)]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Remember that a person chose the category, so that no step chooses it anew."""
        if "category" in form.changed_data:
            obj.category_set_by_hand = True
        super().save_model(request, obj, form, change)
