"""The history of results is closed to alteration: after each migrate the app's role may only add to it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connections

from aiop.quality.models import CheckResult


def on_post_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Signal handler: takes back what the grants on all tables gave."""
    role = settings.DATABASES["default"]["USER"]
    if using == "owner" and role and role != settings.DATABASES["owner"]["USER"]:
        with connections[using].cursor() as cursor:
            cursor.execute(f'REVOKE UPDATE, DELETE ON "{CheckResult._meta.db_table}" FROM "{role}"')
