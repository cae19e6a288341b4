"""The bases of pages of rows that come through the door, and the tables of rows linked to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from aiop.adminkit import format as fmt
from aiop.adminkit.columns import show
from aiop.adminkit.table import link
from aiop.audit.admin.keyed import KeyedAdmin
from aiop.audit.admin.recorded import Related
from aiop.audit.models import Recorded
from aiop.files.admin import LoadedModelAdmin
from aiop.loading.models import Load

M = TypeVar("M", bound=Recorded)
# More than this many linked rows are read in their own list.
MOST = 50


class LoadedAdmin(KeyedAdmin[M]):
    """Rows that come through the door alone: people correct them and never add one by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: a row without a file or a step could not say where it came from."""
        return False


class FileRowAdmin(LoadedModelAdmin, LoadedAdmin[M]):  # type: ignore[misc]  # the library types defaults by what they hold
    """Rows with `source_load_id` and `source_line`: their file and line stand above them."""

    def origin(self, row: M) -> str:
        """Name the file and the line that the row was last loaded from."""
        number, line = (getattr(row, name) for name in ("source_load_id", "source_line"))
        load = Load.objects.for_org(row.org_id).filter(pk=number).first() if number else None
        if load is None:
            return super().origin(row)
        day = fmt.day(timezone.localdate(load.applied_at or load.uploaded_at))
        return f"Loaded from {load.file_name} line {line:,} on {day}"


def linked(title: str, rows: models.QuerySet[Any], names: Sequence[str]) -> Related:
    """Give rows of another model as a table of the columns `names`, the first leading to the row; one query."""
    meta = rows.model._meta
    fields = [meta.get_field(name) for name in names]
    heads = [str(field.verbose_name).capitalize() for field in fields]
    shown = [_cells(row, fields) for row in rows.order_by("-pk")[:MOST]]
    numbers = [position for position, field in enumerate(fields) if isinstance(field, models.DecimalField)]
    return Related(title, heads, shown, numbers)


def _cells(row: models.Model, fields: Iterable[Any]) -> list[Any]:
    zone = timezone.get_current_timezone()
    cells = []
    for field in fields:
        value = getattr(row, f"get_{field.name}_display")() if field.choices else getattr(row, field.attname)
        cells.append(show(value, field, zone))
    return [row_link(row, cells[0]), *cells[1:]]


def row_link(row: models.Model, text: Any) -> SafeString:
    """Give a link to the page of a row."""
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return link(reverse(name, args=[row.pk]), text)
