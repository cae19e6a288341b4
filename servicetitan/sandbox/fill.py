"""The sample painting company: its records loaded and its units placed as staff would, save one that is left waiting for them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from aiop.files.filling import BY, Steps, is_filled, load_folder, sample_folder
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from servicetitan.curate.placing import Placement, place_units
from servicetitan.curate.starting import load_starting_decisions
from servicetitan.models import BusinessUnit, ReportingUnit, UnitRole
from servicetitan.sandbox.books import Books
from servicetitan.sandbox.extracts import write_extracts
from servicetitan.sandbox.moments import day_number
from servicetitan.sandbox.reports.catalogue import BY_NAME
from servicetitan.sandbox.reports.files import as_csv
from servicetitan.sandbox.reports.layout import Asked
from servicetitan.sandbox.world import TenantWorld

NAME, APP = "brushline", "servicetitan"
# Reports lie where those who compare them look; the sandbox of ServiceTitan knows nothing else of them.
REPORTS_OF = "marts"
SEED = 7
# What staff decided of the units that the starting decisions do not name, all but NewCommercialTucson-AZ-Production.
PLACED = (
    ("NewCommercialTucson-AZ-Sales", "tuc_sales", UnitRole.SALES, "Sells for Tucson until it reports by itself"),
    ("East Phoenix-Production", None, UnitRole.IGNORED, "Was made by mistake; no work was ever booked on it"),
    ("Z-DO NOT USE - West", None, UnitRole.OTHER, "Cut short: nobody can tell whether it sold or produced"),
)
# Printed of the latest week that is over for at least seven days; of receivables, as they stand.
BY_WEEK = ("foreman", "wbr", "leads", "collections")
SNAPSHOT = "receivables"


def fill(*, scale: str, say: Callable[[str], None]) -> None:
    """Fill the sample company's records and decisions, unless they are."""
    org = Org.objects.get(slug=NAME)
    if is_filled(org, APP):
        return
    folder, step = sample_folder(org, APP), Steps(org, say)
    # The same seed gives the same company all day, and `sandbox servicetitan` with it the very same.
    now = datetime.now(UTC)
    morning = now.replace(hour=0, minute=0, second=0, microsecond=0)
    world = TenantWorld(SEED, scale, morning)
    step("extracts written", lambda: _written(world, folder))
    step("extracts loaded", lambda: load_folder(org, folder))
    step("units placed", lambda: _placed(org))
    step("reports printed", lambda: print_reports(world, sample_folder(org, REPORTS_OF), now.astimezone(org.zone)))


def _written(world: TenantWorld, folder: Path) -> str:
    return f"{sum(write_extracts(world, folder).values()):,} records"


def _placed(org: Org) -> str:
    load_starting_decisions(org, by=BY)
    with org_context(org, actor=BY):
        units = dict(BusinessUnit.objects.for_org(org).values_list("name", "source_id"))
        keys = dict(ReportingUnit.objects.for_org(org).values_list("key", "pk"))
    for name, key, role, reason in PLACED:
        place_units(org, [Placement(units[name], role, keys[key] if key else None)], by=BY, reason=reason)
    return "one is left to you"


def print_reports(world: TenantWorld, folder: Path, taken: datetime) -> str:
    """Print reports as a person would export them at a moment of their zone, and a list of what was asked of each."""
    folder.mkdir(parents=True, exist_ok=True)
    week = taken.date() - timedelta(days=taken.weekday() + 14)
    periods = [(name, week, week + timedelta(days=6)) for name in BY_WEEK] + [(SNAPSHOT, taken.date(), taken.date())]
    books = Books(world)
    printed = [_print(books, folder, name, since, until, taken) for name, since, until in periods]
    (folder / "reports.json").write_text(json.dumps(printed, indent=2))
    return f"{len(printed)} of the week of {week}"


def _print(books: Books, folder: Path, name: str, since: date, until: date, taken: datetime) -> dict[str, str]:
    report = BY_NAME[name]
    file = f"{report.title.replace('/', '')} {since}.csv"
    rows = report.compute(books, Asked(day_number(since), day_number(until)))
    (folder / file).write_bytes(as_csv(report, rows))
    return {"file": file, "from": since.isoformat(), "to": until.isoformat(), "taken": taken.isoformat()}
