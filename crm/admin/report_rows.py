"""The base of pages of rows that came in with a report's file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.http import HttpRequest

from aiop.files.row_admin import FileRowAdmin
from crm.models.base import ReportRow

M = TypeVar("M", bound=ReportRow)


class ReportRowAdmin(FileRowAdmin[M]):
    """A row of a report: what it is known by is not edited once it is stored."""

    known_by: Sequence[str] = ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Keep what a row is known by from being edited."""
        return [*super().get_readonly_fields(request, obj), *(self.known_by if obj is not None else ())]
