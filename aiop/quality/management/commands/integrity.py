"""`manage.py integrity`: runs the checks and keeps what they said."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from aiop.orgs.commands import OrgCommand
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.quality.checks import UnknownCheck
from aiop.quality.jobs import INTEGRITY
from aiop.quality.known import named
from aiop.quality.run import run_checks
from aiop.quality.verdict import Result
from aiop.runs.running import run_job

_BY = "command line"


class Command(OrgCommand):
    """Ends with 0 even when checks fail, since they say what is so; with 2 for a name that no check has."""

    help = "Runs the integrity checks, all or those named, and keeps the results; --dry-run keeps nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the names of checks."""
        super().add_arguments(parser)
        parser.add_argument("names", nargs="*", metavar="NAME", help="a check; all when none is named")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the checks and print them."""
        org = self.find_org(options)
        names = options["names"] or None
        try:
            with org_context(org, actor=_BY):
                named(org, names or [])
        except UnknownCheck as error:
            raise CommandError(str(error), returncode=2) from error
        results = self._run(org, names) if self.acts(options) else run_checks(org, names, by=_BY, store=False)
        self.emit(options, {"checks": [_as_data(r) for r in results]}, _HEADERS, [_as_row(r) for r in results])

    def _run(self, org: Org, names: list[str] | None) -> list[Result]:
        with run_job(org, INTEGRITY, parameters={"names": names} if names else {}, by=_BY) as run:
            return run_checks(org, names, by=_BY, run=run)


_HEADERS = ("check", "status", "value", "threshold", "failing", "message")


def _as_data(result: Result) -> dict[str, Any]:
    return {
        "name": result.check.name,
        "status": result.status.value,
        "value": _number(result.value),
        "threshold": _number(result.check.threshold),
        "failing": result.failing,
        "title": result.check.title,
        "message": result.message,
        "trend": result.trend,
    }


def _number(value: Any) -> int | float | None:
    """Give a JSON number: whole ones as integers, so that counts read as counts."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def _as_row(result: Result) -> tuple[Any, ...]:
    message = f"{result.message} {result.trend}" if result.trend else result.message
    return (
        result.check.name,
        result.status.value,
        result.value,
        result.check.threshold,
        result.failing,
        message,
    )
