"""Filters whose choices cost nothing: lookups, values walked along an index, ranges of days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote_plus

from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from aiop.adminkit import format as fmt
from aiop.adminkit.days import Range, read_range, suggested_ranges
from aiop.adminkit.lookup_choices import NONE, choices_of

Choice = dict[str, Any]


class IndexedFilter(admin.FieldListFilter):
    """A value of an indexed column: choices are a model's own, a lookup's rows, or what the index holds."""

    template = "adminkit/filter.html"

    def __init__(
        self,
        field: models.Field[Any, Any],
        request: HttpRequest,
        params: dict[str, Any],
        model: type[models.Model],
        model_admin: admin.ModelAdmin[Any],
        field_path: str,
    ) -> None:
        self.parameter = field.name
        super().__init__(field, request, params, model, model_admin, field_path)
        self.options = choices_of(request, model_admin, field)
        values: Any = self.used_parameters.get(self.parameter)
        self.value: str | None = values[-1] if values else None
        self.title = str(field.verbose_name)

    def expected_parameters(self) -> list[Any]:
        """Name the parameters of the address that this filter reads."""
        return [self.parameter]

    def has_output(self) -> bool:
        """Show the filter even where there is nothing to choose, so that it stays in its place."""
        return True

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Keep the rows with the chosen value."""
        if self.value is None:
            return queryset
        if self.value == NONE:
            return queryset.filter(**{f"{self.parameter}__isnull": True})
        try:
            return queryset.filter(**{self.parameter: self.value})
        except (ValueError, ValidationError):
            return queryset.none()

    def choices(self, changelist: ChangeList) -> Iterator[Choice]:  # type: ignore[override]
        """Give one link a choice, and one for all."""
        every = changelist.get_query_string({self.parameter: None})
        yield {"selected": self.value is None, "query_string": every, "display": "All"}
        # Worked out once, not once a choice: lookups have hundreds.
        kept = every if every == "?" else f"{every}&"
        for value, label in self.options:
            query = f"{kept}{self.parameter}={quote_plus(str(value))}"
            yield {"selected": self.value == str(value), "query_string": query, "display": label}


class DayFilter(admin.FieldListFilter):
    """Days from and to, both included, as days of the organisation."""

    template = "adminkit/filter_days.html"

    def __init__(
        self,
        field: models.Field[Any, Any],
        request: HttpRequest,
        params: dict[str, Any],
        model: type[models.Model],
        model_admin: admin.ModelAdmin[Any],
        field_path: str,
    ) -> None:
        self.start_parameter, self.end_parameter = f"{field.name}_from", f"{field.name}_to"
        super().__init__(field, request, params, model, model_admin, field_path)
        org = request.org  # type: ignore[attr-defined]
        self.zone: dt.tzinfo = org.zone if org else dt.UTC
        self.today = timezone.localdate(timezone=self.zone)
        self.since: dt.date | None = org.data_start_date if org else None
        self.is_moment = isinstance(field, models.DateTimeField)
        self.start_text, self.end_text = self._given(self.start_parameter), self._given(self.end_parameter)
        self.range = read_range(self.start_text, self.end_text)
        self.title = str(field.verbose_name)
        own = {self.start_parameter, self.end_parameter, PAGE_VAR}
        self.kept = [(key, value) for key, values in request.GET.lists() for value in values if key not in own]

    @property
    def words(self) -> str:
        """Say which days are chosen."""
        if self.start_text == NONE:
            return "none given"
        if self.range is None:
            return "not a day"
        start, end = self.range.start, self.range.end
        if start and end:
            return fmt.day(start) if start == end else f"{fmt.day(start)} to {fmt.day(end)}"
        if start:
            return f"from {fmt.day(start)}"
        return f"to {fmt.day(end)}" if end else ""

    def _given(self, parameter: str) -> str:
        values: Any = self.used_parameters.get(parameter)
        return str(values[-1]) if values else ""

    def expected_parameters(self) -> list[Any]:
        """Name the parameters of the address that this filter reads."""
        return [self.start_parameter, self.end_parameter]

    def has_output(self) -> bool:
        """Always shown."""
        return True

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Keep the rows of the chosen days; days that cannot be read leave nothing, so that nobody trusts a wrong list."""
        name = self.field.name
        if self.start_text == NONE:
            return queryset.filter(**{f"{name}__isnull": True})
        if self.range is None:
            return queryset.none()
        if self.range.start:
            queryset = queryset.filter(**{f"{name}__gte": self._edge(self.range.start)})
        if self.range.end:
            queryset = queryset.filter(**{f"{name}__lt": self._edge(self.range.end + dt.timedelta(days=1))})
        return queryset

    def _edge(self, day: dt.date) -> dt.date | dt.datetime:
        return dt.datetime.combine(day, dt.time.min, tzinfo=self.zone) if self.is_moment else day

    def choices(self, changelist: ChangeList) -> Iterator[Choice]:  # type: ignore[override]
        """Give one link a suggested range."""
        yield self._choice(changelist, Range(None, None), "All days")
        for label, days in suggested_ranges(self.today, self.range, self.since):
            yield self._choice(changelist, days, label)
        query = changelist.get_query_string({self.start_parameter: NONE, self.end_parameter: None})
        yield {"selected": self.start_text == NONE, "query_string": query, "display": "No day given"}

    def _choice(self, changelist: ChangeList, days: Range, label: str) -> Choice:
        start, end = (day.isoformat() if day else None for day in (days.start, days.end))
        query = changelist.get_query_string({self.start_parameter: start, self.end_parameter: end})
        return {"selected": days == self.range and self.start_text != NONE, "query_string": query, "display": label}
