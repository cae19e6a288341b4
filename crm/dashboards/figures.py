"""The numbers of the lead-pool dashboard: each table is read once, and everything on the page adds up to that reading."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, DateField, F, Func, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Trunc

from aiop.dashboards.periods import Days, Step, bucket_start, buckets
from crm.dashboards import counted
from crm.dashboards.asked import Asked
from crm.models import BadLead, Job, LeadStatus

TOTAL, BUCKET = "total", "bucket"


@dataclass(frozen=True)
class Leads:
    """Leads with a quote, and how far they came; each is in `leads` once, and in one of lost, bad and open at most."""

    leads: int = 0
    booked: int = 0
    completed: int = 0
    lost: int = 0
    bad: int = 0
    open: int = 0
    completed_unbooked: int = 0

    @property
    def rate(self) -> Decimal | None:
        """Booked of a hundred leads."""
        return round(Decimal(100 * self.booked) / self.leads, 1) if self.leads else None


@dataclass(frozen=True)
class Won:
    """Won jobs and what their customers are charged; jobs without any amount count nothing."""

    jobs: int = 0
    revenue: Decimal = Decimal(0)
    without_amount: int = 0


@dataclass
class Read:
    """One table's figures: in total now and before, and now by each thing that rows are grouped by."""

    now: Any = None
    before: Any = None
    by: defaultdict[str, dict[Any, Any]] = field(default_factory=lambda: defaultdict(dict))


_LEADS_SQL = """
    count(*), count(*) FILTER (WHERE booked), count(*) FILTER (WHERE completed),
    count(*) FILTER (WHERE lost AND NOT booked AND NOT completed),
    count(*) FILTER (WHERE bad AND NOT booked AND NOT completed AND NOT lost),
    count(*) FILTER (WHERE NOT (booked OR completed OR lost OR bad)),
    count(*) FILTER (WHERE completed AND NOT booked)
"""


def read_leads(asked: Asked) -> Read:
    """Count leads with a quote by period, branch, source and sales person; one query."""
    step = _bucket(asked, "received_at", tzinfo=asked.org.zone)
    rows = counted.leads(asked.rows(LeadStatus), asked.org).annotate(
        bucket=step,
        booked=counted.is_booked(asked.org),
        completed=counted.is_completed(asked.org),
        lost=counted.is_lost(asked.org),
        bad=counted.is_bad(asked.org),
    )
    names = ["branch_id", "lead_source_id", "sales_person_id"]
    shown = rows.values("is_now", "bucket", *names, "booked", "completed", "lost", "bad")
    return _grouped(shown, [BUCKET, *names], _LEADS_SQL, Leads)


def read_people(asked: Asked) -> Read:
    """Count the people behind bad leads without a quote by period and source; one query, none if a filter forbids it."""
    if not asked.may_count(BadLead):
        return Read()
    # Comparing 64-bit digests takes a third of the time that comparing texts takes; among 300,000 people two digests
    # meet once in 400 million pools.
    person = Func(counted.PERSON, Value(0), function="hashtextextended", output_field=BigIntegerField())
    step = _bucket(asked, "date_lead_received")
    rows = counted.bad_leads(asked.rows(BadLead), asked.org).annotate(bucket=step, person=person)
    shown = rows.values("is_now", "bucket", "lead_source_id", "person")
    return _grouped(shown, [BUCKET, "lead_source_id"], "count(DISTINCT person)", int)


def read_revenue(asked: Asked) -> Read:
    """Add up won jobs by period; one query."""
    step = _bucket(asked, "job_date")
    rows = counted.won_jobs(asked.rows(Job), asked.org).annotate(
        bucket=step, charge=Coalesce(F("total_actual_cost"), F("total_estimated_cost"))
    )
    sums = "count(*), coalesce(sum(charge), 0), count(*) FILTER (WHERE charge IS NULL)"
    return _grouped(rows.values("is_now", "bucket", "charge"), [BUCKET], sums, Won)


def _bucket(asked: Asked, column: str, **zone: Any) -> Cast:
    """Give the first day of the day, week or month that a row falls into."""
    return Cast(Trunc(column, asked.period.step.value, output_field=DateField(), **zone), DateField())


def _grouped(rows: QuerySet[Any, Any], names: Sequence[str], sums: str, make: Any) -> Read:
    """Group `rows` by each of `names` and not at all, now and before, in one pass."""
    inner, bound = rows.order_by().query.sql_with_params()
    sets = ", ".join(["(is_now)", *(f"(is_now, {name})" for name in names)])
    sql = f"""
        SELECT grouping({", ".join(names)}), is_now, {", ".join(names)}, {sums}
        FROM ({inner}) AS counted GROUP BY GROUPING SETS ({sets})
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, bound)
        return _sorted(cursor.fetchall(), names, make)


def _sorted(rows: Sequence[Sequence[Any]], names: Sequence[str], make: Any) -> Read:
    """Put each row where it belongs: a 0 bit of `grouping` marks the column that the row is grouped by."""
    found, every = Read(make(), make()), (1 << len(names)) - 1
    for bits, is_now, *rest in rows:
        keys, value = rest[: len(names)], make(*rest[len(names) :])
        if bits == every:
            found.now, found.before = (value, found.before) if is_now else (found.now, value)
        elif is_now:
            position = len(names) - (every ^ bits).bit_length()
            found.by[names[position]][keys[position]] = value
    return found


def points_of(asked: Asked, by_bucket: dict[dt.date | None, Any], *, until: dt.date) -> list[tuple[Days, Any]]:
    """Give a value for each day, week or month of the period; where it is open, from the earliest row to `until`."""
    step: Step = asked.period.step
    known = [day for day in by_bucket if day is not None]
    start, end = asked.period.days.start, asked.period.days.end
    if not known and (start is None or end is None):
        return []
    # Days on which nothing can have happened yet are no zeros.
    first = start or min(known)
    last = min(end or until, max([until, *known]))
    found = buckets(Days(first, max(first, last)), step)
    return [(bucket, by_bucket.get(bucket_start(bucket.start, step))) for bucket in found if bucket.start]
