"""`undo ID`: take back a change set."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from aiop.audit.report import Report
from aiop.audit.undo import CannotUndo, preview, undo
from aiop.orgs.commands import OrgCommand


class Command(OrgCommand):
    """Previews by default; --execute takes back."""

    help = "Take back a change set: what would go back, what stays because it was edited since, what cannot and why."
    previews = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Add which change set."""
        super().add_arguments(parser)
        parser.add_argument("id", type=int, help="the change set, as `load` and the admin show it")
        parser.add_argument("--reason", default="", help="why, for the record")

    def handle(self, *args: Any, **options: Any) -> None:
        """Undo or preview, and print the report."""
        org = self.find_org(options)
        try:
            if self.acts(options):
                report = undo(org, options["id"], by="command line", reason=options["reason"])
            else:
                report = preview(org, options["id"])
        except CannotUndo as error:
            raise CommandError(str(error)) from error
        self.emit(
            options,
            {"undo": options["id"], "executed": self.acts(options), **report.as_json()},
            ("Table", "What", "Rows"),
            _rows(report),
        )
        if not options["json"]:
            self.say(
                report.sentence()
                if self.acts(options)
                else f"Nothing is written yet. {report.sentence(done=False)} Add --execute to undo."
            )


def _rows(report: Report) -> list[tuple[str, str, int]]:
    named = {
        "removed again": report.removed,
        "set back": report.restored,
        "put back": report.put_back,
        "links emptied": report.unlinked,
    }
    rows = [(table, what, count) for what, counts in named.items() for table, count in counts.items()]
    rows += [("", "stay: edited since", report.kept_count)] if report.kept_count else []
    return rows + ([("", "cannot go back", report.impossible_count)] if report.impossible_count else [])
