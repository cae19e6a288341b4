"""Up to which day the pool is complete: the latest day in each kind of export, and when it was last loaded."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from aiop.adminkit import format as fmt
from aiop.dashboards.page import Freshness, Tile
from aiop.dashboards.tables import Cell, Head, Table
from aiop.loading.kind import all_kinds
from aiop.orgs.models import Org

# Nothing says when a job was quoted or booked but the job itself, and no index carries it: what was quoted last is looked
# for among the jobs of the last year of job dates, which an index does carry, and those without a date.
YEAR_DAYS = 366
# Exports come daily; a weekend passes, more is worth a look.
STALE_DAYS = 3
_LATEST = """
    SELECT 'lead_status', (max(received_at) AT TIME ZONE %(zone)s)::date FROM crm_leadstatus
    WHERE org_id = %(org)s AND received_at < %(tomorrow)s
    UNION ALL SELECT 'bad_leads', max(date_lead_received) FROM crm_badlead
    WHERE org_id = %(org)s AND date_lead_received <= %(today)s
    UNION ALL SELECT 'lost_leads', max(lost_date) FROM crm_lostlead WHERE org_id = %(org)s AND lost_date <= %(today)s
    UNION ALL SELECT 'bookings', max(booked_date) FROM crm_bookedopportunity
    WHERE org_id = %(org)s AND booked_date <= %(today)s
    UNION ALL SELECT 'jobs', greatest(
        max(quote_created_date) FILTER (WHERE quote_created_date <= %(today)s),
        max(booked_date) FILTER (WHERE booked_date <= %(today)s)
    ) FROM crm_job WHERE org_id = %(org)s AND (job_date IS NULL OR job_date >= (
        SELECT max(job_date) - %(year)s FROM crm_job WHERE org_id = %(org)s
    ))
"""
_LOADED = "SELECT kind, max(applied_at) FROM loading_load WHERE org_id = %(org)s AND state = 'applied' GROUP BY kind"
_SQL = f"""
    WITH latest(kind, day) AS ({_LATEST}), loaded(kind, at) AS ({_LOADED})
    SELECT kind, day, at FROM latest FULL JOIN loaded USING (kind)
"""


@dataclass(frozen=True)
class Arrival:
    """One kind of export: the latest day that a row of it is about, and when it was last loaded."""

    kind: str
    title: str
    day: dt.date | None
    at: dt.datetime | None

    @property
    def loads(self) -> str:
        """The address of its loads."""
        return f"{reverse('files:imports')}?kind={self.kind}"


@dataclass(frozen=True)
class Arrivals:
    """All kinds of export of an organisation, and its day today."""

    kinds: list[Arrival]
    today: dt.date
    org: Org

    @property
    def latest(self) -> dt.date | None:
        """The latest day that any row is about."""
        return max((arrival.day for arrival in self.kinds if arrival.day), default=None)

    @property
    def behind(self) -> Arrival | None:
        """The kind whose rows end earliest: up to there everything is in."""
        known = [arrival for arrival in self.kinds if arrival.day]
        return min(known, key=lambda arrival: (arrival.day, arrival.title), default=None)

    @property
    def complete_through(self) -> dt.date | None:
        """The day up to which every kind that was ever loaded has rows."""
        return self.behind.day if self.behind else None


def read_arrivals(org: Org) -> Arrivals:
    """Ask how far each kind of export reaches; one query, along indexes."""
    today = timezone.localdate(timezone=org.zone)
    tomorrow = dt.datetime.combine(today + dt.timedelta(days=1), dt.time.min, tzinfo=org.zone)
    bound: dict[str, Any] = {
        "org": org.pk,
        "zone": org.time_zone,
        "today": today,
        "tomorrow": tomorrow,
        "year": YEAR_DAYS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, bound)
        found = {kind: (day, at) for kind, day, at in cursor.fetchall()}
    kinds = [kind for kind in all_kinds() if kind.model._meta.app_label == "crm"]
    return Arrivals([Arrival(kind.name, kind.title, *found.get(kind.name, (None, None))) for kind in kinds], today, org)


def sentence(arrivals: Arrivals) -> Freshness:
    """Say up to when the page is complete, and what holds it back."""
    behind = arrivals.behind
    if behind is None or behind.day is None or arrivals.latest is None:
        return Freshness("No rows have come in yet.")
    words = f"Complete through {fmt.day(behind.day)} ({behind.title}), days of {arrivals.org.time_zone}."
    if (arrivals.latest - behind.day).days > STALE_DAYS:
        words += f" Other exports reach {fmt.day(arrivals.latest)}: what lies between is still growing."
    age = (arrivals.today - behind.day).days
    if age > STALE_DAYS:
        words += f" That was {fmt.days_ago(behind.day, arrivals.today)}."
        return Freshness(words, True, reverse("files:imports"), "Load newer exports")
    return Freshness(words)


def tile(arrivals: Arrivals, now: dt.datetime) -> Tile:
    """Show each kind of export with the day it reaches and its last load."""
    heads = [Head("Export", is_number=False), Head("Rows up to"), Head("Last loaded")]
    rows = [_row(arrival, arrivals, now) for arrival in arrivals.kinds]
    table = Table("How far each kind of export reaches", heads, rows)
    return Tile(
        "freshness",
        "Is everything in?",
        "The latest day in each export, and its last load",
        mark_safe(""),
        table,
        none="",
        is_open=True,
        width=12,
    )


def _row(arrival: Arrival, arrivals: Arrivals, now: dt.datetime) -> list[Cell]:
    day, at = arrival.day, arrival.at
    age = fmt.days_ago(day, arrivals.today) if day else "no rows with a day"
    loaded: Any = fmt.clock(at, arrivals.org.zone) if at else "never loaded"
    return [
        Cell(arrival.title, arrival.title, arrival.loads),
        Cell(fmt.day(day), day, hint=age),
        Cell(fmt.ago(at, now) if at else "never", at.isoformat() if at else None, arrival.loads, hint=loaded),
    ]
