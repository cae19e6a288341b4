"""`match ENTITY [--full] [--export FILE]`: propose which records may be one; previewed, or written with --execute."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction

from aiop.identity.asking import JOB, entity_of_command
from aiop.identity.entity import Entity, all_entities
from aiop.identity.files import export_candidates
from aiop.identity.match import Matched, match
from aiop.orgs.commands import OrgCommand
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.running import run_job

ACTOR = "command match"
HEADERS = ("Entity", "Run", "Cleaned", "Gone", "Pairs", "Candidates", "New", "Changed", "Removed", "Seconds")


class Command(OrgCommand):
    """Previews by default; --execute writes candidates."""

    help = "Propose which records may be one. Previews unless --execute is given; --export works either way."
    previews = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Add what to match and where to write the pairs."""
        super().add_arguments(parser)
        names = ", ".join(entity.name for entity in all_entities())
        parser.add_argument("entity", metavar="ENTITY", help=f"one of: {names}")
        parser.add_argument("--full", action="store_true", help="look at every record again")
        parser.add_argument("--export", type=Path, metavar="FILE", help="write all pairs above the floor as CSV")

    def handle(self, *args: Any, **options: Any) -> None:
        """Match, and print what was found."""
        entity = entity_of_command(options["entity"])
        org = self.find_org(options)
        acts = self.acts(options)
        if acts:
            with run_job(org, JOB, by=ACTOR, parameters={"entity": entity.name, "full": options["full"]}) as run:
                found = match(
                    org.pk, entity, full=options["full"], work=run.work,
                    tell=lambda step, done, total: run.progress(done, total, step=step),
                )  # fmt: skip
                run.count(new=found.proposed.new, changed=found.proposed.changed)
            exported = self._export(org, entity, options["export"])
        else:
            found, exported = self._preview(org, entity, options)
        self._print(options, found, exported)
        if not acts:
            self.say("Nothing was changed. Add --execute to write the candidates.")

    def _preview(self, org: Org, entity: Entity, options: dict[str, Any]) -> tuple[Matched, int | None]:
        with org_context(org, actor=ACTOR):
            found = match(org.pk, entity, full=options["full"], work=transaction.atomic)
            exported = self._export(org, entity, options["export"])
            transaction.set_rollback(True)
        return found, exported

    def _export(self, org: Org, entity: Entity, path: Path | None) -> int | None:
        if path is None:
            return None
        with org_context(org, actor=ACTOR), path.open("wb") as sink:
            return export_candidates(org.pk, entity, sink)

    def _print(self, options: dict[str, Any], found: Matched, exported: int | None) -> None:
        seconds = round(sum(found.seconds.values()), 1)
        data = {
            "entity": found.entity,
            "full": found.full,
            "cleaned": found.arrived.cleaned,
            "gone": found.arrived.gone,
            "pairs": found.pairs,
            "candidates": found.proposed.candidates,
            "new": found.proposed.new,
            "changed": found.proposed.changed,
            "removed": found.proposed.gone,
            "exported": exported,
            "seconds": found.seconds,
        }
        run = "full" if found.full else "arrivals"
        row = [found.entity, run, *(data[name] for name in _COUNTED), f"{seconds:.1f}"]
        self.emit(options, data, HEADERS, [row])


_COUNTED = ("cleaned", "gone", "pairs", "candidates", "new", "changed", "removed")
