"""The sample painting company: read through its connection to a twin, its units placed as staff would, save one that is left waiting."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from aiop.files.filling import BY, Steps, do_job, is_filled, sample_folder
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.sandbox.sources import TwinOptions
from aiop.sources.twins import connect, connection_to, options_of
from servicetitan.curate.placing import Placement, place_units
from servicetitan.curate.starting import load_starting_decisions
from servicetitan.models import BusinessUnit, Job, ReportingUnit, UnitRole
from servicetitan.sandbox.books import Books
from servicetitan.sandbox.build import morning, serving, told
from servicetitan.sandbox.moments import day_number
from servicetitan.sandbox.reports.catalogue import BY_NAME
from servicetitan.sandbox.reports.files import as_csv
from servicetitan.sandbox.reports.layout import Asked
from servicetitan.sandbox.world import TenantWorld

NAME, APP = "brushline", "servicetitan"
# Reports lie where those who compare them look; the sandbox of ServiceTitan knows nothing else of them.
REPORTS_OF, PRINTED = "marts", "reports.json"
SEED = 7
SYNC = "servicetitan.sync"
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
    """Connect the sample company to a twin, read it and decide as staff would, unless all that was done."""
    org = Org.objects.get(slug=NAME)
    if is_filled(org, APP) and (sample_folder(org, REPORTS_OF) / PRINTED).is_file():
        return
    step = Steps(org, say)
    there = connection_to(org, APP, by=BY)
    options = (options_of(there) if there else None) or TwinOptions(seed=SEED, scale=scale, as_of=morning())
    service = serving(options)
    with service.twin(port=options.port) as twin:
        if there is None:
            connect(org, APP, twin.url, told(service, twin), by=BY, world=options)
        step("read from its twin", lambda: _read(org))
    step("units placed", lambda: _placed(org))
    step("reports printed", lambda: _printed(org, service.world))


def _read(org: Org) -> str:
    """Read everything through the connection, as the timetable does every hour."""
    do_job(org, SYNC)
    with org_context(org, actor=BY):
        return f"{Job.objects.for_org(org).count():,} jobs and what belongs to them"


def _placed(org: Org) -> str:
    load_starting_decisions(org, by=BY)
    with org_context(org, actor=BY):
        units = dict(BusinessUnit.objects.for_org(org).values_list("name", "source_id"))
        keys = dict(ReportingUnit.objects.for_org(org).values_list("key", "pk"))
    for name, key, role, reason in PLACED:
        place_units(org, [Placement(units[name], role, keys[key] if key else None)], by=BY, reason=reason)
    return "one is left to you"


def _printed(org: Org, world: TenantWorld) -> str:
    """Print reports as a person would export them now, and a list of what was asked of each."""
    taken, folder = world.clock.now().astimezone(org.zone), sample_folder(org, REPORTS_OF)
    folder.mkdir(parents=True, exist_ok=True)
    week = taken.date() - timedelta(days=taken.weekday() + 14)
    periods = [(name, week, week + timedelta(days=6)) for name in BY_WEEK] + [(SNAPSHOT, taken.date(), taken.date())]
    books = Books(world)
    printed = [_print(books, folder, name, since, until, taken) for name, since, until in periods]
    (folder / PRINTED).write_text(json.dumps(printed, indent=2))
    return f"{len(printed)} of the week of {week}"


def _print(books: Books, folder: Path, name: str, since: date, until: date, taken: datetime) -> dict[str, str]:
    report = BY_NAME[name]
    file = f"{report.title.replace('/', '')} {since}.csv"
    rows = report.compute(books, Asked(day_number(since), day_number(until)))
    (folder / file).write_bytes(as_csv(report, rows))
    return {"file": file, "from": since.isoformat(), "to": until.isoformat(), "taken": taken.isoformat()}
