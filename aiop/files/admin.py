"""Import and Export where staff expect them: on the list of every model that a kind of file fills."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import CSV, JSON, XLSX
from import_export.forms import SelectableFieldsExportForm

from aiop.adminkit.lists import ReadOnlyAdmin
from aiop.files.exports import Export, record_export, rows_of, stream
from aiop.files.models import ExportLog
from aiop.files.pages.imports import begin, page_of
from aiop.files.reading.source import Refused
from aiop.files.resources import resource_for
from aiop.files.row_files import CONTENT_TYPES, XLSX_MOST, Format
from aiop.files.uploads import receive
from aiop.loading.dump import written_fields
from aiop.loading.kind import Kind, all_kinds, kinds_of

FORMATS: dict[type[Any], Format] = {CSV: "csv", XLSX: "xlsx", JSON: "json"}


class ColumnsForm(SelectableFieldsExportForm):
    """The library's form for an export, with columns called as in the file."""

    def _get_field_label(self, resource: Any, field_name: str) -> str:
        return str(resource.fields[field_name].column_name)


class LoadedModelAdmin(ImportExportMixin):
    """Mixin for the admin of a model with a kind: django-import-export's screens over the one door and streamed exports."""

    export_form_class = ColumnsForm
    export_template_name = "admin/files/export.html"
    model: Any
    opts: Any

    @property
    def kind(self) -> Kind:
        """The kind of file that fills this model."""
        return next(iter(kinds_of(self.model)))

    def get_resource_classes(self, request: HttpRequest) -> list[Any]:
        """Give the resource that the kind declares."""
        return [resource_for(self.kind)]

    def get_export_formats(self) -> list[Any]:
        """Offer what can be streamed."""
        return list(FORMATS)

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Let curators bring rows in."""
        return self._may(request, "import") and request.user.has_perm("loading.import_load")

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Let those take rows out who have the right to."""
        return self._may(request, "export")

    def _may(self, request: HttpRequest, act: str) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.{act}_{self.opts.model_name}")

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Lead to the page of imports with this kind chosen; a posted form's file goes through the same door."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        page = f"{reverse('files:imports')}?{urlencode({'kind': self.kind.name})}"
        uploaded = request.FILES.get("import_file")
        if request.method != "POST" or uploaded is None:
            return HttpResponseRedirect(page)
        by = request.user.get_username()
        try:
            loads = receive(request.org, uploaded, by)  # type: ignore[attr-defined]
        except Refused as refusal:
            messages.error(request, f"{uploaded.name}: {refusal.reason}")
            return HttpResponseRedirect(page)
        begin(loads, kind=self.kind.name, by=by)
        return HttpResponseRedirect(page_of(loads))

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Lead to the page of imports: rows are applied there, as previewed, never one by one."""
        return self.import_action(request, **kwargs)

    def _do_file_export(
        self, file_format: Any, request: HttpRequest, queryset: Any, export_form: Any = None
    ) -> HttpResponseBase:
        """Stream the rows of the list in a format; the export is on record before the first byte leaves."""
        chosen = FORMATS[type(file_format)]
        most = XLSX_MOST + 1
        if chosen == "xlsx" and queryset.order_by()[:most].count() == most:
            raise ValueError(
                f"These are more than {XLSX_MOST:,} rows, the most that a sheet holds: filter the list, or choose CSV."
            )
        ids, params = rows_of(queryset) if request.GET else ("", ())
        by, org = request.user.get_username(), request.org  # type: ignore[attr-defined]
        export = Export(self.kind, org, self._chosen_fields(export_form), ids, params)
        log = record_export(org, self.kind.name, request.GET.dict(), chosen, by=by)
        name = f"{self.kind.name}-{timezone.localdate(timezone=org.zone)}.{chosen}"
        return StreamingHttpResponse(
            stream(export, chosen, log, by=by),
            content_type=CONTENT_TYPES[chosen],
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def _chosen_fields(self, form: Any) -> list[Any]:
        fields = written_fields(self.kind)
        if form is None:
            return fields
        chosen = set(form.get_selected_resource_export_fields())
        return [field for field in fields if field.column in chosen]


@admin.register(ExportLog)
class ExportLogAdmin(ReadOnlyAdmin[ExportLog]):
    """Who took which rows out, newest first."""

    order = "-id"
    list_display = ["what", "rows", "kept_to", "written_as", "actor", "at"]
    empty_words = "Every export is listed here with the name of who asked for it."
    fields = ["what", "rows", "kept_to", "written_as", "actor", "at"]
    readonly_fields = ["what", "kept_to", "written_as"]

    @admin.display(description="What went out")
    def what(self, log: ExportLog) -> str:
        """Give the kind of rows by its title."""
        return next((kind.title for kind in all_kinds() if kind.name == log.kind), log.kind)

    @admin.display(description="Filters")
    def kept_to(self, log: ExportLog) -> str:
        """Give the filters of the list that was exported."""
        return ", ".join(f"{name} {value}" for name, value in log.filters.items()) or "all rows"

    @admin.display(description="Format")
    def written_as(self, log: ExportLog) -> str:
        """Give the format."""
        return log.format.upper()
