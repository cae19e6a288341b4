"""`who ENTITY ID`: what an id leads to today, however often its record was merged, and how it came to be."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from aiop.identity.asking import entity_of_command
from aiop.identity.entity import Entity, all_entities
from aiop.identity.history import Resolved
from aiop.identity.who import who
from aiop.orgs.commands import OrgCommand
from aiop.orgs.context import org_context

HEADERS = ("Decision", "When", "What", "How", "By", "Stands", "Note")


class Command(OrgCommand):
    """Reads only."""

    help = "Tell whom an id stands for today, with everyone who is one with it and all decisions about them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add whose id it is."""
        super().add_arguments(parser)
        parser.add_argument("entity", metavar="ENTITY", help=f"one of: {', '.join(e.name for e in all_entities())}")
        parser.add_argument("id", metavar="ID", help="as files have it, or the record's number")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look it up and print it."""
        entity = entity_of_command(options["entity"])
        org = self.find_org(options)
        with org_context(org, actor="command who"):
            told = who(org.pk, entity, options["id"])
            if told is None:
                raise CommandError(f"There is no {entity.title.lower()} “{options['id']}”, and none was ever merged.")
            self.emit(options, told.as_json(), HEADERS, told.rows)
        if not options["json"]:
            self.say(_sentence(entity, told.found))


def _sentence(entity: Entity, found: Resolved) -> str:
    if found.is_merged:
        return f"{entity.title} {found.record_id} is merged into {found.survivor_id}."
    merged = [str(member) for member in found.members if member != found.record_id]
    return f"{entity.title} {found.record_id} stands for itself" + (f" and for {', '.join(merged)}." if merged else ".")
