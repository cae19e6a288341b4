"""Functions of the database that live beside the code that calls them, brought up to date with each migrate."""

from __future__ import annotations

from pathlib import Path

from django.db import connections


def install_functions(using: str, folder: Path) -> None:
    """Create or replace what the SQL files of a folder define; on the owner's connection alone, else nothing happens."""
    if using == "owner":
        with connections[using].cursor() as cursor:
            for path in sorted(folder.glob("*.sql")):
                cursor.execute(path.read_text())
