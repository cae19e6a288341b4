"""`merge [ENTITY] --zone bulk|auto`: merge all open candidates of a zone; previewed, or done with --execute."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from aiop.identity.asking import entity_of_command
from aiop.identity.bulk import Merged, NotProven, merge_zone
from aiop.identity.entity import Entity, all_entities
from aiop.orgs.commands import OrgCommand
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.running import run_job

ACTOR = "command merge"
HEADERS = ("Entity", "Pairs", "Groups", "Merged", "Expected wrong", "Too large", "Left out", "Waiting")
_COUNTED = ("entity", "pairs", "groups", "merged", "expected_wrong", "too_large", "left_out", "waiting")


class Command(OrgCommand):
    """Previews by default; --execute merges."""

    help = "Merge every open candidate of a zone; groups of more than five are left to people. Previews unless --execute is given."
    previews = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Add what to merge."""
        super().add_arguments(parser)
        parser.add_argument("entity", nargs="?", metavar="ENTITY", help="all when left out")
        parser.add_argument("--zone", choices=["bulk", "auto"], required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Merge, and print what was done for each entity."""
        entities = [entity_of_command(options["entity"])] if options["entity"] else all_entities()
        org, acts = self.find_org(options), self.acts(options)
        merged: list[Merged] = []
        refused: list[str] = []
        for entity in entities:
            try:
                merged.append(self._merge(org, entity, options["zone"], acts=acts))
            except NotProven as reason:
                refused.append(str(reason))
        data = {"entities": [result.as_json() for result in merged]}
        self.emit(options, data, HEADERS, [[line[name] for name in _COUNTED] for line in data["entities"]])
        if refused:
            raise CommandError(" ".join(refused))
        if not acts:
            self.say("Nothing was merged. Add --execute to merge.")

    def _merge(self, org: Org, entity: Entity, zone: str, *, acts: bool) -> Merged:
        if acts:
            with run_job(org, "identity.merge", by=ACTOR, parameters={"entity": entity.name, "zone": zone}) as run:
                result = merge_zone(org.pk, entity, zone, by=ACTOR, work=run.work)
                run.count(merged=result.merged)
                return result
        with org_context(org, actor=ACTOR):
            result = merge_zone(org.pk, entity, zone, by=ACTOR, work=transaction.atomic)
            result.change_sets.clear()
            transaction.set_rollback(True)
        return result
