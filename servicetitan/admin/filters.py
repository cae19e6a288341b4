"""Filters and columns of ids: what people choose and read is the name of what has the id."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import OuterRef, Subquery, Value

from aiop.adminkit import hover
from aiop.adminkit.filters import IndexedFilter
from aiop.adminkit.lookup_choices import MOST, NONE
from servicetitan.models import BusinessUnit, JobType


def named_filter(target: type[models.Model]) -> type[IndexedFilter]:
    """Give the filter of a column of ids whose choices are the names of a small table's records."""

    class NamedFilter(IndexedFilter):
        """Choices are records by name."""

        def __init__(
            self, field: Any, request: Any, params: Any, model: Any, model_admin: Any, field_path: str
        ) -> None:
            self.parameter = field.name
            admin.FieldListFilter.__init__(self, field, request, params, model, model_admin, field_path)
            self.options = [*_names(request)[target._meta.label], (NONE, "None")]
            values: Any = self.used_parameters.get(self.parameter)
            self.value: str | None = values[-1] if values else None
            self.title = str(field.verbose_name).removesuffix(" ID")

    return NamedFilter


def _names(request: Any) -> dict[str, list[tuple[int, str]]]:
    """Give the records of both small tables by name: one query a page."""
    found: dict[str, list[tuple[int, str]]] | None = request.__dict__.get("_st_names")
    if found is None:
        parts = [
            model.objects.for_org(request.org)
            .annotate(of=Value(model._meta.label))
            .values_list("of", "source_id", "name")
            for model in (BusinessUnit, JobType)
        ]
        found = {model._meta.label: [] for model in (BusinessUnit, JobType)}
        for label, number, name in parts[0].union(parts[1], all=True).order_by("name")[: 2 * MOST]:
            found[label].append((number, name or str(number)))
        request.__dict__["_st_names"] = found
    return found


UNIT_FILTER: Any = ("business_unit_source_id", named_filter(BusinessUnit))
TYPE_FILTER: Any = ("job_type_source_id", named_filter(JobType))


def name_of(target: type[models.Model], column: str) -> Subquery:
    """Give the name of the record whose id stands in a column."""
    manager: Any = target._default_manager
    return Subquery(manager.filter(org_id=OuterRef("org_id"), source_id=OuterRef(column)).values("name")[:1])


def plain(name: str, title: str) -> Callable[[Any], Any]:
    """Give a column of a number that is a name: no separators."""

    @admin.display(description=title, ordering=name)
    def shown(row: Any) -> Any:
        value = getattr(row, name)
        return hover.unknown() if value is None else str(value)

    shown.__name__ = f"plain_{name}"
    return shown
