"""What every command shares: which organisation, preview or act, a table for people or JSON for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, InterfaceError
from psycopg.errors import UndefinedTable

from aiop.orgs.models import Org
from aiop.orgs.outages import outage_of

NOT_SET_UP = "The database is not set up, or not for this version: run “manage.py migrate” (or “manage.py up”) first."


class Encoder(DjangoJSONEncoder):
    """Money as text, moments in ISO 8601 with their zone, in full."""

    def default(self, o: Any) -> Any:
        """Encode what JSON has no form for."""
        return str(o) if isinstance(o, Decimal) else (o.isoformat() if hasattr(o, "isoformat") else super().default(o))


class OrgCommand(BaseCommand):
    """Base of the commands that staff's buttons are also; `previews` says whether it needs --execute to act."""

    previews = False
    creates_org = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options that every command takes."""
        parser.add_argument("--org", metavar="SLUG", help="the organisation; may be left out where there is only one")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--dry-run", action="store_true", help="change nothing, whatever else is said")
        if self.previews:
            parser.add_argument("--execute", action="store_true", help="do it; without this nothing is changed")
        if self.creates_org:
            parser.add_argument("--create-org", action="store_true", help="make the organisation if it is missing")

    def execute(self, *args: Any, **options: Any) -> Any:
        """Run the command; a database without tables, without room or gone is one sentence, not a trace."""
        try:
            return super().execute(*args, **options)
        except (DatabaseError, InterfaceError) as error:
            sentence = NOT_SET_UP if isinstance(error.__cause__, UndefinedTable) else outage_of(error)
            if sentence is None:
                raise
            raise CommandError(sentence) from error

    def acts(self, options: dict[str, Any]) -> bool:
        """Tell whether this call may change anything."""
        return not options["dry_run"] and (not self.previews or options["execute"])

    def find_org(self, options: dict[str, Any]) -> Org:
        """Give the organisation that the call is for, or refuse in one sentence."""
        slug = options.get("org")
        if slug is None:
            found = list(Org.objects.order_by("slug")[:2])
            if len(found) == 1:
                return found[0]
            raise CommandError(
                "There are several organisations: name one with --org." if found else "There is no organisation yet."
            )
        org = Org.objects.filter(slug=slug).first()
        if org is None and self.creates_org and options.get("create_org"):
            return Org.objects.create(slug=slug, name=slug.replace("-", " ").title())
        if org is None:
            raise CommandError(
                f"There is no organisation “{slug}”." + (" Add --create-org to make it." if self.creates_org else "")
            )
        return org

    def emit(
        self, options: dict[str, Any], data: dict[str, Any], headers: Sequence[str], rows: Sequence[Sequence[Any]]
    ) -> None:
        """Print `data` as JSON or `rows` as a table."""
        if options["json"]:
            self.stdout.write(json.dumps(data, cls=Encoder, ensure_ascii=False))
            return
        self.stdout.write(table(headers, rows))

    def say(self, text: str) -> None:
        """Tell people something on standard error, which leaves standard output to the result."""
        print(text, file=sys.stderr, flush=True)  # noqa: T201  (a command's own voice)


def table(headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Lay out rows under headers; numbers stand right with thousands separated."""
    texts = [[_cell(value) for value in row] for row in rows]
    widths = [
        max(len(header), *(len(row[i]) for row in texts), 0) if texts else len(header)
        for i, header in enumerate(headers)
    ]
    numeric = [
        bool(rows) and all(isinstance(row[i], int | Decimal | float) or row[i] is None for row in rows)
        for i in range(len(headers))
    ]

    def line(cells: Sequence[str]) -> str:
        return "  ".join(
            c.rjust(w) if n else c.ljust(w) for c, w, n in zip(cells, widths, numeric, strict=True)
        ).rstrip()

    return "\n".join([line(headers), line(["─" * w for w in widths]), *(line(row) for row in texts)])


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int | Decimal) and not isinstance(value, bool) else str(value)
