"""`learn ENTITY`: fit what scores pairs to the labels of reviewers; a challenger that does worse is refused. Previewed, or done with --execute."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction

from aiop.identity.asking import LEARN, entity_of_command
from aiop.identity.entity import Entity
from aiop.identity.learn import Learnt, learn
from aiop.identity.match import match
from aiop.orgs.commands import OrgCommand
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.running import run_job

ACTOR = "command learn"
HEADERS = ("Version", "F1", "Recall at 99.9 %")


class Command(OrgCommand):
    """Previews by default; --execute keeps the version and scores candidates anew where it was promoted."""

    help = "Learn from the labels of reviewers, champion against challenger. Previews unless --execute is given."
    previews = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Add what to learn about."""
        super().add_arguments(parser)
        parser.add_argument("entity", metavar="ENTITY")

    def handle(self, *args: Any, **options: Any) -> None:
        """Learn, and print how both did on entities that neither had seen."""
        entity, org = entity_of_command(options["entity"]), self.find_org(options)
        acts = self.acts(options)
        found = self._learn(org, entity) if acts else self._preview(org, entity)
        sides = {name: found.metrics[name] for name in ("champion", "challenger") if name in found.metrics}
        rows = [
            (f"{name}: {side.get('version') or side.get('kind')}", f"{side['f1']:.4f}", f"{side['auto_recall']:.4f}")
            for name, side in sides.items()
        ]
        self.emit(options, found.as_json(), HEADERS, rows)
        if not options["json"]:
            self.stdout.write(
                f"\n{found.labels:,} labels. {found.reason or f'{found.version} does no worse and is taken.'}"
            )
        if not acts:
            self.say("Nothing was changed. Add --execute to learn.")

    def _learn(self, org: Org, entity: Entity) -> Learnt:
        with run_job(org, LEARN, by=ACTOR, parameters={"entity": entity.name}) as run:
            with run.work():
                found = learn(org.pk, entity, by=ACTOR)
            if found.promoted:
                match(
                    org.pk,
                    entity,
                    full=True,
                    work=run.work,
                    tell=lambda step, done, total: run.progress(done, total, step),
                )
        return found

    def _preview(self, org: Org, entity: Entity) -> Learnt:
        with org_context(org, actor=ACTOR):
            found = learn(org.pk, entity, by=ACTOR)
            transaction.set_rollback(True)
        return found
