"""An organisation whose every text is what a page might run, or a spreadsheet: what was filled before is written over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connections, models, transaction
from psycopg import sql

from aiop.orgs.context import org_context
from aiop.orgs.models import Org, OrgOwned

SCRIPT = "<script>window.__hit=1</script>\"'><img src=x onerror=window.__hit=1>"
FORMULA = '=HYPERLINK("http://example.test","<img src=x onerror=window.__hit=1>")'
# Texts that name parts of the program or are read by it as such: rows that hold others are no rows of ours.
OF_THE_PROGRAM = frozenset({
    "table_name", "column_name", "job", "interval", "kind", "file", "sheet", "sha256", "date_order", "digest", "header_key", "column",
    "format", "system", "base_url", "auth_url", "sealed", "starts", "ends", "entity", "model_version", "topic", "family", "topic_starts",
    "key", "batch", "link", "playbook", "check_name", "table", "model", "severity", "definition", "trend", "entry", "query", "category",
    "page", "version", "to", "natural_key",
})  # fmt: skip


def poison(org: Org) -> dict[str, list[str]]:
    """Write markup into every other row's texts and a formula into the rest; gives, by table, the columns that refuse it."""
    refused: dict[str, list[str]] = {}
    with org_context(org, actor="mallory", using="owner"), connections["owner"].cursor() as cursor:
        for model in apps.get_models():
            if not (issubclass(model, OrgOwned) and model._meta.managed):
                continue
            table = model._meta.db_table
            _triggers(cursor, model, "DISABLE")
            for field in _texts(model):
                try:
                    with transaction.atomic("owner"):
                        cursor.execute(_written(model, field), {"org": org.pk})
                except DatabaseError:
                    refused.setdefault(table, []).append(str(field.column))
            _triggers(cursor, model, "ENABLE")
    Org.objects.using("owner").filter(pk=org.pk).update(name=f"{SCRIPT} {org.slug}")
    return refused


def _triggers(cursor: Any, model: type[models.Model], act: str) -> None:
    """Versions and decisions are only ever added; everything else is altered as ever, so that its history holds the texts too."""
    if getattr(model, "only_added", False):
        cursor.execute(
            sql.SQL("ALTER TABLE {} {} TRIGGER USER").format(sql.Identifier(model._meta.db_table), sql.SQL(act))
        )


def _texts(model: type[models.Model]) -> Iterator[models.Field[str, str]]:
    """List the columns of a table that hold what people or files say."""
    for column in model._meta.concrete_fields:
        is_text = isinstance(column, models.CharField | models.TextField) and not column.choices
        if is_text and not column.primary_key and column.name not in OF_THE_PROGRAM:
            yield column


def _written(model: type[models.Model], field: models.Field[str, str]) -> sql.Composed:
    """Give the UPDATE; each row's text is its own, so that what must be unique is."""
    text = "CASE WHEN {key} %% 2 = 0 THEN {script} ELSE {formula} END || ' ' || {key}"
    table, key, column = (str(name) for name in (model._meta.db_table, model._meta.pk.column, field.column))
    length = getattr(field, "max_length", None)
    whole = f"left({text}, {int(length)})" if length else text
    return sql.SQL(f"UPDATE {{table}} SET {{column}} = {whole} WHERE org_id = %(org)s").format(
        table=sql.Identifier(table), column=sql.Identifier(column), key=sql.Identifier(key),
        script=sql.Literal(SCRIPT), formula=sql.Literal(FORMULA),
    )  # fmt: skip
