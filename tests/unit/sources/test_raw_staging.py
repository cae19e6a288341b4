"""Pages into raw records: what is written, what is not, and how far the stream then is."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.models import Run
from aiop.runs.running import LeaseLost, RunHandle
from aiop.sources.answers import Answer, JsonPage, read_page
from aiop.sources.completeness import begin_pass, finish_pass, look_back
from aiop.sources.models import Drift, RawPage, RawRecord, Stream, Window
from aiop.sources.staging import Stored, store
from aiop.sources.sweeping import ListingCut, mark_missing
from aiop.sources.systems import StreamSpec
from tests.unit.sources.conftest import JOB_STREAM

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


def job(number: int, day: int = 1, **more: Any) -> dict[str, Any]:
    """Give a job that was changed on a day of November."""
    return {"id": number, "jobNumber": f"J-{number}", "modifiedOn": f"2026-11-{day:02}T10:00:00.1234567Z", **more}


def a_page(*records: Any, text: str | None = None) -> JsonPage:
    """Give a page as the client would."""
    body = text if text is not None else json.dumps({"hasMore": False, "data": list(records)})
    return read_page(Answer("https://api.testing.example/jobs?page=1", 200, {}, body.encode(), NOW))


def put(run: RunHandle, stream: Stream, *records: Any, spec: StreamSpec = JOB_STREAM, **more: Any) -> Stored:
    """Store one page of records."""
    return store(run, stream, spec, [a_page(*records)], **more)


def newest(org: Org) -> dict[str, RawRecord]:
    """Give the raw records by id."""
    with org_context(org, actor="maya"):
        return {record.source_id: record for record in RawRecord.objects.select_related("page")}


def test_records_are_stored_as_received_with_their_page(org: Org, run: RunHandle, stream: Stream) -> None:
    stored = put(run, stream, job(1), job(2, total=12.10))
    assert (stored.read, stored.new, stored.same) == (2, 2, 0)
    two = newest(org)["2"]
    assert two.payload["total"] == 12.1
    assert two.modified_at == dt.datetime(2026, 11, 1, 10, 0, 0, 123456, tzinfo=dt.UTC)
    assert json.loads(two.page.text)["data"][1] == job(2, total=12.10)
    assert (two.page.run_id, two.page.records, two.page.brought) == (run.id, 2, 2)


def test_the_same_page_again_writes_nothing_but_the_cursor(org: Org, run: RunHandle, stream: Stream) -> None:
    put(run, stream, job(1), job(2))
    before = newest(org)
    stored = put(run, stream, job(2), job(1), cursor={"page": 2})
    assert (stored.same, stored.new, stored.changed, stored.pages) == (2, 0, 0, [])
    assert {i: r.stored_at for i, r in newest(org).items()} == {i: r.stored_at for i, r in before.items()}
    with org_context(org, actor="maya"):
        assert RawPage.objects.count() == 1
        assert Stream.objects.get(pk=stream.pk).cursor == {"page": 2}


def test_the_newest_version_wins_in_whatever_order_it_comes(org: Org, run: RunHandle, stream: Stream) -> None:
    stored = store(run, stream, JOB_STREAM, [a_page(job(1, 5, v=2), job(1, 3, v=1)), a_page(job(1, 4, v=3))])
    assert stored.new == 1
    assert newest(org)["1"].payload["v"] == 2
    assert put(run, stream, job(1, 2, v=0)).older == 1
    assert put(run, stream, job(1, 5, v=9)).changed == 1, "the same moment, another content"
    assert newest(org)["1"].payload["v"] == 9


def test_fields_in_another_order_are_the_same_record(run: RunHandle, stream: Stream) -> None:
    put(run, stream, job(1))
    assert put(run, stream, dict(reversed(job(1).items()))).same == 1


def test_a_field_that_only_the_feed_tells_is_not_lost_to_the_list(org: Org, run: RunHandle, stream: Stream) -> None:
    spec = StreamSpec("jobs", "Jobs", modified="modifiedOn", partial=frozenset({"active"}))
    put(run, stream, job(1, active=True), spec=spec)
    assert put(run, stream, job(1), spec=spec).same == 1
    assert newest(org)["1"].payload["active"] is True
    assert put(run, stream, job(1, active=False), spec=spec).changed == 1


def test_deleted_comes_and_goes(org: Org, run: RunHandle, stream: Stream) -> None:
    assert put(run, stream, job(1, active=False)).gone == 1
    assert newest(org)["1"].deleted_at is not None
    assert put(run, stream, job(1, 2, active=True)).changed == 1
    assert newest(org)["1"].deleted_at is None


def test_a_merged_record_says_where_it_lives_on(org: Org, run: RunHandle, stream: Stream) -> None:
    put(run, stream, job(1, mergedToId=7))
    assert newest(org)["1"].merged_to == "7"


def test_what_a_database_cannot_hold_is_shown_or_told_and_the_rest_is_stored(
    org: Org, run: RunHandle, stream: Stream
) -> None:
    text = (
        '{"data": [{"id": 1, "name": "a\\u0000b\\ud800c"}, {"id": 2, "n": 1e200000}, "words", {"name": "no id"}, '
        '{"id": true}, {"id": 3, "smile": "\\ud83d\\ude00", "path": "C:\\\\u0000"}]}'
    )
    stored = store(run, stream, JOB_STREAM, [a_page(text=text)])
    assert (stored.read, stored.new, stored.unreadable) == (6, 2, 4)
    found = newest(org)
    assert found["1"].payload["name"] == "a␀b\ufffdc"
    assert found["3"].payload == {"id": 3, "smile": "😀", "path": "C:\\u0000"}
    with org_context(org, actor="maya"):
        told = Drift.objects.filter(kind=Drift.Kind.UNREADABLE)
        assert sum(item.records for item in told) == 4
        assert {item.samples[0]["value"][:8] for item in told if "object" in item.now} == {'"words"'}


def test_one_poison_record_among_thousands_stops_nothing(org: Org, run: RunHandle, stream: Stream) -> None:
    records = [json.dumps(job(n)) for n in range(3000)]
    records[1234] = '{"id": 1234, "n": 1e200000}'
    stored = store(run, stream, JOB_STREAM, [a_page(text=f'{{"data": [{",".join(records)}]}}')])
    assert (stored.new, stored.unreadable) == (2999, 1)


def test_fields_that_must_not_be_kept_are_nowhere(org: Org, run: RunHandle, stream: Stream) -> None:
    spec = StreamSpec("jobs", "Jobs", modified="modifiedOn", dropped=frozenset({"phone", "customer.email"}))
    put(run, stream, job(1, phone="555-0100", customer={"email": "canary@example.com", "id": 5}), spec=spec)
    record = newest(org)["1"]
    assert record.payload["customer"] == {"id": 5}
    for canary in ("555-0100", "canary@example.com"):
        assert canary not in record.page.text
        assert canary not in json.dumps(record.payload)


def test_of_a_stream_with_a_list_of_what_is_kept_nothing_else_is_stored_not_even_as_a_sample(
    org: Org, run: RunHandle, stream: Stream
) -> None:
    spec = StreamSpec("jobs", "Jobs", modified="modifiedOn", kept=frozenset({"id", "jobNumber", "modifiedOn"}))
    put(run, stream, *(job(n) for n in range(30)), spec=spec)
    put(run, stream, job(50, diagnosis="canary"), spec=spec)
    with org_context(org, actor="maya"):
        assert "diagnosis" in Drift.objects.get(kind=Drift.Kind.NEW).field
        for model in (RawRecord, Drift, Stream):
            assert all(
                "canary" not in str(list(model.objects.values()[n].values())) for n in range(model.objects.count())
            )
        assert all("canary" not in page.text for page in RawPage.objects.all())


def test_new_vanished_and_retyped_fields_are_told_once_with_samples(org: Org, run: RunHandle, stream: Stream) -> None:
    put(run, stream, *(job(n, total=1.5, place={"zip": "85001"}) for n in range(25)))
    with org_context(org, actor="maya"):
        Drift.objects.all().delete()
    changed = [job(n, total="1.5", place={}, region="East") for n in range(100, 110)]
    for record in changed:
        del record["jobNumber"]
    assert put(run, stream, *changed).new == 10
    put(run, stream, *(dict(record, id=record["id"] + 50) for record in changed))
    with org_context(org, actor="maya"):
        found = {(item.kind, item.field): item for item in Drift.objects.all()}
    assert set(found) == {("new", "region"), ("retyped", "total"), ("vanished", "jobNumber"), ("vanished", "place.zip")}
    retyped = found["retyped", "total"]
    assert (retyped.was, retyped.now, retyped.records) == ("number", "text", 10)
    assert retyped.samples[0] == {"record": "100", "value": "1.5"}


def test_a_first_reading_learns_the_shape_in_silence(org: Org, run: RunHandle, stream: Stream) -> None:
    with org_context(org, actor="maya"):
        Stream.objects.update(read_at=None)
    put(run, stream, job(1))
    put(run, stream, job(2, extra=1))
    with org_context(org, actor="maya"):
        assert Drift.objects.count() == 0


def test_a_run_that_lost_its_lease_writes_nothing(org: Org, run: RunHandle, stream: Stream) -> None:
    with org_context(org, actor="maya"):
        Run.objects.filter(pk=run.id).update(fence=99)
    with pytest.raises(LeaseLost), transaction.atomic():
        put(run, stream, job(1), cursor={"page": 9})
    assert newest(org) == {}
    with org_context(org, actor="maya"):
        assert Stream.objects.get(pk=stream.pk).cursor == {}
        Run.objects.filter(pk=run.id).update(fence=1)


def test_a_backfill_moves_its_own_cursor_alone(org: Org, run: RunHandle, stream: Stream) -> None:
    with org_context(org, actor="maya"):
        window = Window.objects.create(
            org=org, stream=stream, purpose="backfill", starts="2020-01-01", ends="2021-01-01"
        )
    put(run, stream, job(1), cursor={"page": 3}, window=window)
    with org_context(org, actor="maya"):
        kept = Stream.objects.get(pk=stream.pk)
        assert (kept.cursor, kept.lateness) == ({}, None), "history is not late"
        window.refresh_from_db()
        assert (window.cursor, window.records) == ({"page": 3}, 1)


def test_pages_stay_as_they_were_received(org: Org, run: RunHandle, stream: Stream) -> None:
    put(run, stream, job(1))
    with org_context(org, actor="maya"):
        assert RawPage.objects.update(load_id=5) == 1
        for act in (lambda: RawPage.objects.update(body=b""), lambda: RawPage.objects.all().delete()):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                act()


def test_a_sweep_puts_tombstones_on_what_it_did_not_meet(org: Org, run: RunHandle, stream: Stream) -> None:
    put(run, stream, *(job(n) for n in range(1, 11)))
    later = timezone.now() + dt.timedelta(seconds=1)
    assert mark_missing(run, stream, [str(n) for n in range(1, 10)], began=later) == 1
    gone = newest(org)["10"]
    assert gone.deleted_at == later
    assert gone.page.text == '["10"]'
    assert mark_missing(run, stream, ["1"], began=later, above=0, through=2) == 1
    assert {i for i, r in newest(org).items() if r.deleted_at} == {"2", "10"}
    assert put(run, stream, job(10)).changed == 1, "it is back"


def test_a_sweep_leaves_alone_what_came_after_it_began(org: Org, run: RunHandle, stream: Stream) -> None:
    put(run, stream, job(1))
    assert mark_missing(run, stream, [], began=timezone.now() - dt.timedelta(hours=1)) == 0


def test_a_listing_that_lacks_too_much_is_not_believed(org: Org, run: RunHandle, stream: Stream) -> None:
    put(run, stream, *(job(n) for n in range(200)))
    with pytest.raises(ListingCut, match="100 of 200 records of jobs"):
        mark_missing(run, stream, map(str, range(100)), began=timezone.now() + dt.timedelta(seconds=1))
    assert not any(record.deleted_at for record in newest(org).values())


def test_a_stream_is_complete_through_the_beginning_of_its_reading_less_what_may_be_late(
    org: Org, run: RunHandle, stream: Stream
) -> None:
    first = begin_pass(run, stream, cursor={"page": 1}, now=NOW)
    assert (first.resumed, first.cursor) == (False, {"page": 1})
    put(run, stream, job(1, 19), cursor={"page": 2})
    again = begin_pass(run, stream, cursor={"page": 1}, now=NOW + dt.timedelta(hours=3))
    assert (again.resumed, again.began, again.cursor) == (True, NOW, {"page": 2}), "a reading that broke off goes on"
    with org_context(org, actor="maya"):
        assert Stream.objects.get(pk=stream.pk).complete_through is None, "nothing is claimed before the end"
        Stream.objects.update(lateness=None, late_arrivals=[])
    assert finish_pass(run, stream) == NOW - dt.timedelta(minutes=10)
    assert begin_pass(run, stream, now=NOW + dt.timedelta(hours=1)).since == NOW - dt.timedelta(minutes=10)


def test_late_arrivals_widen_the_look_back_and_lower_the_claim(org: Org, run: RunHandle, stream: Stream) -> None:
    with org_context(org, actor="maya"):
        Stream.objects.update(read_at=NOW)
    put(run, stream, {"id": 1, "modifiedOn": (NOW - dt.timedelta(hours=2)).isoformat()})
    with org_context(org, actor="maya"):
        late = Stream.objects.get(pk=stream.pk)
    assert late.lateness == dt.timedelta(hours=2)
    begin_pass(run, stream, now=NOW + dt.timedelta(hours=6))
    assert finish_pass(run, stream) == NOW + dt.timedelta(hours=2)
    put(run, stream, {"id": 1, "modifiedOn": (NOW - dt.timedelta(hours=2)).isoformat(), "balance": 5})
    with org_context(org, actor="maya"):
        assert len(Stream.objects.get(pk=stream.pk).late_arrivals) == 1, (
            "the same moment with another content is not late"
        )
    assert look_back(dt.timedelta(days=180)) == dt.timedelta(days=7)
