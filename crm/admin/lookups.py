"""Sales persons, branches and lead sources, each with its spellings."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from aiop.identity.admin.lookups import LookupAdmin, spellings
from aiop.values.branch_name import branch_key
from aiop.values.seller_name import seller_key
from aiop.values.source_name import source_key
from crm.models import Branch, BranchAlias, LeadSource, LeadSourceAlias, SalesPerson, SalesPersonAlias


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
