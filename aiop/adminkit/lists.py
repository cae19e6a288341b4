"""The base of every list and form in the admin: fast at ten million rows, one organisation at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from django import forms
from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from unfold.admin import ModelAdmin, TabularInline
from unfold.widgets import UnfoldAdminTextInputWidget

from aiop.adminkit.changelist import CappedPaginator, FastChangeList
from aiop.adminkit.columns import Column, indexed_fields
from aiop.adminkit.filters import DayFilter, IndexedFilter
from aiop.adminkit.forms import OrgForm
from aiop.adminkit.saved_views import tabs_for
from aiop.adminkit.search import MOST, Normalise, find_ids

M = TypeVar("M", bound=models.Model)


class OneLineText:
    """Forms that ask for text on one line unless `long_text` names it, and store what is left blank as unknown."""

    long_text: ClassVar[Sequence[str]] = ()

    def formfield_for_dbfield(self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """Give the field that asks for a column."""
        if isinstance(db_field, models.TextField) and not db_field.choices and db_field.name not in self.long_text:
            kwargs.setdefault("widget", UnfoldAdminTextInputWidget())
        asked = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if db_field.null and isinstance(asked, forms.CharField):
            asked.empty_value = None
        return asked


class FastAdmin(OneLineText, ModelAdmin, Generic[M]):  # type: ignore[misc]  # Unfold types its defaults by what they hold
    """A list by key with estimated counts, static filters and exact search.

    `order` is an indexed column, `-` for descending. `search_exact` maps columns to what normalises the search text
    for them; `prefix:` before a column's name matches beginnings. `list_filter` names indexed columns. `small` tables
    (lookups, up to some thousand rows) are searched for any part of `name` as well.
    """

    order: ClassVar[str] = "-id"
    search_exact: ClassVar[Mapping[str, Normalise]] = {}
    small: ClassVar[bool] = False
    empty_words: ClassVar[str] = "Rows appear here as soon as a file that holds them is loaded."

    form: type[forms.ModelForm[Any]] = OrgForm
    change_list_template = "adminkit/change_list.html"
    list_per_page = 50
    list_fullwidth = True
    list_filter_sheet = False
    show_full_result_count = False
    paginator = CappedPaginator
    actions_on_top = True
    warn_unsaved_form = True
    compressed_fields = False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show the list with its saved views as tabs."""
        tabs = tabs_for(request, self.model._meta.label_lower)
        named = {"title": capfirst(self.opts.verbose_name_plural), **tabs, **(extra_context or {})}
        shown: TemplateResponse = super().changelist_view(request, named)
        return shown

    # Rows

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[M]:
        """Give the rows of the organisation that is open."""
        org = getattr(request, "org", None)
        manager: Any = self.model._default_manager
        rows: models.QuerySet[M] = manager.none() if org is None else manager.for_org(org)
        return rows

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """Name the searched columns, so that the search box and pick lists appear."""
        return [*self.search_exact, *(["name"] if self.small else [])]

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[M], search_term: str
    ) -> tuple[models.QuerySet[M], bool]:
        """Find rows by exact value, through indexes; part of a name only where the table is small."""
        term = search_term.strip().replace("\0", "")
        if not term:
            return queryset, False
        if self.small:
            return queryset.filter(name__icontains=term), False
        ids = find_ids(self.get_queryset(request), self.search_exact, term)
        request.__dict__["search_was_cut"] = len(ids) == MOST
        return queryset.filter(pk__in=ids), False

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """Order pick lists as the list is ordered."""
        return [self.order]

    def get_paginator(self, request: HttpRequest, queryset: models.QuerySet[M], *given: Any, **named: Any) -> Any:
        """Page a pick list in the order of the list: Django asks for its rows without any."""
        return super().get_paginator(request, queryset.order_by(self.order), *given, **named)

    # The list

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Page by key."""
        return FastChangeList

    def sortable_names(self) -> set[str]:
        """Name the columns that an index orders, or all of them where the table is small."""
        if self.small:
            return {field.name for field in self.model._meta.concrete_fields if not field.is_relation}
        links = {field.name for field in self.model._meta.concrete_fields if field.is_relation}
        return indexed_fields(self.model) - links

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Show fields as columns that format themselves, and methods as they are."""
        return [self._column(request, name) for name in super().get_list_display(request)]

    def _column(self, request: HttpRequest, name: Any) -> str | Column | Callable[..., Any]:
        if not isinstance(name, str) or hasattr(self, name):
            return name  # type: ignore[no-any-return]
        try:
            field = self.model._meta.get_field(name)
        except FieldDoesNotExist:
            return name
        org = request.org  # type: ignore[attr-defined]
        return Column(self.model, field.name, org.zone, field.name in self.sortable_names())

    def get_sortable_by(self, request: HttpRequest) -> list[Any]:
        """Make a header sortable only where an index carries the order."""
        return [column for column in self.get_list_display(request) if getattr(column, "admin_order_field", None)]

    def get_list_select_related(self, request: HttpRequest) -> list[str] | bool:
        """Join the rows that columns link to."""
        columns = [item for item in self.get_list_display(request) if isinstance(item, Column)]
        linked = [column.name for column in columns if column.field.is_relation]
        declared = self.list_select_related
        return [*linked, *(declared if isinstance(declared, list | tuple) else ())] or False

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """Filter days by range and everything else by value."""
        return [self._filter(item) for item in super().get_list_filter(request)]

    def _filter(self, item: Any) -> Any:
        if not isinstance(item, str):
            return item
        field = self.model._meta.get_field(item)
        return (item, DayFilter if isinstance(field, models.DateField) else IndexedFilter)

    # Forms

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Tell the form which organisation its row belongs to."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.org = getattr(request, "org", None)
        return form

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Pick linked rows by search, never from a list of all."""
        links = [field for field in self.model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
        return [field.name for field in links if self._is_searchable(request, field)]

    def _is_searchable(self, request: HttpRequest, field: models.ForeignKey[Any, Any]) -> bool:
        target = self.admin_site._registry.get(field.related_model)
        return target is not None and bool(target.get_search_fields(request))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save a row in the organisation that is open."""
        if not change:
            obj.org = request.org  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    # The record of changes says more than the admin's own log, and belongs to an organisation.

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Leave the log to the record of changes."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Leave the log to the record of changes."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Leave the log to the record of changes."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Refuse: a row's history is on its own page."""
        raise Http404


class OrgInline(OneLineText, TabularInline):  # type: ignore[misc]  # as above
    """Rows below a row, in the organisation that is open."""

    form = OrgForm
    extra = 0

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Give the rows of the organisation that is open."""
        manager: Any = self.model._default_manager
        rows: models.QuerySet[Any] = manager.for_org(request.org).order_by("pk")  # type: ignore[attr-defined]
        return rows

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Tell the forms which organisation their rows belong to."""
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.org = request.org  # type: ignore[attr-defined]
        return formset


class ReadOnlyAdmin(FastAdmin[M]):
    """Rows that jobs write and people only read."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False


def register_page(
    model: type[models.Model], base: type[FastAdmin[Any]], columns: str, *, filters: str = "", **named: Any
) -> None:
    """Register a page that is declared in a few words: columns and filters named in one text each, `named` what `base` asks for."""
    attributes = {
        "__doc__": model.__doc__,
        "__module__": base.__module__,
        "list_display": columns.split(),
        "list_filter": filters.split(),
        **named,
    }
    admin.site.register(model, type(f"{model.__name__}Admin", (base,), attributes))
