"""`migrate`, on the owner's connection unless told otherwise."""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands.migrate import Command as Migrate


class Command(Migrate):
    """Django's migrate; the app's own role may not change the schema."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Make `owner` the default connection."""
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate."""
        super().handle(*args, **options)
