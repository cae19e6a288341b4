"""Pages of tables that files fill, declared in a few words each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from aiop.adminkit import format as fmt
from aiop.adminkit.columns import show
from aiop.adminkit.search import Normalise
from aiop.adminkit.table import link
from aiop.audit.admin.recorded import RecordedAdmin, Related
from aiop.files.admin import LoadedModelAdmin
from aiop.loading.models import Load
from hvac.models.base import FileRow
from hvac.seeds.columns import Keys

M = TypeVar("M", bound=FileRow)
# More than this many linked rows are read in their own list.
MOST = 50


@dataclass(frozen=True)
class Below:
    """Rows of another table that stand below a row: those whose link `by` leads to it, as a table of `columns`."""

    title: str
    model: type[FileRow]
    by: str
    columns: str


class FileRowAdmin(LoadedModelAdmin, RecordedAdmin[M]):  # type: ignore[misc]  # the library types defaults by what they hold
    """Rows that come through the door alone: people correct them, and what follows from a correction follows."""

    keys: ClassVar[Keys] = {}
    below: ClassVar[Sequence[Below]] = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: a row without a file could not say where it came from."""
        return False

    def origin(self, row: M) -> str:
        """Name the file and the line that the row was last loaded from."""
        load = Load.objects.for_org(row.org_id).filter(pk=row.source_load_id).first() if row.source_load_id else None
        if load is None:
            return super().origin(row)
        day = fmt.day(timezone.localdate(load.applied_at or load.uploaded_at))
        return f"Loaded from {load.file_name} line {row.source_line:,} on {day}"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Bring keys and the numbers of linked rows up to date, then save."""
        for column, (source, normalise) in self.keys.items():
            setattr(obj, column, normalise(getattr(obj, source) or ""))
        for field in obj._meta.concrete_fields:
            if field.name in form.changed_data and hasattr(obj, f"{field.name}_ref"):
                row = getattr(obj, field.name)
                setattr(obj, f"{field.name}_ref", None if row is None else row.number)
        super().save_model(request, obj, form, change)

    def related(self, row: M) -> Sequence[Related]:
        """Give the rows that refer to this one, the newest of each table; one query a table."""
        return [_table(row, below) for below in self.below]


def _table(row: FileRow, below: Below) -> Related:
    fields: list[Any] = [below.model._meta.get_field(name) for name in below.columns.split()]
    rows = below.model.objects.for_org(row.org_id).filter(**{below.by: row}).order_by("-pk")[:MOST]
    zone = timezone.get_current_timezone()
    name = f"admin:{below.model._meta.app_label}_{below.model._meta.model_name}_change"
    shown = []
    for found in rows:
        cells = [show(getattr(found, field.attname), field, zone) for field in fields]
        shown.append([link(reverse(name, args=[found.pk]), cells[0]), *cells[1:]])
    numbers = [at for at, field in enumerate(fields) if isinstance(field, models.DecimalField)]
    return Related(below.title, [str(field.verbose_name).capitalize() for field in fields], shown, numbers)


def file_number(term: str) -> str | None:
    """Give the number that a search asks for, None where it is no number of a row."""
    digits = term.strip().lstrip("#")
    return digits if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def page(
    model: type[FileRow],
    columns: str,
    *,
    order: str,
    filters: str = "",
    search: Mapping[str, Normalise] | None = None,
    search_words: str = "Number",
    keys: Keys | None = None,
    below: Sequence[Below] = (),
    long_text: str = "",
) -> None:
    """Register the list and form of a table: names of columns and filters in one text each, search beside the number."""
    attributes = {
        "__doc__": model.__doc__,
        "__module__": __name__,
        "order": order,
        "list_display": columns.split(),
        "list_filter": filters.split(),
        "search_exact": {"number": file_number, **(search or {})},
        "search_help_text": search_words,
        "keys": keys or {},
        "below": below,
        "long_text": long_text.split(),
    }
    admin.site.register(model, type(f"{model.__name__}Admin", (FileRowAdmin,), attributes))
