"""`query NAME --param k=v`: what an entry of the catalogue answers."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from aiop.catalogue.entries import UnknownEntry, every, named
from aiop.catalogue.head import RefusedEntry
from aiop.catalogue.parameters import WrongValue
from aiop.catalogue.plans import TooDear
from aiop.catalogue.reader import QuestionRefused, ReaderMissing
from aiop.catalogue.run import MOST, Answer, answer
from aiop.orgs.commands import OrgCommand
from aiop.orgs.context import org_context


class Command(OrgCommand):
    """Prints the rows of one entry, or without a name the catalogue itself."""

    help = "Answer an entry of the catalogue; without a name, list them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add which entry, and what it is asked with."""
        super().add_arguments(parser)
        parser.add_argument("name", nargs="?", help="the entry, such as revenue_trends")
        parser.add_argument("--param", metavar="NAME=VALUE", action="append", default=[],
                            help="a value, such as period=last_year, period=2026-01-01..2026-03-31 or branch=3")  # fmt: skip
        parser.add_argument("--sort", metavar="COLUMN", default="", help="sort by a column; -COLUMN for largest first")
        parser.add_argument("--limit", type=int, default=MOST, help=f"rows at most (default {MOST})")

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer, or list."""
        try:
            if options["name"] is None:
                self._list(options)
            else:
                self._answer(options)
        except (UnknownEntry, WrongValue) as error:
            raise CommandError(str(error), returncode=2) from error
        except (RefusedEntry, TooDear, QuestionRefused, ReaderMissing) as error:
            raise CommandError(str(error)) from error

    def _list(self, options: dict[str, Any]) -> None:
        entries = every()
        data = {"entries": [{"name": e.name, "category": e.category, "title": e.title} for e in entries]}
        self.emit(options, data, ("Category", "Name", "Title"), [(e.category, e.name, e.title) for e in entries])

    def _answer(self, options: dict[str, Any]) -> None:
        entry, org = named(options["name"]), self.find_org(options)
        with org_context(org, actor="command line"):
            found = answer(entry, org, _values(options["param"]), sort=options["sort"], most=max(1, options["limit"]))
        names = [column.name for column in found.columns]
        data = {"name": entry.name, "rows": found.records(), "columns": names, "seconds": round(found.took, 3),
                "total": found.total, "from_cache": found.from_cache, "plan_cost": round(found.plan_cost)}  # fmt: skip
        self.emit(options, data, names, found.rows)
        if not options["json"]:
            self.say(_says(found))


def _values(given: list[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    wrong = next((name for name, equals, _ in pairs if not equals), None)
    if wrong is not None:
        raise WrongValue(f"“{wrong}” is not written as NAME=VALUE.")
    return {name: value for name, _, value in pairs}


def _says(found: Answer) -> str:
    where = "kept from before" if found.from_cache else f"plan cost {found.plan_cost:,.0f}"
    return f"{len(found.rows):,} of {found.total:,} rows in {found.took:.2f} s ({where})."
