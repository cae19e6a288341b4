"""`etl_app_analytics`: use of the app by day, from the daily tables of the GA4 export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from marts.build.app_analytics import app_day
from marts.build.worked import Worked
from marts.etl.declared import Extracted, Job, Reading
from marts.etl.windows import Past, Reach
from marts.models import AppAnalytics
from marts.sources.bigquery.records import Used
from marts.sources.choices import ENGAGED, MONTH_WINDOW, YES

# The table of a day is late from this hour of the next day on, and missing after three days.
LATE_AT = dt.time(18)
MISSING_AFTER = 3


def _extract(reading: Reading) -> Extracted[dict[dt.date, Used]]:
    from marts.sources.bigquery.client import BigQuery
    from marts.sources.bigquery.extract import dataset_of, days_marked, days_there, use_of
    from marts.sources.bigquery.system import SYSTEM

    dataset, month = dataset_of(reading.connection), int(reading.choice(MONTH_WINDOW))
    with_engaged = reading.choice(ENGAGED) == YES
    found: dict[dt.date, Used] = {}
    with BigQuery(reading.connection, list(SYSTEM.permitted_hosts), reading.patience) as asked:
        there = days_there(asked, dataset)
        engaged = days_marked(asked, dataset) if with_engaged else set[dt.date]()
        for day in reading.days.each():
            if day in there:
                found[day] = use_of(asked, dataset, day, there, month_days=month, engaged=engaged)
    begins = min(there, default=reading.today)
    missing = [day for day in reading.days.each() if day not in there and day > begins]
    return _told(reading, found, missing)


def _told(reading: Reading, found: dict[dt.date, Used], missing: list[dt.date]) -> Extracted[dict[dt.date, Used]]:
    """Say which day is awaited, and which the export has left out for good."""
    local = reading.now.astimezone(ZoneInfo(reading.setting("property_zone", reading.org.time_zone)))
    awaited = [day for day in missing if (local.date() - day).days <= MISSING_AFTER]
    gone = [day for day in missing if day not in awaited]
    rows = sum(used.day.events for used in found.values())
    waiting, through = "", None
    if awaited:
        is_late = local.time() >= LATE_AT or (local.date() - awaited[0]).days > 1
        waiting = f"The export has no table of {awaited[0]} yet{', which is late' if is_late else ''}."
        through = awaited[0] - dt.timedelta(days=1)
    lacking = f"The export has no table of {gone[-1]}, more than three days after it." if gone else ""
    return Extracted(found, rows, waiting, through, lacking)


def _compute(reading: Reading, told: dict[dt.date, Used]) -> Sequence[Worked]:
    month = int(reading.choice(MONTH_WINDOW))
    return [app_day(day, used, today=reading.today, month_days=month) for day, used in sorted(told.items())]


JOB = Job(
    name="etl_app_analytics",
    title="App analytics",
    mart=AppAnalytics,
    key=("metric_date",),
    system="bigquery",
    at=dt.time(6, 0),
    reach=Reach(past=Past.WHOLE, restates=3, first=30, chunk=7, behind=1),
    extract=_extract,
    compute=_compute,
    owner="Product",
    source_system="bigquery_ga4",
    watched="daily_active_users",
)
