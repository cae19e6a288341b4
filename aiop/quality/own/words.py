"""Conditions that staff put together: a column, what must hold of it, a value. Each becomes SQL with its value bound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from aiop.orgs.models import OrgOwned

# Columns that say where a row came from, not what it says.
_MACHINERY = {"org", "added_in"}
_TEXT = (models.TextField, models.CharField)
_DAYS = (models.DateField,)
_NUMBERS = (models.IntegerField, models.DecimalField, models.FloatField, models.AutoField)


class BadDeclaration(ValueError):  # noqa: N818  (an answer to whoever declares, in a sentence)
    """What was declared cannot be asked."""


@dataclass(frozen=True)
class Operator:
    """What can be said of a column: in words, as SQL over {column} and {value}, and of which columns."""

    name: str
    words: str
    sql: str
    takes: str = "value"  # value, values (commas between them), days or nothing
    of: tuple[type[models.Field[Any, Any]], ...] = ()


OPERATORS = (
    Operator("is", "is", "{column} = {value}"),
    Operator("is_not", "is not", "{column} IS DISTINCT FROM {value}"),
    Operator("one_of", "is one of", "{column} = ANY({value})", "values"),
    Operator("none_of", "is none of", "({column} = ANY({value})) IS NOT TRUE", "values"),
    Operator("empty", "is empty", "{column} IS NULL", "nothing"),
    Operator("filled", "is not empty", "{column} IS NOT NULL", "nothing"),
    Operator("above", "is above", "{column} > {value}", of=(*_NUMBERS, *_DAYS)),
    Operator("below", "is below", "{column} < {value}", of=(*_NUMBERS, *_DAYS)),
    Operator("contains", "contains", "position(lower({value}) IN lower({column})) > 0", of=_TEXT),
    Operator("begins", "begins with", "starts_with({column}, {value})", of=_TEXT),
    Operator("older", "lies more days back than", "{column} < %(today)s::date - {value}::int", "days", of=_DAYS),
    Operator("ahead", "lies more days ahead than", "{column} > %(today)s::date + {value}::int", "days", of=_DAYS),
)
_BY_NAME = {operator.name: operator for operator in OPERATORS}


def table_named(label: str) -> type[models.Model]:
    """Give a table that checks may be about: one of the apps' own, of an organisation; raises BadDeclaration."""
    found = next((model for model in tables() if model._meta.label == label), None)
    if found is None:
        raise BadDeclaration(f"{label or 'Nothing'} is no table that checks can be about.")
    return found


def tables(without: Iterable[str] = ()) -> list[type[models.Model]]:
    """List the tables that checks may be about: those of the apps that stand on the platform, some apps aside."""
    left_out = set(without)
    return [
        model
        for model in apps.get_models()
        if issubclass(model, OrgOwned)
        and model._meta.managed
        and not model.__module__.startswith("aiop.")
        and model._meta.app_label not in left_out
    ]


def columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """List the columns of a table that can be asked about."""
    return [field for field in model._meta.concrete_fields if field.name not in _MACHINERY]


def column(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    """Give a column by name; raises BadDeclaration."""
    try:
        found = model._meta.get_field(name)
    except FieldDoesNotExist:
        found = None
    if found is None or found not in columns(model):
        raise BadDeclaration(f"{model._meta.verbose_name} has no column “{name}”.")
    return found


def is_day(field: models.Field[Any, Any]) -> bool:
    """Tell whether a column holds days or moments."""
    return isinstance(field, _DAYS)


def quoted(field: models.Field[Any, Any]) -> str:
    """Write a column as SQL knows it; the name is our own, never a person's."""
    return f'"{field.column}"'


def day_of(field: models.Field[Any, Any]) -> str:
    """Write a column's day in the organisation's zone."""
    name = quoted(field)
    return f"({name} AT TIME ZONE %(zone)s)::date" if isinstance(field, models.DateTimeField) else name


class Writer:
    """Writes conditions as SQL and keeps the values to bind, each under a name of its own."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.bound: dict[str, Any] = {}

    def all_of(self, conditions: Sequence[Mapping[str, str]]) -> str:
        """Write that every condition holds; true without any."""
        return " AND ".join(self._one(condition) for condition in conditions) or "true"

    def _one(self, condition: Mapping[str, str]) -> str:
        field = column(self.model, condition.get("column", ""))
        operator = _BY_NAME.get(condition.get("op", ""))
        if operator is None or (operator.of and not isinstance(field, operator.of)):
            raise BadDeclaration(f"This cannot be said of “{field.verbose_name}”.")
        name = f"v{len(self.bound)}"
        if operator.takes != "nothing":
            self.bound[name] = _value(field, operator, condition.get("value", ""))
        return operator.sql.format(column=self._written(field, operator), value=f"%({name})s")

    def _written(self, field: models.Field[Any, Any], operator: Operator) -> str:
        asks_for_day = isinstance(field, models.DateTimeField) and operator.takes != "nothing"
        return day_of(field) if asks_for_day else quoted(field)


def in_words(model: type[models.Model], conditions: Sequence[Mapping[str, str]]) -> str:
    """Say conditions as people do: status is Booked and job date is empty."""
    said = []
    for condition in conditions:
        operator = _BY_NAME[condition["op"]]
        value = f" “{condition['value']}”" if operator.takes != "nothing" else ""
        said.append(f"{column(model, condition['column']).verbose_name} {operator.words}{value}")
    return " and ".join(said)


def _value(field: models.Field[Any, Any], operator: Operator, text: str) -> Any:
    if operator.takes == "days":
        if not text.strip().isdecimal() or len(text.strip()) > 5:
            raise BadDeclaration(f"“{text}” is no number of days.")
        return int(text)
    if operator.takes == "values":
        return [_read(field, part) for part in text.split(",") if part.strip()]
    return _read(field, text)


def _read(field: models.Field[Any, Any], text: str) -> Any:
    """Read what a person typed as the column's kind of value."""
    stored = models.DateField() if isinstance(field, models.DateTimeField) else field
    if field.is_relation:
        stored = models.BigIntegerField()
    typed = text.strip()
    if isinstance(field, models.BooleanField):
        typed = {"yes": "True", "no": "False"}.get(typed.lower(), typed.capitalize())
    try:
        value = stored.to_python(typed)
    except ValidationError:
        value = None
    if value is None or (typed == "" and not isinstance(field, _TEXT)):
        raise BadDeclaration(f"“{text}” is no value of “{field.verbose_name}”.")
    return value
