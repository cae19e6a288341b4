"""Pages stay as they were received: after each migrate the app's role may add them, and say which load took them on."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connections

from aiop.sources.models import RawPage


def on_post_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Signal handler: takes back what the grants on all tables gave."""
    role = settings.DATABASES["default"]["USER"]
    table = RawPage._meta.db_table
    if using != "owner" or not role or role == settings.DATABASES["owner"]["USER"]:
        return
    with connections[using].cursor() as cursor:
        if table in connections[using].introspection.table_names(cursor):
            cursor.execute(f'REVOKE UPDATE, DELETE ON "{table}" FROM "{role}"')
            cursor.execute(f'GRANT UPDATE (load_id) ON "{table}" TO "{role}"')
