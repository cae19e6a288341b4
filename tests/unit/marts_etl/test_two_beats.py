"""Two clocks over a year of local days, changes of daylight saving among them: each day is asked for once."""

from __future__ import annotations

import datetime as dt

import pytest

from aiop import schedule
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.models import Run
from aiop.runs.timetable import ask_for_due
from aiop.sources.syncing import find_sync
from marts.etl.declared import all_jobs
from tests.unit.marts_etl.dealership import connect

CHANGES = [dt.date(2026, 3, 8), dt.date(2026, 11, 1)]


@pytest.fixture
def bennett(db: None, monkeypatch: pytest.MonkeyPatch) -> Org:
    """Give an organisation with a dealer's connection, in a timetable of the nine jobs alone."""
    names = {find_sync(job.name).job for job in all_jobs()}
    kept = {name: entry for name, entry in schedule._entries.items() if name in names}
    monkeypatch.setattr(schedule, "_entries", kept)
    org = Org.objects.create(slug="bennett", name="Bennett", time_zone="America/New_York")
    connect(org, "softbase", {"server": "127.0.0.1"})
    return org


@pytest.mark.parametrize("change", CHANGES, ids=["clocks go on", "clocks go back"])
def test_each_local_day_is_asked_for_once_around_a_change_of_clocks(bennett: Org, change: dt.date) -> None:
    live(bennett, change - dt.timedelta(days=1), change + dt.timedelta(days=1), minutes=60)


@pytest.mark.slow
@pytest.mark.nightly
def test_each_local_day_of_a_year_is_asked_for_once(bennett: Org) -> None:
    live(bennett, dt.date(2026, 1, 1), dt.date(2026, 12, 31), minutes=60)


def live(org: Org, first: dt.date, last: dt.date, *, minutes: int) -> None:
    """Let two beats tick through the local days, one a little behind the other, and look at what they asked for."""
    now = dt.datetime.combine(first, dt.time(), org.zone).astimezone(dt.UTC) + dt.timedelta(hours=3, minutes=1)
    ends = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), org.zone).astimezone(dt.UTC)
    asked = 0
    while now < ends:
        asked += ask_for_due(org, now) + ask_for_due(org, now + dt.timedelta(seconds=20))
        now += dt.timedelta(minutes=minutes)
    days = [(first + dt.timedelta(days=number)).isoformat() for number in range((last - first).days + 1)]
    with org_context(org, actor="test"):
        found = list(Run.objects.for_org(org).order_by("job", "interval").values_list("job", "interval"))
    jobs = sorted(find_sync(job.name).job for job in all_jobs() if job.system == "softbase")
    assert found == [(job, day) for job in jobs for day in days]
    assert asked == len(found)
