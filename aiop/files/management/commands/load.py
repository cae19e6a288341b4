"""`load [KIND] PATH…`: files, folders or ZIPs through the one door."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from aiop.files.gather import gathered
from aiop.files.incoming import Choices
from aiop.files.load_files import FileResult, execute_files, in_order, preview_files
from aiop.files.questions import remembered_headers
from aiop.files.reading.source import Refused
from aiop.loading.kind import Kind, all_kinds
from aiop.orgs.commands import OrgCommand
from aiop.orgs.context import org_context
from aiop.runs.running import run_job

HEADERS = ("File", "Kind", "Read", "New", "Changed", "Same", "Quarantined", "Seconds")


class Command(OrgCommand):
    """Previews by default; --execute brings the rows in."""

    help = "Load files, folders or ZIPs; without --execute it says what would happen and changes nothing."
    previews = True
    creates_org = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Add what to load and what headers do not settle."""
        super().add_arguments(parser)
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.add_argument(
            "paths",
            nargs="+",
            metavar="[KIND] PATH",
            help="a kind may come first: " + ", ".join(k.name for k in all_kinds()),
        )
        parser.add_argument(
            "--dates", choices=["MDY", "DMY", "YMD"], help="order of day and month, where the file does not show it"
        )
        parser.add_argument("--sheet", help="which sheet of a workbook")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load or preview, and print what became of each file."""
        kind, paths = _kind_and_paths(options["paths"])
        org = self.find_org(options)
        with org_context(org, actor="command line"):
            remembered = remembered_headers(org)
        choices = Choices(kind=kind, sheet=options["sheet"], dates=options["dates"], remembered=remembered)
        run_id = change_set = None
        try:
            with gathered(paths) as files:
                if not files:
                    raise CommandError("There is no CSV or XLSX file in what was named.")
                ordered, refused = in_order(files, choices)
                if self.acts(options) and ordered:
                    with run_job(org, "load", by="command line", parameters={"paths": options["paths"]}) as run:
                        change_set, results = execute_files(org, ordered, choices, run)
                        run_id = run.id
                else:
                    results = preview_files(org, ordered, choices)
        except Refused as error:
            raise CommandError(error.reason) from error
        results += refused
        self._print(options, results, run_id, change_set)
        if any(result.refused for result in results):
            raise CommandError(" ".join(f"{r.file}: {r.refused}" for r in results if r.refused))

    def _print(
        self, options: dict[str, Any], results: list[FileResult], run: int | None, change_set: int | None
    ) -> None:
        data = {"run": run, "change_set": change_set, "files": [result.as_json() for result in results]}
        rows = [
            (r.file, r.kind, v.read, v.new, v.changed, v.same, v.quarantined, f"{r.seconds:.1f}")
            for r in results
            if not r.refused and (v := r.verdict)
        ]
        self.emit(options, data, HEADERS, rows)
        if options["json"]:
            return
        for result in results:
            for problem in result.problems:
                for one in problem["problems"]:
                    name = f", {one['header']}" if one["header"] else ""
                    self.say(f"{result.file}: line {problem['line']}{name}: {one['value'][:60]} {one['reason']}.")
            if result.verdict.quarantined > len(result.problems) > 0:
                told, held = len(result.problems), result.verdict.quarantined
                self.say(f"{result.file}: these are {told:,} of {held:,} rows in quarantine.")
            if result.unknown:
                self.say(f"{result.file}: not loaded, because nobody knows these columns: {', '.join(result.unknown)}.")
        if run is None:
            self.say("Nothing is written yet. Add --execute to load.")


def _kind_and_paths(words: list[str]) -> tuple[Kind | None, list[Path]]:
    kinds = {kind.name: kind for kind in all_kinds()}
    if words[0] in kinds and not Path(words[0]).exists():
        if len(words) == 1:
            raise CommandError(f"Say which files to load as {words[0]}.", returncode=2)
        return kinds[words[0]], [Path(word) for word in words[1:]]
    return None, [Path(word) for word in words]
