"""Choices of all filters of a page in one query, kept for the request."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import connections, models
from django.http import HttpRequest

NONE = "none"
MOST = 200
Choices = list[tuple[Any, str]]


def choices_of(request: HttpRequest, model_admin: admin.ModelAdmin[Any], field: models.Field[Any, Any]) -> Choices:
    """Give the choices of `field` as values and labels; “none” stands for rows without a value."""
    blank: Choices = [(NONE, "None")] if field.null else []
    if isinstance(field, models.BooleanField):
        return [("1", "Yes"), ("0", "No"), *blank]
    if field.choices:
        return [*((value, str(label)) for value, label in field.flatchoices), *blank]
    return [*_stored(request, model_admin)[field.name], *blank]


def _stored(request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> dict[str, Choices]:
    """Read the choices of every filter of this list that the database must be asked for."""
    cache = request.__dict__.setdefault("_filter_choices", {})
    key = model_admin.model._meta.label
    if key not in cache:
        cache[key] = _read(model_admin.model, _asked(model_admin), request.org.pk)  # type: ignore[attr-defined]
    found: dict[str, Choices] = cache[key]
    return found


def _asked(model_admin: admin.ModelAdmin[Any]) -> list[models.Field[Any, Any]]:
    """Give the filtered fields whose choices are rows: links to lookups, and text."""
    names = [item[0] if isinstance(item, tuple) else item for item in model_admin.list_filter]
    fields = [model_admin.model._meta.get_field(name) for name in names if isinstance(name, str)]
    return [
        field
        for field in fields
        if isinstance(field, models.ForeignKey) or (isinstance(field, models.TextField) and not field.choices)
    ]


def _read(model: type[models.Model], fields: list[models.Field[Any, Any]], org_id: int) -> dict[str, Choices]:
    found: dict[str, Choices] = {field.name: [] for field in fields}
    if not fields:
        return found
    parts = [
        _lookup_sql(field) if isinstance(field, models.ForeignKey) else _walk_sql(model, field) for field in fields
    ]
    with connections["default"].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"({part})" for part in parts), {"org": org_id})
        for name, value, label in cursor.fetchall():
            found[name].append((value, label))
    return {name: sorted(rows, key=lambda row: str(row[1]).casefold()) for name, rows in found.items()}


def _lookup_sql(field: models.ForeignKey[Any, Any]) -> str:
    table = field.related_model._meta.db_table
    return f"""
        SELECT '{field.name}', id::text, name FROM "{table}" WHERE org_id = %(org)s ORDER BY name LIMIT {MOST}
    """


def _walk_sql(model: type[models.Model], field: models.Field[Any, Any]) -> str:
    """Step from each value to the next larger one in the index: one look-up a value, however many rows carry it."""
    column = f'"{field.column}"'
    step = f'SELECT {column} FROM "{model._meta.db_table}" WHERE org_id = %(org)s AND {column}'
    return f"""
        WITH RECURSIVE walked(value) AS (
            ({step} IS NOT NULL ORDER BY {column} LIMIT 1)
            UNION ALL
            SELECT ({step} > walked.value ORDER BY {column} LIMIT 1) FROM walked WHERE walked.value IS NOT NULL
        ) SELECT '{field.name}', value, value FROM walked WHERE value IS NOT NULL LIMIT {MOST}
    """
