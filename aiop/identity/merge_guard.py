"""A merge can never cross organisations: the database holds it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connections, models

from aiop.identity.models import Mergeable
from aiop.orgs.functions import install_functions

_TRIGGER = """
    CREATE OR REPLACE TRIGGER stands_for_itself AFTER INSERT OR UPDATE OF merged_into_id ON "{table}"
    FOR EACH ROW WHEN (NEW.merged_into_id IS NOT NULL) EXECUTE FUNCTION aiop_check_survivor();
"""


def mergeable_models() -> list[type[models.Model]]:
    """List every concrete model whose rows may be merged."""
    return [model for model in apps.get_models() if issubclass(model, Mergeable) and model._meta.managed]


def on_post_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Signal handler: guards each mergeable table."""
    if using != "owner":
        return
    install_functions(using, Path(__file__).parent / "sql")
    with connections[using].cursor() as cursor:
        there = set(connections[using].introspection.table_names(cursor))
        for model in mergeable_models():
            if model._meta.db_table in there:
                cursor.execute(_TRIGGER.format(table=model._meta.db_table))
