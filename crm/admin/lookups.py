"""Sales persons, branches and lead sources, each with its spellings."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from unfold.admin import TabularInline

from aiop.audit.admin.recorded import RecordedAdmin
from crm.models import Branch, BranchAlias, LeadSource, LeadSourceAlias, SalesPerson, SalesPersonAlias


class SpellingInline(TabularInline):
    """Spellings that mean this thing; a spelling is the normalised form of what reports say."""

    fields = ["key"]
    extra = 0
    verbose_name = "spelling"
    verbose_name_plural = "spellings"


def spellings(alias: type[models.Model]) -> Any:
    """Give the inline of one kind of spelling."""
    return type(f"{alias.__name__}Inline", (SpellingInline,), {"model": alias})


@admin.register(SalesPerson)
class SalesPersonAdmin(RecordedAdmin[SalesPerson]):
    """People and queues that leads and jobs are owned by."""

    order = "name"
    small = True
    list_display = ["name", "is_active"]
    inlines = [spellings(SalesPersonAlias)]


@admin.register(Branch)
class BranchAdmin(RecordedAdmin[Branch]):
    """Branches of the company."""

    order = "name"
    small = True
    list_display = ["name", "city", "state_code", "country", "is_active", "is_test"]
    inlines = [spellings(BranchAlias)]


@admin.register(LeadSource)
class LeadSourceAdmin(RecordedAdmin[LeadSource]):
    """Where leads come from."""

    order = "name"
    small = True
    list_display = ["name", "category", "category_set_by_hand", "is_active"]
    list_filter = ["category"]
    inlines = [spellings(LeadSourceAlias)]
