"""Lists of reporting units and of decisions; decisions are made on pages of their own and only read and exported here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from aiop.adminkit.lists import ReadOnlyAdmin
from aiop.adminkit.search import text
from aiop.audit.admin.recorded import RecordedAdmin
from aiop.files.admin import LoadedModelAdmin
from servicetitan.admin.records import source_number
from servicetitan.models import JobTypeList, JobTypeListMember, ReportingUnit, UnitMapping


@admin.register(ReportingUnit)
class ReportingUnitAdmin(LoadedModelAdmin, RecordedAdmin[ReportingUnit]):  # type: ignore[misc]  # the library's defaults
    """Units as figures are reported; labels may change, keys stay."""

    order = "position"
    list_display = ["label", "role", "region_key", "region_label", "position"]
    list_filter = ["role", "region_key"]
    search_exact = {"label": text, "key": text}
    search_help_text = "Label or key"
    empty_words = "Load the starting decisions, or add the units that figures are reported by."

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Keep the key of a unit that figures and files refer to."""
        return ["key"] if obj is not None else []


@admin.register(JobTypeList)
class JobTypeListAdmin(LoadedModelAdmin, RecordedAdmin[JobTypeList]):  # type: ignore[misc]  # the library's defaults
    """Lists of job types: what each is for; who stands on one is edited on its page."""

    order = "label"
    list_display = ["label", "key", "purpose", "hint"]
    search_exact = {"label": text, "key": text}
    search_help_text = "Label or key"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Keep the key of a list that figures refer to."""
        return ["key"] if obj is not None else []


class DecisionAdmin(LoadedModelAdmin, ReadOnlyAdmin[Any]):  # type: ignore[misc]  # the library's defaults
    """Decisions are made where what they move is shown."""

    order = "-valid_from"
    list_filter = ["valid_from"]


@admin.register(UnitMapping)
class UnitMappingAdmin(DecisionAdmin):
    """Every placement of a unit, with who and why."""

    list_display = ["unit_name", "role", "reporting_unit", "valid_from", "valid_until", "decided_by", "reason"]
    list_filter = ["role", "valid_from"]
    search_exact = {"unit_source_id": source_number}
    search_help_text = "Business unit's ID"


@admin.register(JobTypeListMember)
class JobTypeListMemberAdmin(DecisionAdmin):
    """Every job type on a list, with who and why."""

    list_display = ["spelling", "list_key", "valid_from", "valid_until", "decided_by", "reason"]
    search_exact = {"job_type_source_id": source_number}
    search_help_text = "Job type's ID"
