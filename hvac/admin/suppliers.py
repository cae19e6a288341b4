"""Firms behind the names of suppliers, each with its spellings."""

from django.contrib import admin

from aiop.identity.admin.lookups import LookupAdmin, spellings
from hvac.models import Firm, FirmAlias
from hvac.seeds.keys import supplier_key


@admin.register(Firm)
class FirmAdmin(LookupAdmin[Firm]):
    """Firms that parts are bought from; names that mean one are merged in review."""

    list_display = ["name", "is_active"]
    fieldsets = [(None, {"fields": ["name", "is_active"]})]
    keys = {"key": ("name", supplier_key)}
    alias = FirmAlias
    inlines = [spellings(FirmAlias, supplier_key)]
