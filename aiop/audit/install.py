"""The database's half of the record: functions before each migrate, triggers after it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections, models

from aiop.audit.models import Change, Recorded
from aiop.orgs.functions import install_functions


def recorded_models() -> list[type[models.Model]]:
    """List every concrete model whose changes are recorded."""
    return [model for model in apps.get_models() if issubclass(model, Recorded) and model._meta.managed]


def install_triggers(using: str) -> None:
    """Put the two statement-level triggers on every recorded table and close the record to alteration."""
    role = settings.DATABASES["default"]["USER"]
    with connections[using].cursor() as cursor:
        there = set(connections[using].introspection.table_names(cursor))
        for model in recorded_models():
            if model._meta.db_table in there:
                cursor.execute(_triggers(model._meta.db_table))
        if Change._meta.db_table in there and role and role != settings.DATABASES["owner"]["USER"]:
            cursor.execute(f'REVOKE INSERT, UPDATE, DELETE ON "{Change._meta.db_table}" FROM "{role}"')


def _triggers(table: str) -> str:
    return f"""
        CREATE OR REPLACE TRIGGER record_update AFTER UPDATE ON "{table}"
        REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION aiop_record_changes();
        CREATE OR REPLACE TRIGGER record_delete AFTER DELETE ON "{table}"
        REFERENCING OLD TABLE AS old_rows
        FOR EACH STATEMENT EXECUTE FUNCTION aiop_record_changes();
    """


def on_pre_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Signal handler: functions exist before a table's default names them."""
    install_functions(using, Path(__file__).parent / "sql")


def on_post_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Signal handler: triggers follow the tables."""
    if using == "owner":
        install_triggers(using)
