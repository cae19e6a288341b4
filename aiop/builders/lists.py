"""Lists of what is worked out: nobody edits them, and every number of a dashboard leads to one."""

from __future__ import annotations

from django.contrib import admin

from aiop.adminkit.lists import ReadOnlyAdmin
from aiop.builders.models import Result


def register_list(model: type[Result], columns: str, *, order: str, filters: str = "", empty: str) -> None:
    """Register the list of a table of results: names of columns and filters in one text each, and what to say where there is none."""
    attributes = {
        "__doc__": model.__doc__,
        "__module__": __name__,
        "order": order,
        "list_display": columns.split(),
        "list_filter": filters.split(),
        "empty_words": empty,
    }
    admin.site.register(model, type(f"{model.__name__}Admin", (ReadOnlyAdmin,), attributes))
