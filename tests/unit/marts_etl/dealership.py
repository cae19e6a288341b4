"""A dealer's organisation, its connection to a twin of Softbase, and jobs run as the worker runs them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.running import RunHandle, run_job
from aiop.sandbox.clock import SimulatedClock
from aiop.sandbox.tds.server import SqlTwin
from aiop.sources.models import Connection
from aiop.sources.retrying import Patience
from aiop.sources.syncing import Reading
from marts.etl.declared import Job
from marts.etl.running import perform
from marts.etl.windows import Days
from marts.models import MartStanding
from marts.sources.softbase.sandbox.service import told, twin_of
from marts.sources.softbase.sandbox.world import Dealer

QUICK = Patience(
    attempts=5, first_wait=0.01, longest_wait=0.02, unsaid_wait=0.01, longest_asked=1, connect=5, exchange=20
)


def make_dealer_org(slug: str = "bennett") -> Org:
    """Make an organisation with the fiscal year and the own accounts of a dealer."""
    settings = {"excluded_bill_to_customers": ["900001", "900006", "900066"]}
    return Org.objects.create(
        slug=slug, name="Bennett", time_zone="America/New_York", fiscal_year_start_month=11, settings=settings
    )


def connect(org: Org, system: str, given: Mapping[str, str], **more: Any) -> Connection:
    """Make a connection from what its twin says that it must be told."""
    secret = {name: given[name] for name in ("password", "service_account") if name in given}
    with org_context(org, actor="maya"):
        connection = Connection(
            org=org, system=system, name=f"{system} of {org}",
            settings={name: text for name, text in given.items() if name not in secret}, **more,
        )  # fmt: skip
        connection.keep_secrets(secret)
        connection.save()
    return connection


@contextmanager
def serving_dealer(dealer: Dealer, at: dt.datetime, **more: Any) -> Iterator[SqlTwin]:
    """Serve a dealer as known at a moment."""
    with twin_of(dealer, SimulatedClock(at), **more) as twin:
        yield twin


def connect_dealer(org: Org, twin: SqlTwin) -> Connection:
    """Connect an organisation to a dealer's twin."""
    return connect(org, "softbase", told(twin))


def run_etl(
    connection: Connection, job: Job[Any], now: dt.datetime, days: Days | None = None, *, by: str = "timetable"
) -> RunHandle:
    """Run a job as of a moment, and give its run."""
    with run_job(connection.org, f"{job.name}.sync", by=by) as run:
        perform(Reading(run, connection.org, connection, QUICK), job, days, now=now)
    return run


def standing(org: Org, job: Job[Any]) -> MartStanding:
    """Give how a job stands."""
    with org_context(org, actor="test"):
        found: MartStanding = MartStanding.objects.for_org(org).get(job=job.name)
    return found
