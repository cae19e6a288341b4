"""Everything that is stored of an organisation, told without row numbers, so that two ways to one state can be compared."""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

from aiop.audit.install import recorded_models
from aiop.orgs.context import org_context
from aiop.orgs.models import Org

State = dict[str, list[str]]
# Which run wrote a row and when differs between two ways to one state; what the row says may not.
_OF_THE_WAY = {"id", "org_id", "added_in", "source_load_id", "created_at", "updated_at"}
_KNOWN_BY = ("natural_key", "job_id", "quote_number", "listed_as", "name")
_QUARANTINE = """
    SELECT (l.file_name, q.kind, q.line, q.raw, q.problems, q.state)::text FROM loading_quarantinedrow q
    JOIN loading_load l ON l.id = q.load_id ORDER BY 1
"""


def pool_state(org: Org | int, *, using: str = DEFAULT_DB_ALIAS) -> State:
    """Give each business table's rows as sorted texts, links by what the linked row is known by, and the quarantine.

    Tables that a copy has shed are left out.
    """
    with org_context(org, actor="test", using=using), connections[using].cursor() as cursor:
        there = set(connections[using].introspection.table_names(cursor))
        models_there = [model for model in recorded_models() if model._meta.db_table in there]
        state = {model._meta.db_table: _texts(cursor, _rows_sql(model)) for model in models_there}
        return {**state, "quarantine": _texts(cursor, _QUARANTINE)}


def exact_state(org: Org | int) -> State:
    """Give each business table's rows whole, byte for byte."""
    with org_context(org, actor="test"), connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        return {
            table: _texts(cursor, f'SELECT t::text FROM "{table}" t ORDER BY t.id')
            for table in (model._meta.db_table for model in recorded_models())
        }


def _texts(cursor: Any, sql: str) -> list[str]:
    cursor.execute(sql)
    return [text for (text,) in cursor.fetchall()]


def _rows_sql(model: type[models.Model]) -> str:
    shown = [_shown(model, field) for field in model._meta.concrete_fields if field.column not in _OF_THE_WAY]
    parts = " || '|' || ".join(f"coalesce(({sql})::text, '∅')" for sql in shown)
    return f'SELECT {parts} FROM "{model._meta.db_table}" t ORDER BY 1'


def _shown(model: type[models.Model], field: models.Field[Any, Any]) -> str:
    target = field.related_model
    if field.column == "merged_from_ids":
        known = _known_by(model)
        return (
            f"""(SELECT string_agg(x."{known}", ', ' ORDER BY x."{known}") FROM jsonb_array_elements_text(t.merged_from_ids) m """
            f'JOIN "{model._meta.db_table}" x ON x.id = m::bigint)'
        )
    if not isinstance(target, type):
        return f't."{field.column}"'
    known = _known_by(target)
    # A link to nothing stored must not look like no link.
    return (
        f'CASE WHEN t."{field.column}" IS NOT NULL THEN coalesce('
        f"""(SELECT x."{known}"::text FROM "{target._meta.db_table}" x WHERE x.id = t."{field.column}"), 'dangling') END"""
    )


def _known_by(model: type[models.Model]) -> str:
    names = {column.column for column in model._meta.concrete_fields}
    return next((name for name in _KNOWN_BY if name in names), "id")
