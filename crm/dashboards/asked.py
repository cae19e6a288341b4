"""What the address of the dashboard asks for, as restrictions of the rows and as addresses of the lists behind them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, Value
from django.urls import reverse

from aiop.dashboards.periods import Days, Period
from aiop.orgs.models import Org
from crm.dashboards.counted import COUNTED

M = TypeVar("M", bound=models.Model)
NONE = "none"
FILTERS = ("branch", "lead_source", "sales_person")
# The day that a row of each model is counted on.
DAY_OF = {"LeadStatus": "received_at", "BadLead": "date_lead_received", "Job": "job_date"}


@dataclass(frozen=True)
class Asked:
    """The organisation, the period, and the chosen branch, source and sales person (an id as text, or `none`)."""

    org: Org
    period: Period
    chosen: Mapping[str, str]

    def rows(self, model: type[M]) -> QuerySet[M, Any]:
        """Give the rows of the period and of the one before it, `is_now` telling them apart."""
        manager: Any = model._default_manager
        rows: Any = manager.for_org(self.org)
        for name in FILTERS:
            if self.chosen.get(name):
                rows = rows.filter(self._is(name, self.chosen[name]))
        now, before = self._within(model, self.period.days), self.period.before
        if before is None:
            unpaired: QuerySet[M, Any] = rows.filter(now).annotate(is_now=Value(True))
            return unpaired
        is_now: Any = ExpressionWrapper(now, BooleanField())
        paired: QuerySet[M, Any] = rows.filter(now | self._within(model, before)).annotate(is_now=is_now)
        return paired

    def may_count(self, model: type[models.Model]) -> bool:
        """Tell whether rows of a model carry everything that is filtered by."""
        columns = {field.name for field in model._meta.concrete_fields}
        return all(name in columns for name in FILTERS if self.chosen.get(name))

    def link(self, counted: str, *, days: Days | None = None, **also: Any) -> str:
        """Give the address of the list that holds exactly the rows that were counted."""
        model = COUNTED[counted][1]
        day = DAY_OF[model.__name__]
        within = self.period.days.clip(days) if days else self.period.days
        query = {f"{day}_from": within.start, f"{day}_to": within.end, **self.chosen, **also, "counted": counted}
        kept = {name: value for name, value in query.items() if value not in (None, "")}
        return f"{_list_of(model)}?{urlencode(kept)}"

    def _is(self, name: str, value: str) -> Q:
        return Q(**{f"{name}__isnull": True}) if value == NONE else Q(**{name: value})

    def _within(self, model: type[models.Model], days: Days) -> Q:
        name = DAY_OF[model.__name__]
        found = Q()
        if days.start:
            found &= Q(**{f"{name}__gte": self._edge(name, days.start)})
        if days.end:
            found &= Q(**{f"{name}__lt": self._edge(name, days.end + dt.timedelta(days=1))})
        return found

    def _edge(self, name: str, day: dt.date) -> dt.date | dt.datetime:
        """Give the start of a day of the organisation, as the column counts days."""
        return dt.datetime.combine(day, dt.time.min, tzinfo=self.org.zone) if name.endswith("_at") else day


@cache
def _list_of(model: type[models.Model]) -> str:
    """Give the address of a model's list; a page asks more than a thousand times."""
    return reverse(f"admin:crm_{model._meta.model_name}_changelist")
