"""Raw records into typed rows through the one door: only what differs, poison set aside, the same again from raw."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models

from aiop.audit.models import Change, ChangeSet
from aiop.audit.undo import undo
from aiop.loading.models import Load, QuarantinedRow
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.running import RunHandle
from aiop.sources.models import Connection, RawPage, Stream
from aiop.sources.staging import store
from aiop.sources.sweeping import mark_missing
from aiop.sources.typed import Loaded, load_waiting, replay
from servicetitan.models import InvoiceItem, Job
from tests.unit.sources.conftest import INVOICE_STREAM, JOB_STREAM, make_stream
from tests.unit.sources.test_raw_staging import NOW, a_page, job, put

pytestmark = pytest.mark.django_db
COLUMNS = ("source_id", "job_number", "job_status", "modified_on", "deleted_at")


def load(run: RunHandle, org: Org, stream: Stream) -> Loaded:
    """Bring what waits into its tables."""
    return load_waiting(run, org, stream, JOB_STREAM)


def rows(org: Org, model: type[models.Model] = Job, columns: Any = COLUMNS) -> list[tuple[Any, ...]]:
    """Give the typed rows."""
    manager: Any = model._default_manager
    with org_context(org, actor="maya"):
        return list(manager.for_org(org).order_by(columns[0], columns[1]).values_list(*columns))


def test_records_become_rows_under_one_change_set_and_pages_know_their_load(
    org: Org, run: RunHandle, stream: Stream
) -> None:
    put(run, stream, job(1, status={"name": "Done"}), job(2, status="Open"))
    loaded = load(run, org, stream)
    assert loaded.verdicts["t_jobs"].new == 2
    assert loaded.change_set is not None
    assert [row[:3] for row in rows(org)] == [(1, "J-1", "Done"), (2, "J-2", "Open")]
    with org_context(org, actor="maya"):
        change_set = ChangeSet.objects.get(pk=loaded.change_set)
        assert (change_set.kind, change_set.run_id) == ("load", run.id)
        assert {row.added_in for row in Job.objects.all()} == {change_set.pk}
        assert RawPage.objects.get().load_id == Load.objects.get().pk


def test_only_what_differs_is_written(org: Org, run: RunHandle, stream: Stream) -> None:
    put(run, stream, job(1), job(2))
    load(run, org, stream)
    put(run, stream, job(1), job(2))
    assert load(run, org, stream).verdicts == {}
    put(run, stream, job(1, 2, unknown="field that no column holds", modifiedOn="2026-11-01T10:00:00.1234569Z"), job(2))
    assert load(run, org, stream).written == 0
    put(run, stream, job(1, 3, jobNumber="J-one"), job(2))
    assert load(run, org, stream).verdicts["t_jobs"].changed == 1
    with org_context(org, actor="maya"):
        assert Change.objects.filter(table_name=Job._meta.db_table).count() == 1


def test_poison_is_quarantined_with_page_record_field_value_and_reason(
    org: Org, run: RunHandle, stream: Stream
) -> None:
    records = [job(n) for n in range(1, 2501)]
    records[777] |= {"modifiedOn": "yesterday"}
    put(run, stream, *records)
    verdict = load(run, org, stream).verdicts["t_jobs"]
    assert (verdict.new, verdict.quarantined) == (2499, 1)
    with org_context(org, actor="maya"):
        row = QuarantinedRow.objects.get()
        page = RawPage.objects.get()
    assert (row.raw["_page"], row.raw["_record"]) == (str(page.pk), "778")
    assert row.problems[0]["header"] == "modifiedOn"
    assert row.problems[0]["value"] == "yesterday"
    assert row.problems[0]["reason"]


def test_a_newer_version_settles_what_waited_in_quarantine(org: Org, run: RunHandle, stream: Stream) -> None:
    put(run, stream, {"id": 1, "modifiedOn": "yesterday"}, {"id": 2, "modifiedOn": "yesterday"})
    load(run, org, stream)
    put(run, stream, job(1), {"id": 2, "modifiedOn": "tomorrow"})
    load(run, org, stream)
    with org_context(org, actor="maya"):
        found = {(q.raw["_record"], q.raw["modifiedOn"]): q.state for q in QuarantinedRow.objects.all()}
    assert found == {("1", "yesterday"): "fixed", ("2", "yesterday"): "dismissed", ("2", "tomorrow"): "open"}


def test_tombstones_reach_the_rows(org: Org, run: RunHandle, stream: Stream) -> None:
    put(run, stream, job(1), job(2, active=False))
    load(run, org, stream)
    mark_missing(run, stream, ["2"], began=NOW.replace(year=2099))
    load(run, org, stream)
    assert [row[-1] is not None for row in rows(org)] == [True, True]


def test_everything_is_rebuilt_from_raw_by_the_same_way(org: Org, run: RunHandle, stream: Stream) -> None:
    for day in (1, 2, 3):
        put(run, stream, *(job(n, day, status=f"day {day}") for n in range(1, 60, day)))
        load(run, org, stream)
    before = rows(org)
    assert replay(run, org, stream, JOB_STREAM).written == 0
    with org_context(org, actor="maya"):
        Job.objects.all().delete()
    assert replay(run, org, stream, JOB_STREAM).verdicts["t_jobs"].new == len(before)
    assert rows(org) == before


def test_a_load_that_was_taken_back_comes_again_by_replay(org: Org, run: RunHandle, stream: Stream) -> None:
    put(run, stream, job(1))
    loaded = load(run, org, stream)
    assert loaded.change_set is not None
    undo(org, loaded.change_set, by="maya")
    assert rows(org) == []
    assert replay(run, org, stream, JOB_STREAM).written == 1


def invoice(number: int, day: int, *items: Any) -> dict[str, Any]:
    """Give an invoice with items (id, total)."""
    listed = [{"id": item, "total": total} for item, total in items]
    return {"id": number, "modifiedOn": f"2026-11-{day:02}T10:00:00Z", "items": listed}


def items(org: Org) -> list[tuple[Any, ...]]:
    """Give the typed items."""
    return [
        (parent, item, str(total))
        for parent, item, total in rows(org, InvoiceItem, ("invoice_source_id", "source_id", "total"))
    ]


def test_a_list_in_a_record_becomes_rows_and_follows_it(org: Org, run: RunHandle, connection: Connection) -> None:
    stream = make_stream(connection, "invoices")
    pages = [a_page(invoice(1, 1, (10, 1.5), (11, 2)), invoice(2, 1, (10, 3)))]
    store(run, stream, INVOICE_STREAM, pages)
    load_waiting(run, org, stream, INVOICE_STREAM)
    assert [row[:2] for row in items(org)] == [(1, 10), (1, 11), (2, 10)]
    store(run, stream, INVOICE_STREAM, [a_page(invoice(1, 2, (11, 2), (12, 4)))])
    loaded = load_waiting(run, org, stream, INVOICE_STREAM)
    assert (loaded.removed, loaded.verdicts["t_items"].new) == (1, 1)
    assert [row[:2] for row in items(org)] == [(1, 11), (1, 12), (2, 10)]
    store(run, stream, INVOICE_STREAM, [a_page(invoice(1, 3))])
    assert load_waiting(run, org, stream, INVOICE_STREAM).removed == 2
    store(run, stream, INVOICE_STREAM, [a_page(invoice(2, 4, ("ten", 3), (13, 5)))])
    assert load_waiting(run, org, stream, INVOICE_STREAM).removed == 0, (
        "one of them is in quarantine: it may be the one"
    )
    assert [row[:2] for row in items(org)] == [(2, 10), (2, 13)]
