"""Import and Export on the lists: the library's screens over the one door."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from aiop.files.models import ExportLog
from aiop.loading.dump import dumped_fields
from aiop.loading.kind import all_kinds, kind_named
from aiop.orgs.context import org_context
from crm.models import LostLead
from tests.integration.files_desk import LOST, Desk, csv_bytes, lost_row

pytestmark = pytest.mark.django_db

LIST = "/admin/crm/lostlead/"
CSV, XLSX, JSON = "0", "1", "2"


def fill(desk: Desk) -> None:
    rows = [lost_row("1", Reason="Price"), lost_row("2", Reason="Timing"), lost_row("3", Name="=1+1", Reason="Price")]
    desk.apply(desk.upload(csv_bytes(LOST, rows)))


def export(desk: Desk, file_format: str, query: str = "", fields: tuple[str, ...] = ()) -> bytes:
    """Press Export and give the file."""
    chosen = fields or [f.column for f in dumped_fields(kind_named("lost_leads"))]
    ticked = {f"lostleadresource_{name}": "on" for name in chosen}
    answer: Any = desk.client.post(f"{LIST}export/{query}", {"format": file_format, "resource": "", **ticked})
    assert answer.streaming, answer.content
    return b"".join(answer.streaming_content)


def test_every_list_that_a_file_fills_has_both_buttons(desk: Desk) -> None:
    for kind in all_kinds():
        meta = kind.model._meta
        page = desk.client.get(f"/admin/{meta.app_label}/{meta.model_name}/").content.decode()
        assert f"/admin/{meta.app_label}/{meta.model_name}/import/" in page
        assert f"/admin/{meta.app_label}/{meta.model_name}/export/" in page


def test_import_leads_to_the_page_of_imports_with_the_kind_chosen(desk: Desk) -> None:
    assert desk.client.get(f"{LIST}import/").headers["Location"] == "/admin/import/?kind=lost_leads"


def test_a_file_posted_to_the_library_s_form_is_previewed_like_any_other(desk: Desk) -> None:
    file = SimpleUploadedFile("lost.csv", csv_bytes(LOST, [lost_row("1")]))
    answer = desk.client.post(f"{LIST}import/", {"import_file": file, "format": "0"})
    assert "Add 1 row" in desk.look(answer.headers["Location"])
    with org_context(desk.org, actor="test"):
        assert not LostLead.objects.exists()


def test_an_export_holds_what_the_list_shows(desk: Desk) -> None:
    fill(desk)
    lines = export(desk, CSV, "?reason=Price").decode("utf-8-sig").splitlines()
    assert lines[0] == ",".join(LOST)
    assert [line.split(",")[0] for line in lines[1:]] == ["1", "3"]
    found = export(desk, CSV, "?q=2").decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in found[1:]] == ["2"]


def test_an_export_comes_back_without_a_change(desk: Desk) -> None:
    fill(desk)
    for content, name in ((export(desk, CSV), "out.csv"), (export(desk, XLSX), "out.xlsx")):
        assert "there is nothing to apply" in desk.look(desk.upload(content, name)), name


def test_a_workbook_holds_numbers_and_days_and_nothing_that_runs(desk: Desk) -> None:
    fill(desk)
    sheet = load_workbook(io.BytesIO(export(desk, XLSX))).active
    rows = [dict(zip(LOST, [cell.value for cell in row], strict=True)) for row in sheet.iter_rows(min_row=2)]  # type: ignore[union-attr]
    assert rows[0]["Est. Dollar Amount"] == 1240
    assert str(rows[0]["Move Date"])[:10] == "2025-11-30"
    assert rows[2]["Name"] == "'=1+1"


def test_json_has_one_object_a_row(desk: Desk) -> None:
    fill(desk)
    rows = json.loads(export(desk, JSON))
    assert [(row["Quote #"], row["Est. Dollar Amount"]) for row in rows] == [
        ("1", "1240.00"),
        ("2", "1240.00"),
        ("3", "1240.00"),
    ]
    assert json.loads(export(desk, JSON, "?reason=Nobody")) == []


def test_columns_can_be_chosen(desk: Desk) -> None:
    fill(desk)
    assert export(desk, CSV, fields=("quote_number", "reason")).decode("utf-8-sig").splitlines()[:2] == [
        "Quote #,Reason",
        "1,Price",
    ]


def test_every_export_is_on_record(desk: Desk) -> None:
    fill(desk)
    export(desk, CSV, "?reason=Price")
    with org_context(desk.org, actor="test"):
        log = ExportLog.objects.get()
    assert (log.kind, log.format, log.rows, log.actor, log.filters) == (
        "lost_leads",
        "csv",
        2,
        "maya",
        {"reason": "Price"},
    )


def test_an_export_of_one_organisation_holds_nothing_of_another(desk: Desk, other_org: Any) -> None:
    fill(desk)
    with org_context(other_org, actor="test"):
        LostLead.objects.create(org=other_org, quote_number="theirs")
    assert b"theirs" not in export(desk, CSV)


def test_too_many_rows_for_a_sheet_are_refused_in_words(desk: Desk, monkeypatch: Any) -> None:
    monkeypatch.setattr("aiop.files.admin.XLSX_MOST", 2)
    fill(desk)
    ticked = {"lostleadresource_quote_number": "on"}
    page = desk.act(f"{LIST}export/", format=XLSX, resource="", **ticked)
    assert "more than 2 rows, the most that a sheet holds" in page


def test_a_viewer_may_export_and_not_import(desk: Desk) -> None:
    desk.user.memberships.update(role="viewer")
    assert desk.client.get(f"{LIST}export/").status_code == 200
    assert desk.client.get(f"{LIST}import/").status_code == 403
    assert f"{LIST}import/" not in desk.client.get(LIST).content.decode()


def test_what_went_out_is_listed_with_who_took_it_and_nobody_can_change_it(desk: Desk) -> None:
    with org_context(desk.org, actor="test"):
        log = ExportLog.objects.create(
            org=desk.org, kind="lost_leads", filters={"reason": "Price"}, format="csv", rows=12, actor="maya"
        )
    page = desk.look("/admin/files/exportlog/")
    assert "Lost leads and opportunities 12 reason Price CSV maya" in page
    assert "1 export" in page
    assert "Lost leads and opportunities" in desk.look(f"/admin/files/exportlog/{log.pk}/change/")
    assert desk.client.get("/admin/files/exportlog/add/").status_code == 403
    assert desk.client.post(f"/admin/files/exportlog/{log.pk}/delete/").status_code == 403
