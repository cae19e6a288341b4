"""The lead pool's database functions, brought up to date with each migrate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import connections

_SQL = Path(__file__).parent / "sql"


def install_functions(using: str) -> None:
    """Create or replace the functions that linking compares names with."""
    with connections[using].cursor() as cursor:
        for path in sorted(_SQL.glob("*.sql")):
            cursor.execute(path.read_text())


def on_pre_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Signal handler: functions are there before the rights of the app's role are granted."""
    if using == "owner":
        install_functions(using)
