"""Functions of the database that live beside the code that calls them, brought up to date with each migrate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import pre_migrate


def install_functions(using: str, folder: Path) -> None:
    """Create or replace what the SQL files of a folder define; on the owner's connection alone, else nothing happens."""
    if using == "owner":
        with connections[using].cursor() as cursor:
            for path in sorted(folder.glob("*.sql")):
                cursor.execute(path.read_text())


def keep_functions(app: AppConfig) -> None:
    """Have the functions in an app's folder `sql` up to date with each migrate, before the rights of the app's role are granted."""

    def on_pre_migrate(sender: Any, using: str, **kwargs: Any) -> None:
        install_functions(using, Path(app.path) / "sql")

    pre_migrate.connect(on_pre_migrate, sender=app, weak=False, dispatch_uid=f"{app.label}.functions")
