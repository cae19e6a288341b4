"""What only the tables' owner may do for a load, as functions that the app may call."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aiop.orgs.functions import install_functions


def on_pre_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Signal handler: functions are there before the rights of the app's role are granted."""
    install_functions(using, Path(__file__).parent / "sql")
