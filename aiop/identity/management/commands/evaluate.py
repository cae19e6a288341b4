"""`evaluate ENTITY --truth FILE`: how good the stored candidates are against a list of true pairs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from aiop.identity.asking import entity_of_command
from aiop.identity.evaluation import BadTruth, evaluate
from aiop.orgs.commands import OrgCommand
from aiop.orgs.context import org_context

HEADERS = ("Measured", "Pairs", "Precision", "Recall", "F1")


class Command(OrgCommand):
    """Reads only."""

    help = "Measure the candidates against true pairs: a CSV with the columns left and right."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add what to measure and the truth."""
        super().add_arguments(parser)
        parser.add_argument("entity", metavar="ENTITY")
        parser.add_argument("--truth", type=Path, required=True, metavar="FILE", help="CSV with columns left and right")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure, and print a line for each zone."""
        entity, org = entity_of_command(options["entity"]), self.find_org(options)
        try:
            with org_context(org, actor="command evaluate"):
                found = evaluate(org.pk, entity, options["truth"])
        except (BadTruth, OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
        data = found.as_json()
        rows = [("at 0.5", found.scored, *_percents(data))]
        rows += [(name, None, *_percents(data[name])) for name in ("best", "auto") if data[name]]
        rows += [(zone["zone"], zone["pairs"], *_percents(zone)) for zone in data["zones"]]
        self.emit(options, data, HEADERS, rows)
        if not options["json"]:
            self.stdout.write(f"\n{found.true_pairs:,} true pairs; calibration error {found.calibration_error:.4f}.")
            if found.unknown:
                self.say(f"{found.unknown:,} pairs of the file name a record that is not here, or one twice.")


def _percents(shares: dict[str, Any]) -> list[str]:
    return [f"{shares[name] * 100:.2f} %" if name in shares else "–" for name in ("precision", "recall", "f1")]
