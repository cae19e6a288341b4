"""`manage.py tieout FILE`: compares a report of ServiceTitan with our figures."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from aiop.builders.windows import Window
from aiop.files.reading.source import Refused
from aiop.orgs.commands import OrgCommand
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.running import Failed
from marts.models import TieOut, TieOutDifference, TieOutFigure
from marts.tieout.reports import NotAReport
from marts.tieout.tie import compared, tie

_BY = "command line"


class Command(OrgCommand):
    """Ends with 1 when the file cannot be compared; a failed verdict is an answer, not an error."""

    help = "Compares a report that ServiceTitan printed (CSV or XLSX) with our figures, and says why they differ."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file, its days, and when it was taken."""
        super().add_arguments(parser)
        parser.add_argument("files", metavar="FILE", type=Path, nargs="+")
        parser.add_argument(
            "--search", metavar="KPI", help="search for the way of counting that gives what these reports print"
        )
        parser.add_argument("--from", dest="start", type=dt.date.fromisoformat, metavar="DAY")
        parser.add_argument("--to", dest="end", type=dt.date.fromisoformat, metavar="DAY")
        parser.add_argument(
            "--taken", type=dt.datetime.fromisoformat, metavar="MOMENT", help="when the report was taken, with its zone"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, keep the comparison unless --dry-run, and print verdicts and causes."""
        org = self.find_org(options)
        if options["search"]:
            self._search(org, options)
            return
        if len(options["files"]) != 1:
            raise CommandError("One report is compared at a time; several are for --search.", returncode=2)
        taken = options["taken"]
        if taken is not None and taken.tzinfo is None:
            taken = taken.replace(tzinfo=org.zone)
        window = Window(options["start"], options["end"]) if options["start"] or options["end"] else None
        try:
            with org_context(org, actor=_BY):
                made, figures, differences = tie(
                    org, options["files"][0], by=_BY, window=window, extracted_at=taken, keep=self.acts(options)
                )
        except (Refused, NotAReport, Failed, FileNotFoundError) as error:
            raise CommandError(str(error)) from error
        for doubt in made.doubts:
            self.say(doubt)
        self.emit(options, _data(made, figures, differences), _HEADERS, [_line(figure) for figure in figures])
        if not options["json"]:
            self.stdout.write(_causes(differences))

    def _search(self, org: Org, options: dict[str, Any]) -> None:
        """Search, and print the ways that tie, plainest first, or the nearest with their misses."""
        # NumPy is loaded for a search alone.
        from marts.tieout.finding import find, week_of

        try:
            with org_context(org, actor=_BY):
                answer = find(org, options["search"], options["files"])
        except (Refused, NotAReport, Failed, FileNotFoundError) as error:
            raise CommandError(str(error)) from error
        shown = answer.ties or answer.nearest
        data = {
            "tried": answer.tried,
            "settled": answer.settled,
            "ties": [one.way.words for one in answer.ties],
            "nearest": [{"way": one.way.words, "misses": len(one.misses)} for one in answer.nearest],
            "telling_weeks": [week_of(week) for week in answer.telling],
        }
        self.emit(options, data, ("way", "misses"), [(one.way.words, len(one.misses)) for one in shown])
        if answer.telling and not options["json"]:
            self.stdout.write(f"\nThe report of the week of {week_of(answer.telling[-1])} would tell them apart.")


_HEADERS = ("week", "unit", "KPI", "report", "ours", "difference", "verdict")


def _line(figure: TieOutFigure) -> tuple[Any, ...]:
    both = compared(figure)
    return (
        figure.week,
        figure.unit,
        figure.kpi,
        *map(_short, (both.theirs, both.ours, both.difference)),
        figure.verdict,
    )


def _short(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(Decimal("0.01"))


def _causes(differences: list[TieOutDifference]) -> str:
    if not differences:
        return "\nNothing differs."
    sums: defaultdict[tuple[str, str, str], list[Decimal]] = defaultdict(list)
    for one in differences:
        sums[one.kpi, one.part, one.cause].append(one.amount)
    lines = [
        f"  {kpi} ({part}): {cause} {sum(amounts):,} in {len(amounts):,}"
        for (kpi, part, cause), amounts in sorted(sums.items())
    ]
    return "\n".join(["\nCauses, report less ours:", *lines])


def _data(made: TieOut, figures: list[TieOutFigure], differences: list[TieOutDifference]) -> dict[str, Any]:
    causes: defaultdict[str, Decimal] = defaultdict(Decimal)
    for one in differences:
        causes[f"{one.kpi}.{one.part}.{one.cause}"] += one.amount
    return {
        "tie_out": made.pk,
        "report": made.report,
        "from": made.start_date,
        "to": made.end_date,
        "verdicts": made.verdicts,
        "doubts": made.doubts,
        "figures": [
            {
                "week": figure.week,
                "unit": figure.unit,
                "kpi": figure.kpi,
                "theirs": compared(figure).theirs,
                "ours": compared(figure).ours,
                "verdict": str(figure.verdict),
            }
            for figure in figures
        ],
        "causes": dict(causes),
        "digest": made.digest,
    }
