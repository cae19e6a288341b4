"""What the nine marts share: whose row it is, where it came from, when it was written, and how their columns are declared.

Columns that a source may leave unanswered are null then, never 0; columns that a job always supplies have 0 as default.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import ExtractMonth, ExtractYear, Now
from django.db.models.lookups import Exact

from aiop.builders.models import Result
from aiop.orgs.models import org_link


class Mart(Result):
    """A row that a job worked out from one outside system; every publishing moves `updated_at`, none `created_at`."""

    # Unlike other tables these are small, so the database itself holds them to the organisation.
    org = org_link(held=True)
    source_system = models.CharField(max_length=50)
    as_of = models.DateTimeField(null=True, help_text="When the source was asked.")
    is_provisional = models.BooleanField(
        default=False, db_default=False, help_text="The day or month is not over, or the source may still restate it."
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True


# Columns


def money(**options: Any) -> Any:
    """Give a column of currency units that its job always supplies."""
    return models.DecimalField(max_digits=18, decimal_places=2, default=0, db_default=0, **options)


def money_if_told(**options: Any) -> Any:
    """Give a column of currency units that is null where the source did not answer."""
    return models.DecimalField(max_digits=18, decimal_places=2, null=True, **options)


def percent(**options: Any) -> Any:
    """Give a column of percent, 0 to 100."""
    return models.DecimalField(max_digits=5, decimal_places=2, default=0, db_default=0, **options)


def percent_if_told(**options: Any) -> Any:
    """Give a column of percent that is null where it cannot be worked out."""
    return models.DecimalField(max_digits=5, decimal_places=2, null=True, **options)


def count(**options: Any) -> Any:
    """Give a column of a number that its job always supplies."""
    return models.IntegerField(default=0, db_default=0, **options)


def count_if_told(**options: Any) -> Any:
    """Give a column of a number that is null where the source did not answer."""
    return models.IntegerField(null=True, **options)


def average_if_told(digits: int = 8, **options: Any) -> Any:
    """Give a column of an average, such as minutes a call, that is null where the source did not answer."""
    return models.DecimalField(max_digits=digits, decimal_places=2, null=True, **options)


def keyed(**options: Any) -> Any:
    """Give a column of figures by key."""
    return models.JSONField(default=dict, db_default=Value({}, models.JSONField()), **options)


def keyed_if_told(**options: Any) -> Any:
    """Give a column of figures by key that is null where the source did not answer."""
    return models.JSONField(null=True, **options)


# Rules that the database holds


def grain(mart: str, *columns: str) -> list[models.BaseConstraint]:
    """Give the rule that an organisation has one row for these columns."""
    return [models.UniqueConstraint(fields=["org", *columns], name=f"{mart}_once")]


def never_negative(mart: str, *columns: str) -> list[models.BaseConstraint]:
    """Give the rule that these columns hold no negative number; null passes."""
    return [models.CheckConstraint(condition=Q(**{f"{c}__gte": 0}), name=_named(mart, c, "counts")) for c in columns]


def objects_in(mart: str, *columns: str) -> list[models.BaseConstraint]:
    """Give the rule that these columns hold JSON objects; null passes."""
    return [_shaped(mart, column, "object") for column in columns]


def lists_in(mart: str, *columns: str) -> list[models.BaseConstraint]:
    """Give the rule that these columns hold JSON lists; null passes."""
    return [_shaped(mart, column, "array") for column in columns]


def whole_month(mart: str) -> list[models.BaseConstraint]:
    """Give the rules of a row that covers a calendar month and names its last day."""
    return [
        models.CheckConstraint(condition=Q(month__range=(1, 12)), name=f"{mart}_month_in_year"),
        models.CheckConstraint(
            condition=Exact(F("period_end"), _last_day()),
            name=f"{mart}_ends_with_month",
        ),
    ]


def day_agrees(mart: str, day: str) -> list[models.BaseConstraint]:
    """Give the rule that year and month are those of the day."""
    return [
        models.CheckConstraint(
            condition=Q(year=ExtractYear(F(day)), month=ExtractMonth(F(day))), name=f"{mart}_month_of_day"
        )
    ]


def at_most(mart: str, pairs: Sequence[tuple[str, str]]) -> list[models.BaseConstraint]:
    """Give the rules that the first of each pair is not above the second; null passes."""
    return [
        models.CheckConstraint(condition=Q(**{f"{low}__lte": F(high)}), name=_named(mart, low, "within"))
        for low, high in pairs
    ]


def _named(mart: str, column: str, rule: str) -> str:
    return f"{mart}_{column}_{rule}"


def _shaped(mart: str, column: str, kind: str) -> models.CheckConstraint:
    shape = Func(F(column), function="jsonb_typeof", output_field=TextField())
    return models.CheckConstraint(condition=Exact(shape, Value(kind)), name=_named(mart, column, kind))


def _last_day() -> Func:
    """Give the last day of the row's year and month."""
    return Func(
        F("year"),
        F("month"),
        template="((make_date(%(expressions)s, 1) + interval '1 month')::date - 1)",
        output_field=models.DateField(),
    )
