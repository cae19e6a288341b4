"""Keeps a list to the rows behind a number of the dashboard; seen only where such a number was opened."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from crm.dashboards.counted import COUNTED


class CountedFilter(admin.SimpleListFilter):
    """What a number of the lead-pool dashboard counted. Stands last: it sees the rows that the other filters leave."""

    title = "counted as"
    parameter_name = "counted"
    template = "adminkit/filter.html"
    # Whoever opened a number must find that number, not about as many.
    counts_exactly = True

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, str]]:
        """Offer what may be counted in this list, once one of them is chosen."""
        if self.parameter_name not in request.GET:
            return []
        return [(key, title) for key, (title, model, _) in COUNTED.items() if model is model_admin.model]

    def value(self) -> str | None:
        """Give what was chosen, None where it is nothing of this list."""
        chosen = super().value()
        return chosen if chosen in dict(self.lookup_choices) else None

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what was counted."""
        chosen = self.value()
        org = request.org  # type: ignore[attr-defined]
        return queryset if chosen is None else COUNTED[chosen][2](queryset, org)
