"""`etl_zoom_metrics`: meetings and calls of yesterday and the two days before, at four in the morning; never today."""

from __future__ import annotations

import datetime as dt

from marts.build.worked import Worked
from marts.build.zoom import Rules, zoom_days
from marts.etl.declared import Extracted, Job, Reading
from marts.etl.windows import Past, Reach
from marts.models import ZoomMetrics
from marts.sources.choices import AVERAGE_CALL, INTERNAL_CALLS, PHONE_USERS, VOICEMAIL, YES
from marts.sources.zoom.client import client_of
from marts.sources.zoom.extract import Asked, read_days
from marts.sources.zoom.records import Told


def extract(reading: Reading) -> Extracted[Told]:
    """Read the days; users and queues as they stand are yesterday's, and of no earlier day."""
    days = reading.days
    asked = Asked(
        days.start, days.end, reading.org.zone, reading.now, with_state=_yesterday(reading) in days,
        all_phone_users=reading.choice(PHONE_USERS) == "all",
    )  # fmt: skip
    with client_of(reading.connection, reading.patience, reading.pause) as http:
        told = read_days(http, asked)
    return Extracted(told, rows=len(told.meetings or ()) + len(told.legs or ()))


def compute(reading: Reading, told: Told) -> list[Worked]:
    """Give the rows of the days."""
    rules = Rules(
        voicemail_is_missed=reading.choice(VOICEMAIL) == YES,
        count_internal=reading.choice(INTERNAL_CALLS) == YES,
        average_of_all=reading.choice(AVERAGE_CALL) == "all",
    )
    return zoom_days(reading.days.each(), _yesterday(reading), told, reading.org.zone, rules)


def _yesterday(reading: Reading) -> dt.date:
    return reading.today - dt.timedelta(days=1)


JOB = Job(
    name="etl_zoom_metrics",
    title="Meetings and calls",
    mart=ZoomMetrics,
    key=("metric_date",),
    system="zoom",
    at=dt.time(4),
    # Rows of calls come late; a call of the history covers a month at most.
    reach=Reach(past=Past.FLOWS, restates=2, first=30, chunk=28, behind=1),
    extract=extract,
    compute=compute,
    owner="Member services",
)
