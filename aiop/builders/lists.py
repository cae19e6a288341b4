"""Lists of what is worked out: nobody edits them, every number of a dashboard leads to one, and what is listed leaves as a file."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from aiop.adminkit.lists import ReadOnlyAdmin, register_page
from aiop.builders.exporting import Sheet, stream
from aiop.builders.models import Result
from aiop.files.exports import record_export
from aiop.files.row_files import CONTENT_TYPES, XLSX_MOST

_SHEETS: tuple[Sheet, ...] = ("csv", "xlsx")


class ResultAdmin(ReadOnlyAdmin[Any]):
    """A list of results that whoever may export takes out as the filters leave it."""

    def get_urls(self) -> list[URLPattern]:
        """Add an address for each kind of file."""
        mine = [
            path(
                f"export/{sheet}/",
                self.admin_site.admin_view(partial(self._export, sheet=sheet)),
                name=self._address(sheet),
            )
            for sheet in _SHEETS
        ]
        return [*mine, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show the list, with the ways out for those who may export."""
        query = request.GET.urlencode()
        ways = [
            (sheet.upper(), f"{reverse(f'admin:{self._address(sheet)}')}{f'?{query}' if query else ''}")
            for sheet in _SHEETS
            if self._may_export(request)
        ]
        return super().changelist_view(request, {"ways_out": ways, **(extra_context or {})})

    def _address(self, sheet: Sheet) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{sheet}"

    def _may_export(self, request: HttpRequest) -> bool:
        allowed: bool = request.user.has_perm(f"{self.opts.app_label}.export_{self.opts.model_name}")
        return allowed

    def _export(self, request: HttpRequest, sheet: Sheet) -> HttpResponseBase:
        """Stream what the address asks for; the export is on record before the first byte leaves."""
        org: Any = getattr(request, "org", None)
        if org is None:
            raise Http404("No organisation is open.")
        if not self._may_export(request):
            raise PermissionDenied
        rows = self.get_changelist_instance(request).get_queryset(request).order_by(self.order)
        if sheet == "xlsx" and rows.order_by()[: XLSX_MOST + 1].count() > XLSX_MOST:
            messages.error(
                request, f"These are more than {XLSX_MOST:,} rows, the most that a sheet holds: filter, or take CSV."
            )
            return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))
        by, name = request.user.get_username(), self.opts.db_table
        log = record_export(org, name, {key: str(value) for key, value in request.GET.items()}, sheet, by=by)
        return StreamingHttpResponse(
            stream(rows, org, sheet, log, by=by),
            content_type=CONTENT_TYPES[sheet],
            headers={
                "Content-Disposition": f'attachment; filename="{name}-{timezone.localdate(timezone=org.zone)}.{sheet}"'
            },
        )


def register_list(model: type[Result], columns: str, *, order: str, filters: str = "", empty: str) -> None:
    """Register the list of a table of results: names of columns and filters in one text each, and what to say where there is none."""
    register_page(model, ResultAdmin, columns, filters=filters, order=order, empty_words=empty)
