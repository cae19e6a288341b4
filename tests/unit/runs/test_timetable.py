"""The clock asks for what is due in each organisation, once."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_celery_beat.models import PeriodicTask

from aiop import schedule
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs import jobs, tasks, timetable
from aiop.runs.models import Beat, Run
from aiop.runs.running import run_job
from aiop.schedule import Daily, Entry, Hourly

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_jobs")]
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def nightly(no_jobs: None) -> None:
    """Register a job for seven in the morning, local time."""
    jobs.register(jobs.Job("nightly", "Nightly", lambda run, org, parameters: None, Daily(time(7))))


def intervals(org: Org) -> list[tuple[str, str, str]]:
    """List what was asked for in an organisation."""
    with org_context(org, actor="test"):
        return list(Run.objects.order_by("id").values_list("job", "interval", "state"))


@pytest.mark.usefixtures("nightly")
def test_each_organisation_has_its_own_morning(org: Org, other_org: Org) -> None:
    assert timetable.tick(NOON).asked == 2
    assert intervals(org) == [("nightly", "2026-11-20", "queued")]
    assert intervals(other_org) == [("nightly", "2026-11-19", "queued")]


@pytest.mark.usefixtures("nightly")
def test_a_second_tick_asks_for_nothing_new(org: Org) -> None:
    assert [timetable.tick(NOON).asked, timetable.tick(NOON).asked] == [1, 0]


@pytest.mark.usefixtures("nightly")
def test_an_interval_that_was_done_by_hand_is_not_asked_for(org: Org) -> None:
    with run_job(org, "nightly", interval="2026-11-20", by="maya"):
        pass
    with run_job(org, "nightly", by="maya"):
        pass
    assert timetable.tick(NOON).asked == 0


def test_one_organisation_in_trouble_does_not_stop_the_others(
    org: Org, other_org: Org, nightly: None, caplog: pytest.LogCaptureFixture
) -> None:
    Org.objects.filter(pk=org.pk).update(time_zone="Nowhere/Land")
    assert timetable.tick(NOON).asked == 1
    assert "the timetable of letsmove could not be kept" in caplog.text
    assert len(intervals(other_org)) == 1


def test_a_tick_leaves_a_sign_of_life() -> None:
    timetable.tick(NOON)
    assert Beat.objects.get(name=timetable.TICK).at == NOON


def test_the_clocks_task_ticks_now() -> None:
    tasks.tick()
    assert timezone.now() - Beat.objects.get(name=timetable.TICK).at < timedelta(minutes=1)


def test_the_clock_is_in_django_celery_beat_once_and_stays_untouched() -> None:
    PeriodicTask.objects.filter(name="Timetable").delete()
    assert [timetable.sync(), timetable.sync()] == [True, False]
    assert PeriodicTask.objects.filter(task=timetable.TICK_TASK, interval__every=60, enabled=True).count() == 1


def test_a_line_of_the_timetable_without_a_job_is_an_error_at_start() -> None:
    schedule.add(Entry("nobody", Hourly(), "Nobody's"))
    assert [error.id for error in timetable.check_entries(None)] == ["runs.E001"]


@pytest.mark.usefixtures("nightly")
def test_the_command_shows_when_each_job_is_next_due(org: Org) -> None:
    out = StringIO()
    call_command("sync_schedule", "--json", stdout=out)
    (entry,) = json.loads(out.getvalue())["entries"]
    assert (entry["job"], entry["cadence"]) == ("nightly", "every day at 07:00")
    assert entry["next"][11:16] == "07:00"
