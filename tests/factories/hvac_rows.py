"""Rows of the HVAC company for tests: say what matters, the rest is filled with something that the table allows."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from typing import Any

from django.db import models

from aiop.orgs.context import org_context
from aiop.orgs.models import Org

DAY = dt.date(2026, 1, 5)
_LINEAGE = {"id", "org", "added_in", "created_at", "updated_at", "source_load_id", "source_line"}


class Rows:
    """Makes rows of one organisation, numbered from 1 in each table."""

    def __init__(self, org: Org) -> None:
        self.org = org
        self.made: Counter[type[models.Model]] = Counter()

    def __call__(self, model: type[models.Model], **given: Any) -> Any:
        """Make one row; a link also fills the number beside it."""
        self.made[model] += 1
        values: dict[str, Any] = {"org": self.org, "number": self.made[model]}
        for field in model._meta.concrete_fields:
            if field.name not in _LINEAGE and field.name not in values and not isinstance(field, models.GeneratedField):
                values |= self._value(field, given)
        with org_context(self.org, actor="test"):
            return model._default_manager.create(**values)

    def _value(self, field: Any, given: dict[str, Any]) -> dict[str, Any]:
        if field.name in given:
            return {field.name: given[field.name]}
        linked = given.get(field.name.removesuffix("_ref"))
        if field.name.endswith("_ref") and linked is not None:
            return {field.name: linked.number}
        if field.null or field.has_default():
            return {}
        return {field.name: self._filler(field)}

    def _filler(self, field: Any) -> Any:
        if field.choices:
            return field.choices[0][0]
        fillers: dict[str, Any] = {
            "TextField": f"{field.name} {sum(self.made.values())}",
            "CharField": "-",
            "IntegerField": 1,
            "BooleanField": False,
            "DecimalField": Decimal(1),
            "DateField": DAY,
            "DateTimeField": dt.datetime.combine(DAY, dt.time(12), dt.UTC),
        }
        return fillers.get(field.get_internal_type())
