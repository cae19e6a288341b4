"""Sealing all stored credentials and tokens with the newest key, or making a new key."""

from __future__ import annotations

from typing import Any

from cryptography.fernet import Fernet
from django.core.management.base import CommandError, CommandParser

from aiop.orgs.commands import OrgCommand
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.sources.models import Connection, Token
from aiop.sources.vault import BadKeyError, CannotOpen, is_current, reseal


class Command(OrgCommand):
    """Put a new key before the old one in SOURCES_KEY, restart, run this, then take the old one out."""

    help = "Seal all credentials of sources with the first key of SOURCES_KEY; --new-key prints a key to put there."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the option that makes a key."""
        super().add_arguments(parser)
        parser.add_argument("--new-key", action="store_true", help="print a new key and do nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal anew what another key sealed, in every organisation or in the one named."""
        if options["new_key"]:
            self.stdout.write(Fernet.generate_key().decode())
            return
        orgs = [self.find_org(options)] if options["org"] else list(Org.objects.order_by("slug"))
        try:
            rows = [(org.slug, *_rotate(org, acts=self.acts(options))) for org in orgs]
        except (CannotOpen, BadKeyError) as error:
            raise CommandError(str(error)) from error
        data = {
            "organisations": [{"org": slug, "sealed": sealed, "current": current} for slug, sealed, current in rows]
        }
        self.emit(options, data, ["organisation", "sealed anew", "had the newest key"], rows)


def _rotate(org: Org, *, acts: bool) -> tuple[int, int]:
    """Seal an organisation's rows anew, all or none; gives how many were, and how many needed not be."""
    sealed = current = 0
    with org_context(org, actor="rotate_keys"):
        for model in (Connection, Token):
            for row in model.objects.for_org(org).exclude(sealed="").select_for_update():
                if is_current(row.sealed):
                    current += 1
                    continue
                sealed += 1
                # Opened even where nothing is written: a preview finds a missing key as well.
                row.sealed = _resealed(row)
                if acts:
                    row.save(update_fields=["sealed"])
    return sealed, current


def _resealed(row: Connection | Token) -> str:
    try:
        return reseal(row.sealed)
    except CannotOpen as error:
        raise CannotOpen(f"{row}: {error}") from None
