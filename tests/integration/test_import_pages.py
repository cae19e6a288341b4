"""A file's way through the pages: dropped, recognised, asked about, previewed, fixed, applied."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from aiop.files import jobs
from aiop.loading.models import Load, QuarantinedRow, RememberedHeader
from aiop.orgs.context import org_context
from aiop.runs.models import Run
from crm.models import LostLead
from tests.integration.files_desk import LOST, Desk, csv_bytes, lost_row

pytestmark = pytest.mark.django_db

THREE = csv_bytes(LOST, [lost_row("1001"), lost_row("1002"), lost_row("1003")])


def stored(desk: Desk) -> dict[str, LostLead]:
    with org_context(desk.org, actor="test"):
        return {row.quote_number: row for row in LostLead.objects.all()}


def test_a_file_is_previewed_and_nothing_is_written_until_it_is_applied(desk: Desk) -> None:
    address = desk.upload(THREE)
    page = desk.look(address)
    assert "Lost leads and opportunities" in page
    assert "recognised by 8 of 8 headers" in page
    assert "Add 3 rows" in page
    assert stored(desk) == {}
    assert "3 rows added" in desk.apply(address)
    assert sorted(stored(desk)) == ["1001", "1002", "1003"]
    assert desk.load(address).change_set_id is not None


def test_a_changed_cell_is_shown_old_and_new(desk: Desk) -> None:
    desk.apply(desk.upload(THREE))
    address = desk.upload(csv_bytes(LOST, [lost_row("1001"), lost_row("1002", **{"Est. Dollar Amount": "$99.50"})]))
    page = desk.look(address)
    assert "Est. Dollar Amount 1,240.00 → 99.50" in page
    assert "Change 1 row" in page
    assert "1 row differs" in page


def test_the_very_same_file_is_known_again(desk: Desk) -> None:
    desk.apply(desk.upload(THREE))
    page = desk.look(desk.upload(THREE, "lost-leads (1).csv"))
    assert "This very file was loaded on" in page
    assert "by maya: 0 changes expected" in page
    assert "there is nothing to apply" in page


def test_a_quarantined_cell_is_fixed_in_the_preview_and_its_row_joins(desk: Desk) -> None:
    address = desk.upload(csv_bytes(LOST, [lost_row("1001"), lost_row("1002", **{"Move Date": "31/02/2024"})]))
    assert "“" not in desk.look(address, tab="quarantined").split("What is wrong")[0].split("Alike")[-1]
    page = desk.act(f"{address}fix/", **{"cell:3:Move Date": "2/28/2024"})
    assert "1 row now joins this import" in page
    desk.apply(address)
    assert str(stored(desk)["1002"].move_date) == "2024-02-28"


def test_alike_cells_are_fixed_by_one_pattern_and_rows_that_stay_wrong_stay_in_quarantine(desk: Desk) -> None:
    bad = [lost_row(str(n), **{"Move Date": "N/A"}) for n in range(2001, 2005)]
    bad[0][LOST.index("Lost Date")] = "99/99/2024"
    address = desk.upload(csv_bytes(LOST, [lost_row("1001"), *bad]))
    assert "4 rows have N/A under Move Date" in desk.look(address, tab="quarantined")
    page = desk.act(f"{address}fix/", header="Move Date", value="N/A", reason="is not a date", blank="1")
    assert "3 of 4 rows now join this import" in page
    desk.apply(address)
    assert sorted(stored(desk)) == ["1001", "2002", "2003", "2004"]
    assert stored(desk)["2002"].move_date is None


def test_a_plan_that_no_longer_holds_is_refused_and_can_be_compared_again(desk: Desk) -> None:
    desk.apply(desk.upload(THREE))
    address = desk.upload(csv_bytes(LOST, [lost_row("1002", Reason="Timing")]))
    desk.look(address)
    with org_context(desk.org, actor="someone"):
        LostLead.objects.filter(quote_number="1002").update(reason="Went elsewhere")
    page = desk.apply(address)
    assert "What is stored has changed since this preview" in page
    assert stored(desk)["1002"].reason == "Went elsewhere"
    assert "Went elsewhere → Timing" in desk.act(f"{address}compare/")
    desk.apply(address)
    assert stored(desk)["1002"].reason == "Timing"


def test_an_unknown_header_is_asked_about_once(desk: Desk) -> None:
    odd = csv_bytes([*LOST[:-1], "Estimate in dollars", "Mood"], [[*lost_row("1001"), "gloomy"]])
    address = desk.upload(odd)
    assert "2 columns are not known" in desk.look(address)
    page = desk.act(f"{address}answer/", **{"header-0": "estimated_amount", "header-1": ""})
    assert "Add 1 row" in page
    desk.apply(address)
    assert str(stored(desk)["1001"].estimated_amount) == "1240.00"
    again = desk.upload(csv_bytes([*LOST[:-1], "Estimate in dollars", "Mood"], [[*lost_row("1002"), "bright"]]))
    assert "Add 1 row" in desk.look(again)
    with org_context(desk.org, actor="test"):
        assert RememberedHeader.objects.count() == 2


def test_the_command_knows_what_was_settled_about_a_header_on_the_page(desk: Desk, tmp_path: Path) -> None:
    odd = csv_bytes([*LOST[:-1], "Estimate in dollars"], [lost_row("1001")])
    desk.act(f"{desk.upload(odd)}answer/", **{"header-0": "estimated_amount"})
    path = tmp_path / "odd.csv"
    path.write_bytes(odd)
    call_command("load", str(path), org=desk.org.slug, execute=True, stdout=io.StringIO())
    assert str(stored(desk)["1001"].estimated_amount) == "1240.00"


def test_two_headers_cannot_be_given_the_same_column(desk: Desk) -> None:
    address = desk.upload(csv_bytes([*LOST[:-1], "One", "Two"], [[*lost_row("1001"), "2"]]))
    page = desk.act(f"{address}answer/", **{"header-0": "estimated_amount", "header-1": "estimated_amount"})
    assert "Two headers cannot fill the same column" in page


def test_a_file_of_no_known_kind_is_asked_about(desk: Desk) -> None:
    address = desk.upload(csv_bytes(["Colour", "Taste"], [["red", "sour"]]))
    page = desk.look(address)
    assert "No known kind of export has these 2 headers" in page
    page = desk.act(f"{address}answer/", kind="lost_leads")
    assert "Colour" in page
    assert "Missing so far: Quote #" in page


def test_a_workbook_with_several_tables_asks_for_the_sheet(desk: Desk) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Old"  # type: ignore[union-attr]
    for sheet, quote in ((book.active, "1"), (book.create_sheet("New"), "2")):
        sheet.append(LOST)  # type: ignore[union-attr]
        sheet.append(lost_row(quote))  # type: ignore[union-attr]
    sink = io.BytesIO()
    book.save(sink)
    address = desk.upload(sink.getvalue(), "lost.xlsx")
    assert "choose one of them" in desk.look(address)
    desk.act(f"{address}answer/", sheet="New")
    desk.apply(address)
    assert list(stored(desk)) == ["2"]


def test_dates_that_contradict_the_report_are_asked_about(desk: Desk) -> None:
    rows = [
        lost_row(str(n), **{"Lost Date": f"{n}/11/2025", "Move Date": "", "Date Received": ""}) for n in range(13, 20)
    ]
    address = desk.upload(csv_bytes(LOST, rows))
    assert "have the day first" in desk.look(address)
    desk.act(f"{address}answer/", dates="DMY")
    desk.apply(address)
    assert str(stored(desk)["13"].lost_date) == "2025-11-13"


def test_every_table_of_a_zip_becomes_an_import_of_its_own(desk: Desk) -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("may.csv", csv_bytes(LOST, [lost_row("1")]))
        archive.writestr("june/june.csv", csv_bytes(LOST, [lost_row("2")]))
        archive.writestr("notes.docx", b"no table")
    page = desk.look(desk.upload(sink.getvalue(), "reports.zip"))
    assert "may.csv" in page
    assert "june.csv" in page
    assert "notes.docx" not in page


def test_an_import_that_is_let_go_leaves_nothing(desk: Desk) -> None:
    address = desk.upload(THREE)
    assert "Nothing of it was written" in desk.act(f"{address}cancel/")
    assert stored(desk) == {}
    assert "This import is cancelled" in desk.act(f"{address}apply/", plan="0000")


def test_a_file_of_strangers_needs_a_tick(desk: Desk, monkeypatch: Any) -> None:
    monkeypatch.setattr("aiop.loading.belonging.ENOUGH_ROWS", 2)
    desk.apply(desk.upload(THREE))
    address = desk.upload(csv_bytes(LOST, [lost_row("7001"), lost_row("7002")]))
    assert "another organisation’s export?" in desk.look(address)
    assert "Tick that this file belongs here" in desk.apply(address)
    assert "7001" not in stored(desk)
    desk.apply(address, sure="1")
    assert "7001" in stored(desk)


def test_a_large_file_goes_to_the_worker_and_the_page_tells_how_far_it_is(desk: Desk, monkeypatch: Any) -> None:
    monkeypatch.setattr(jobs, "SMALL_BYTES", 10)
    monkeypatch.setattr(jobs, "SMALL_ROWS", 1)
    address = desk.upload(THREE)
    assert "Waiting for a worker" in desk.look(address)
    with org_context(desk.org, actor="test"):
        waiting = Run.objects.get(job=jobs.STAGE)
    work(desk, waiting)
    assert desk.client.get(f"{address}live/").json()["over"] is True
    assert "Add 3 rows" in desk.look(address)
    assert "Waiting for a worker" in desk.apply(address)
    with org_context(desk.org, actor="test"):
        work(desk, Run.objects.get(job=jobs.APPLY))
    assert "3 rows added" in desk.look(address)


def work(desk: Desk, run: Run) -> None:
    from aiop.runs.jobs import perform

    perform(desk.org, run.job, run.interval)


def test_a_page_without_a_worker_says_so_in_words(desk: Desk, monkeypatch: Any) -> None:
    monkeypatch.setattr(jobs, "SMALL_BYTES", 10)
    address = desk.upload(THREE)
    with org_context(desk.org, actor="test"):
        from datetime import timedelta

        from django.db.models import F

        Run.objects.update(queued_at=F("queued_at") - timedelta(minutes=2))
    assert "No worker takes this up. The timetable has never ticked" in desk.look(address)


def test_a_stopped_reading_is_told_and_can_be_taken_up_again(desk: Desk, monkeypatch: Any) -> None:
    monkeypatch.setattr(jobs, "SMALL_BYTES", 10)
    address = desk.upload(THREE)
    page = desk.act(f"{address}cancel/")
    assert "Reading was stopped. Nothing was written." in page
    monkeypatch.setattr(jobs, "SMALL_BYTES", 10_000)
    assert "Add 3 rows" in desk.act(f"{address}again/")


def test_staged_rows_that_a_restart_took_are_read_again(desk: Desk) -> None:
    address = desk.upload(THREE)
    with org_context(desk.org, actor="test"), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {desk.load(address).staging_table}")
    assert "The rows that were read are gone" in desk.look(address)
    assert "Add 3 rows" in desk.act(f"{address}again/")


def test_a_viewer_sees_imports_and_may_not_bring_anything_in(desk: Desk) -> None:
    address = desk.upload(THREE)
    desk.user.memberships.update(role="viewer")
    assert "Drop exports here" not in desk.look("/admin/import/")
    assert "Apply" not in desk.look(address)
    for act in ("apply", "cancel", "again", "fix", "answer", "kind", "compare"):
        assert desk.client.post(f"{address}{act}/").status_code == 403
    assert desk.client.post("/admin/import/upload/").status_code == 403


def test_another_organisation_s_import_does_not_exist(desk: Desk, other_org: Any) -> None:
    with org_context(other_org, actor="test"):
        theirs = Load.objects.create(org=other_org, file_name="theirs.csv")
        row = QuarantinedRow.objects.create(org=other_org, load=theirs, kind="lost_leads", line=2, raw={}, problems=[])
    assert desk.client.get(f"/admin/import/{theirs.pk}/").status_code == 404
    assert desk.client.get(f"/admin/quarantine/{row.pk}/").status_code == 404
    assert "theirs.csv" not in desk.look("/admin/import/")


def test_changed_rows_are_paged_in_the_order_of_the_file(desk: Desk) -> None:
    desk.apply(desk.upload(csv_bytes(LOST, [lost_row(f"{n:04}") for n in range(60)])))
    address = desk.upload(csv_bytes(LOST, [lost_row(f"{n:04}", Reason="Timing") for n in range(60)]))
    first, second, third = (
        desk.look(address, tab="changed", **page) for page in ({}, {"after": "26"}, {"after": "51"})
    )
    assert ("0024" in first, "0025" in first) == (True, False)
    assert ("0025" in second, "0049" in second, "0050" in second) == (True, True, False)
    assert ("0059" in third, "Next" in third.partition("What changes")[2].partition("Keys")[0]) == (True, False)
