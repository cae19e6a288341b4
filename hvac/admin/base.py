"""Pages of tables that files fill, declared in a few words each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from django.http import HttpRequest

from aiop.adminkit.lists import register_page
from aiop.adminkit.search import Normalise
from aiop.audit.admin.recorded import Related
from aiop.files.row_admin import FileRowAdmin, linked
from hvac.models.base import FileRow
from hvac.seeds.columns import Keys

M = TypeVar("M", bound=FileRow)


@dataclass(frozen=True)
class Below:
    """Rows of another table that stand below a row: those whose link `by` leads to it, as a table of `columns`."""

    title: str
    model: type[FileRow]
    by: str
    columns: str


class TableAdmin(FileRowAdmin[M]):
    """A table of the company's files: what follows from a correction follows."""

    below: ClassVar[Sequence[Below]] = ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Bring the numbers of linked rows up to date, then save."""
        for field in obj._meta.concrete_fields:
            if field.name in form.changed_data and hasattr(obj, f"{field.name}_ref"):
                row = getattr(obj, field.name)
                setattr(obj, f"{field.name}_ref", None if row is None else row.number)
        super().save_model(request, obj, form, change)

    def related(self, row: M) -> Sequence[Related]:
        """Give the rows that refer to this one, the newest of each table; one query a table."""
        return [
            linked(
                below.title, below.model.objects.for_org(row.org_id).filter(**{below.by: row}), below.columns.split()
            )
            for below in self.below
        ]


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
    register_page(
        model, TableAdmin, columns, filters=filters, order=order, search_exact={"number": file_number, **(search or {})},
        search_help_text=search_words, keys=keys or {}, below=below, long_text=long_text.split(),
    )  # fmt: skip
