"""Reading ServiceTitan by name: the commands, the timetable, backfills that go on where they broke off, one reader at a time."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs import jobs
from aiop.runs.models import Run
from aiop.runs.timetable import ask_for_due
from aiop.sources.models import Connection, RawRecord, Stream, Window
from aiop.sources.reading import stream_of
from aiop.sources.syncing import Days, Reading, ReadingFailed, SyncJob, find_sync, register
from servicetitan.clean.streams import STREAMS
from servicetitan.models import Customer, Job
from servicetitan.sandbox.service import Service
from tests.factories.st_sync import connected, differences, in_no_time, read_only, sync, tenant

pytestmark = pytest.mark.django_db
HISTORY = Days(dt.date(2026, 9, 1), dt.date(2026, 11, 30))


@pytest.fixture(autouse=True)
def few_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read four streams alone, as fast as they can be."""
    in_no_time(monkeypatch)
    read_only(monkeypatch, "business_units", "job_types", "customers", "jobs")


@pytest.fixture
def service() -> Service:
    """Give a tenant with a year behind it."""
    return tenant(6, days_ahead=30)


def said(*words: str) -> dict[str, Any]:
    """Run a command and give what it printed as JSON."""
    out = io.StringIO()
    call_command(*words, "--json", stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def streams(org: Org) -> dict[str, Stream]:
    with org_context(org, actor="maya"):
        return {stream.name: stream for stream in Stream.objects.for_org(org)}


def test_the_command_reads_and_tells_it_by_connection(org: Org, service: Service) -> None:
    with connected(org, service):
        (told,) = said("sync", "servicetitan", "--org", org.slug)["connections"]
        assert (told["connection"], told["error"], told["new"] > 200) == ("Main account", "", True)
        service.access.revoked = True
        with pytest.raises(CommandError, match="refused"):
            call_command("sync", "servicetitan", "--org", org.slug, stdout=io.StringIO())
    with org_context(org, actor="maya"):
        states = list(Run.objects.filter(job="servicetitan.sync").order_by("pk").values_list("state", flat=True))
    assert states == ["done", "failed"]


def test_strange_names_and_days_are_wrong_usage(org: Org) -> None:
    wrong = [
        ("sync", "servicetitn"),
        ("backfill", "servicetitan"),
        ("backfill", "servicetitan", "--from", "2026-03-32", "--to", "2026-04-01"),
        ("backfill", "servicetitan", "--from", "2026-04-02", "--to", "2026-04-01"),
        ("backfill", "servicetitan_sweep", "--from", "2026-04-02", "--to", "2026-04-03"),
    ]
    for words in wrong:
        with pytest.raises(CommandError) as caught:
            call_command(*words, "--org", org.slug)
        assert caught.value.returncode == 2, words
    names = {one["name"] for one in said("sync", "--list")["syncs"]}
    assert {"servicetitan", "servicetitan_sweep"} <= names
    assert said("sync", "servicetitan", "--org", org.slug, "--dry-run")["connections"] == []


def test_a_backfill_brings_history_and_leaves_the_sync_where_it_was(org: Org, service: Service) -> None:
    with connected(org, service) as twin:
        days = ["--from", HISTORY.first.isoformat(), "--to", HISTORY.last.isoformat()]
        (told,) = said("backfill", "servicetitan", "--org", org.slug, *days)["connections"]
        assert told["new"] > 20
        assert {(stream.read_at, str(stream.cursor)) for stream in streams(org).values()} == {(None, "{}")}
        first = next(call for call in twin.calls if "createdOnOrAfter" in call.query)
        assert first.query["createdBefore"][0] >= "2026-11", "the latest month comes first"
        sync(org, "servicetitan")
        assert differences(org, service).keys().isdisjoint({"st_jobs", "st_customers", "st_job_types"})
        cursors = {name: stream.cursor for name, stream in streams(org).items()}
        assert sync(org, days=HISTORY).counts.get("changed", 0) == 0
        assert {name: stream.cursor for name, stream in streams(org).items()} == cursors


def test_a_backfill_that_broke_off_goes_on_where_it_stood(org: Org, service: Service) -> None:
    shown = 0
    latest = sum(row["createdOn"] > "2026-11-01T07" for row in service.truth()["jobs"]())

    def break_after(row: dict[str, Any]) -> dict[str, Any]:
        nonlocal shown
        shown += 1
        if shown > latest:
            raise ConnectionError("away")
        return row

    with connected(org, service) as twin:
        service.lists.drift["jobs"] = break_after
        with pytest.raises(ReadingFailed, match="Tried 5 times"):
            sync(org, days=HISTORY)
        with org_context(org, actor="maya"):
            done = Window.objects.filter(finished_at__isnull=False, stream__name="jobs").count()
            kept = RawRecord.objects.filter(stream__name="jobs").count()
        assert 0 < kept <= latest
        del service.lists.drift["jobs"]
        before = len(twin.calls)
        sync(org, days=HISTORY)
        asked = [call for call in list(twin.calls)[before:] if call.path.endswith("/jobs")]
    with org_context(org, actor="maya"):
        assert len(asked) == Window.objects.filter(stream__name="jobs").count() - done
        assert Job.objects.for_org(org).count() > kept


def test_rows_are_made_again_from_what_is_stored_with_the_source_away(org: Org, service: Service) -> None:
    with connected(org, service):
        sync(org)
    replay = ("sync", "servicetitan", "--replay", "--org", org.slug)
    (told,) = said(*replay)["connections"]
    assert (told["new"], told["changed"], told["same"] > 200) == (0, 0, True)
    with org_context(org, actor="maya"):
        Job.objects.for_org(org).delete()
        Customer.objects.for_org(org).update(name="changed by hand")
    (told,) = said(*replay)["connections"]
    assert told["new"] == len(list(service.truth()["jobs"]()))
    assert differences(org, service).keys().isdisjoint({"st_jobs", "st_customers"})


def test_the_timetable_asks_only_who_is_connected(org: Org, other_org: Org, service: Service) -> None:
    with connected(org, service):
        now = timezone.now()
        ask_for_due(org, now)
        ask_for_due(other_org, now)
    asked = {}
    for one in (org, other_org):
        with org_context(one, actor="maya"):
            asked[one.slug] = set(Run.objects.filter(job__startswith="servicetitan").values_list("job", flat=True))
    assert asked == {org.slug: {"servicetitan.sync", "servicetitan_sweep.sync"}, other_org.slug: set()}


def test_the_timetable_reads_units_daily_and_the_rest_as_often_as_is_said(org: Org, service: Service) -> None:
    with connected(org, service, hours="3") as twin:
        sync(org, by="timetable")
        before = len(twin.calls)
        sync(org, by="timetable")
        assert len(twin.calls) == before
        age(org, dt.timedelta(hours=2, minutes=45))
        sync(org, by="timetable")
        read = {call.path.rpartition("/")[2] for call in list(twin.calls)[before:]}
        assert {"jobs", "customers"} <= read
        age(org, dt.timedelta(days=1))
        sync(org, by="timetable")
        assert {call.path.rpartition("/")[2] for call in twin.calls} >= read | {"business-units", "job-types"}


def age(org: Org, by: dt.timedelta) -> None:
    """Let the latest reading have been so long ago."""
    with org_context(org, actor="maya"):
        for stream in Stream.objects.for_org(org):
            assert stream.read_at is not None
            stream.read_at -= by
            stream.save()


def test_a_connection_that_is_being_read_is_left_alone(
    org: Org, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aiop.sources.alone.PATIENCE_SECONDS", 0)
    with connected(org, service) as twin:
        with org_context(org, actor="maya"):
            key: list[str | int] = ["aiop.sources servicetitan ", Connection.objects.get().pk]
        other = connections.create_connection("default")
        try:
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, %s))", key)
            assert sync(org).note.startswith("Another run is reading Main account")
            assert len(twin.calls) == 0
        finally:
            other.close()


def test_another_job_is_registered_in_a_few_lines(org: Org, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    days: list[dt.date] = []

    def note_day(reading: Reading) -> None:
        days.append(reading.day)
        reading.run.count(new=1)

    monkeypatch.setattr("aiop.sources.syncing._syncs", {})
    monkeypatch.setattr(jobs, "_jobs", {})
    register(SyncJob("etl_example", "Example", "servicetitan", note_day))
    with connected(org, service):
        jobs_call = jobs.find("etl_example.sync")
        assert jobs_call is not None
        from aiop.runs.running import run_job

        with run_job(org, "etl_example.sync", interval="2026-03-04", by="timetable") as run:
            jobs_call.call(run, org, {})
        assert (days, run.counts) == ([dt.date(2026, 3, 4)], {"new": 1})
        assert find_sync("etl_example").fill is None
        with run_job(org, "etl_example.sync", by="maya") as run, org_context(org, actor="maya"):
            assert stream_of(run, org, Connection.objects.get(), STREAMS[0]).name == "business_units"
