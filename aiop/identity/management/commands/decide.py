"""`decide FILE`: decisions from a spreadsheet with the columns left, right, verdict, by, note; previewed, or taken with --execute."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from aiop.files.reading.source import Refused
from aiop.identity.asking import entity_of_command
from aiop.identity.decisions_file import Outcome, decide_file
from aiop.identity.entity import Entity
from aiop.orgs.commands import OrgCommand
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.running import run_job

ACTOR = "command decide"
HEADERS = ("Read", "Same", "Different", "Unsure", "Before", "Blank", "Waiting", "Refused")


class Command(OrgCommand):
    """Previews by default; --execute decides."""

    help = "Take decisions from a CSV or XLSX. Previews unless --execute is given."
    previews = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file and whose records it is about."""
        super().add_arguments(parser)
        parser.add_argument(
            "file", type=Path, metavar="FILE", help="columns left, right, verdict (same, different, unsure), by, note"
        )
        parser.add_argument("--entity", default="customers", help="whose records they are; customers when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Decide, and print what became of the lines."""
        entity, org = entity_of_command(options["entity"]), self.find_org(options)
        acts = self.acts(options)
        try:
            outcome = (
                self._decide(org, entity, options["file"]) if acts else self._preview(org, entity, options["file"])
            )
        except Refused as refusal:
            raise CommandError(refusal.reason) from refusal
        data = {"entity": entity.name, **outcome.as_json()}
        row = [len(data[name]) if name == "refused" else data[name] for name in map(str.lower, HEADERS)]
        self.emit(options, data, HEADERS, [row])
        for line, column, value, reason in outcome.refused:
            self.say(f"Line {line}, {column or 'row'}: “{value}” {reason.removesuffix('.')}.")
        if not acts:
            self.say("Nothing was decided. Add --execute to decide.")

    def _decide(self, org: Org, entity: Entity, path: Path) -> Outcome:
        with run_job(org, "identity.decide", by=ACTOR, parameters={"entity": entity.name, "file": str(path)}) as run:
            with run.work():
                outcome = decide_file(org.pk, entity, path, by=ACTOR)
            run.count(**outcome.decided, refused=len(outcome.refused))
        return outcome

    def _preview(self, org: Org, entity: Entity, path: Path) -> Outcome:
        with org_context(org, actor=ACTOR):
            outcome = decide_file(org.pk, entity, path, by=ACTOR)
            outcome.change_sets.clear()
            transaction.set_rollback(True)
        return outcome
