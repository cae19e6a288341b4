"""`dictionary`: every table and column in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from aiop.audit.dictionary import dictionary


class Command(BaseCommand):
    """Prints the data dictionary, or brings docs/dictionary.md up to date."""

    help = "Prints every table and column in words; --write brings docs/dictionary.md up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        """Takes --write."""
        parser.add_argument("--write", action="store_true", help="write docs/dictionary.md instead of printing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Writes the page where it is wanted."""
        if options["write"]:
            Path(settings.BASE_DIR, "docs", "dictionary.md").write_text(dictionary(), encoding="utf-8")
        else:
            self.stdout.write(dictionary(), ending="")
