"""Two sample organisations with connections to twins: their marts are filled by the real jobs, as every night would."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.utils import timezone

from aiop.files.filling import BY, Steps, do_job
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.running import run_job
from aiop.sandbox.sources import TwinOptions, build_twin
from aiop.sources.models import Connection
from aiop.sources.syncing import Reading, find_sync
from aiop.sources.twins import connect, connection_to, options_of
from marts.etl.declared import Job, all_jobs
from marts.etl.running import perform
from marts.etl.windows import Days, Past
from marts.models import AccountRule, MartStanding

# So much of the past is filled in where a snapshot of it can still be told in part.
FILLED = dt.timedelta(days=60)
# Organisation, first month of its fiscal year, the systems it is connected to.
SAMPLES = (
    ("vital", 1, ("quickbooks", "hubspot", "zoom", "azure_sql", "bigquery")),
    ("bennett", 11, ("softbase", "quickbooks")),
)
OWN_ACCOUNTS = ["900001", "900006", "900066"]
CHART = {
    "11": "cash", "12": "receivables", "13": "inventory", "14": "other_assets", "18": "fixed_assets", "19": "depreciated",
    "21": "payables", "22": "other_liabilities", "25": "debt", "31": "equity", "4": "income", "5": "income", "6": "income",
    "7": "income", "600900": "depreciation", "537001": "depreciation",
}  # fmt: skip


def fill(*, say: Callable[[str], None]) -> None:
    """Connect the samples and run each of their jobs once; where they have run already, nothing is done."""
    for slug, fiscal_month, connected in SAMPLES:
        org = Org.objects.filter(slug=slug).first()
        if org is None or _is_filled(org, connected):
            continue
        _prepare(org, fiscal_month, connected)
        step = Steps(org, say)
        with ExitStack() as stack:
            step("connected to its twins", lambda: [stack.enter_context(_connected(org, name)) for name in connected])  # noqa: B023
            step("marts filled", lambda: _run(org, connected))  # noqa: B023


def _is_filled(org: Org, connected: tuple[str, ...]) -> bool:
    """Tell whether each job has published something; one that was broken off is run again."""
    with org_context(org, actor=BY):
        published = MartStanding.objects.for_org(org).exclude(published_at=None).values_list("job", flat=True)
        return {job.name for job in all_jobs() if job.system in connected} <= set(published)


def _prepare(org: Org, fiscal_month: int, connected: tuple[str, ...]) -> None:
    org.fiscal_year_start_month = fiscal_month
    is_dealer = "softbase" in connected
    if is_dealer:
        org.settings = {**org.settings, "excluded_bill_to_customers": OWN_ACCOUNTS}
        # The day from which the dealer's twin has books.
        org.data_start_date = timezone.localdate(timezone=org.zone).replace(month=1, day=1)
    org.save(update_fields=["fiscal_year_start_month", "settings", "data_start_date"])
    if is_dealer:
        with org_context(org, actor=BY):
            have = set(AccountRule.objects.for_org(org).values_list("starts_with", flat=True))
            rules = [
                AccountRule(org=org, starts_with=text, group=group) for text, group in CHART.items() if text not in have
            ]
            AccountRule.objects.bulk_create(rules)


@contextmanager
def _connected(org: Org, name: str) -> Iterator[None]:
    """Serve a twin, and connect the organisation to it if it is not connected yet."""
    there = connection_to(org, name, by=BY)
    options = (options_of(there) if there else None) or TwinOptions()
    twin, told = build_twin(name, options)
    with twin:
        if there is None:
            connect(org, name, twin.url, told, by=BY, world=options)
        yield


def _run(org: Org, connected: tuple[str, ...]) -> str:
    """Run the jobs of these systems in the order of the night, and fill in what is still known of the weeks before."""
    mine = [job for job in all_jobs() if job.system in connected]
    for job in mine:
        do_job(org, find_sync(job.name).job)
        if job.reach.past is Past.FLOWS:
            _fill_in(org, job)
    return f"{len(mine)} jobs"


def _fill_in(org: Org, job: Job[Any]) -> None:
    sync, today = find_sync(job.name), timezone.localdate(timezone=org.zone)
    days = Days(today - FILLED, today - dt.timedelta(days=1))
    with org_context(org, actor=BY):
        connection = Connection.objects.for_org(org).get(system=job.system)
    with run_job(org, sync.backfill_job, by=BY) as run:
        perform(Reading(run, org, connection), job, days)
