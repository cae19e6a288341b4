"""`link [STEP…]`: the linkage steps of the lead pool, previewed, or done with --execute."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.core.management.base import CommandError, CommandParser

from aiop.orgs.commands import OrgCommand, table
from aiop.orgs.models import Org
from aiop.runs.running import run_job
from crm.link.run import UnknownStep, link, steps_named
from crm.link.step import StepResult

JOB = "crm.link"
ACTOR = "command link"


class Command(OrgCommand):
    """Link the lead pool."""

    help = "Link leads, bookings, jobs, customers and lookups. Previews unless --execute is given."
    previews = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the steps, by name."""
        super().add_arguments(parser)
        parser.add_argument(
            "steps", nargs="*", metavar="STEP", help="steps to run, in their own order; all when left out"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Preview or run the steps and print what each rule found."""
        try:
            names = [step.name for step in steps_named(options["steps"])]
        except UnknownStep as error:
            raise CommandError(str(error), returncode=2) from None
        org = self.find_org(options)
        acts = self.acts(options)
        results = self._run(org, names) if acts else link(org, names, by=ACTOR)
        data = {"steps": [_as_json(result) for result in results]}
        self.emit(options, data, ("step", "rule", "rows", "seconds"), _rows(results))
        if not options["json"]:
            self._write_samples(results, acts=acts)

    def _run(self, org: Org, names: list[str]) -> list[StepResult]:
        with run_job(org, JOB, parameters={"steps": names}, by=ACTOR) as run:
            return link(org, names, execute=True, by=ACTOR, run=run)

    def _write_samples(self, results: list[StepResult], *, acts: bool) -> None:
        shown = [(result.name, row["rule"], row["label"]) for result in results for row in result.sample]
        if shown:
            self.stdout.write("\nFor example\n" + table(("step", "rule", "row"), shown))
        if not acts:
            self.stdout.write(
                "\nNothing was changed. Each step previews on what is stored now. Add --execute to do it."
            )


def _rows(results: list[StepResult]) -> list[tuple[str, str, int, float]]:
    lines = []
    for result in results:
        counted = [(rule, rows) for rule, rows in result.counts.items() if rows] or [("nothing to do", 0)]
        lines += [(result.name, rule, rows, result.seconds) for rule, rows in counted]
    return lines


def _as_json(result: StepResult) -> dict[str, Any]:
    data = dataclasses.asdict(result)
    data["planned" if result.written is None else "written"] = (
        result.planned if result.written is None else result.written
    )
    del data["written" if result.written is None else "planned"]
    return data
