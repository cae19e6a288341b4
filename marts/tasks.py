"""What is built, when, and after which jobs."""

from __future__ import annotations

from django.db import connection

from aiop.alerts.topics import declare, of_check, of_run, of_source
from aiop.builders.declared import Builder, Series
from aiop.builders.jobs import register
from aiop.orgs.models import Org
from aiop.schedule import Hourly
from marts.kpi.daily import build_daily
from marts.kpi.snapshots import take_snapshots

KPI = "marts.kpi"
# The jobs that bring what KPIs are read from.
BROUGHT_BY = frozenset({"load", "files.apply", "servicetitan.sync", "servicetitan_sweep.sync", "servicetitan.backfill"})


def has_jobs(org: Org) -> bool:
    """Tell whether an organisation has anything that KPIs could be read from."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM servicetitan_job WHERE org_id = %s)", [org.pk])
        return bool(cursor.fetchone()[0])


# What is read of ServiceTitan too late makes KPIs old, which is no news of its own.
declare(of_check("kpi_freshness"), after=[of_source("servicetitan"), of_run("servicetitan.sync")])

register(
    Series(KPI, "KPIs", Hourly(), after=BROUGHT_BY, is_wanted=has_jobs),
    Builder("kpi", "Daily KPIs", "day × reporting unit × KPI", "Operations", build_daily),
    Builder(
        "kpi_snapshots",
        "Future bookings and A/R",
        "day × reporting unit × KPI",
        "Operations",
        take_snapshots,
        needs=("kpi",),
    ),
)
